import type { RollupField } from '../../../schemas/generated/types.js';
import type { Entity } from '../model.js';
import type { Place } from '../parse/reporter.js';
import { companyOf } from './company-of.js';
import { isAlwaysOfOne } from './is-always-of-one.js';
import type { Linking } from './linking.js';
import { reportNeedless } from './report-across.js';

/** A rollup of what may belong to no company, over what belongs to companies, shows figures of all of them to whoever sees the record; that has to be said. */
export function checkAcrossCompanies(declaration: RollupField, place: Place, entity: Entity, summed: Entity, linking: Linking): void {
  const mixes = companyOf(summed, linking) !== null && !isAlwaysOfOne(entity, linking);
  if (mixes === (declaration.acrossCompanies === true)) return;
  if (mixes)
    linking.reporter.report('rollup.across-companies', place, {
      found: `${summed.id}, whose records belong to companies, summed up on ${entity.id}, which may belong to none`,
      expected: 'a rollup within one company, or "acrossCompanies": true',
      remedy:
        'Show it in a query, which keeps to what its reader sees; or add "acrossCompanies": true and hide the field from those who must not know the figures of other companies.',
    });
  else reportNeedless('rollup.across-companies', 'a rollup', place, linking);
}

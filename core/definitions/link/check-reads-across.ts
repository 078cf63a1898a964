import type { Entity } from '../model.js';
import { below, type Place } from '../parse/reporter.js';
import { companyOf } from './company-of.js';
import { isAlwaysOfOne } from './is-always-of-one.js';
import type { Linking } from './linking.js';

/**
 * A formula of what may belong to no company that reads what belongs to companies: everybody sees the record, and with it the value of one company.
 * That has to be said, as of rollups.
 */
export function checkFormulaAcross(reads: readonly (readonly string[])[], isSaid: boolean, entity: Entity, place: Place, linking: Linking): void {
  const found = reads.map((path) => crossing(path, entity, linking)).find((one) => one !== null) ?? null;
  if ((found !== null) === isSaid) return;
  if (found !== null)
    linking.reporter.report('formula.across-companies', below(place, 'expression'), {
      found,
      expected: 'what belongs to the company of the record, or to none; or "acrossCompanies": true',
      remedy:
        'Give the record a required reference to its company, or the way to it, as in "company": "order.company"; or add "acrossCompanies": true and hide the field from those who must not know what is another company\'s.',
    });
  else
    linking.reporter.report('formula.across-companies', below(place, 'acrossCompanies'), {
      found: '"acrossCompanies" of a formula that reads nothing of another company',
      expected: 'it only where companies are mixed',
      remedy: 'Delete it.',
    });
}

/** The same of a value that is copied, where nothing can be said for it. */
export function checkFetchAcross(path: readonly string[], entity: Entity, place: Place, linking: Linking): void {
  const found = crossing(path, entity, linking);
  if (found === null) return;
  linking.reporter.report('fetch.across-companies', below(place, 'fetch'), {
    found,
    expected: 'what belongs to the company of the record, or to none',
    remedy:
      'Give the record a required reference to its company, or the way to it, as in "company": "order.company"; or let a formula with "acrossCompanies": true hold the value.',
  });
}

/** The first step on the way from a record that everybody may see to one that belongs to a company; null when there is none. An id alone tells nothing. */
function crossing(path: readonly string[], entity: Entity, linking: Linking): string | null {
  const [name = '', ...rest] = path;
  const target = linking.skeletons.get(entity.fields.get(name)?.target ?? '');
  if (target === undefined || rest.length === 0 || rest.join('.') === 'id') return null;
  // Lines belong where their owner does.
  const company = entity.fields.get(name)?.type === 'lines' ? null : companyOf(target, linking);
  if (company !== null && !isAlwaysOfOne(entity, linking) && !isWayTo(companyOf(entity, linking), name, company))
    return `${path.join('.')} on ${entity.id}, which may belong to no company; ${target.id} belongs to companies`;
  return crossing(rest, target, linking);
}

/** Whether the record belongs to the very company that the one it refers to belongs to. */
function isWayTo(own: readonly string[] | null, name: string, further: readonly string[]): boolean {
  const way = further.join('.') === 'id' ? [name] : [name, ...further];
  return own?.join('.') === way.join('.');
}

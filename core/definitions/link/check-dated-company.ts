import type { Entity } from '../model.js';
import type { Place } from '../parse/reporter.js';
import { isAlwaysOfOne } from './is-always-of-one.js';
import type { Linking } from './linking.js';

/**
 * Periods are kept apart row by row, so the company of a dated record stands in the record: in a field of its own, which is a key without being named, or by a
 * key that always leads to one company. Else the values of one company would stand against those of another.
 */
export function checkDatedCompany(entity: Entity, by: readonly string[], place: Place, linking: Linking): void {
  const [name = '', ...further] = linking.companies.get(entity.id) ?? [];
  if (further.length === 0 || by.some((key) => key === name || leadsToOne(entity, key, linking))) return;
  const path = [name, ...further].join('.');
  linking.reporter.report('dated.without-company', place, {
    found: `"by": ${JSON.stringify(by)} of what belongs to the company at ${path}`,
    expected: 'a key that tells the company',
    remedy: `Add ${JSON.stringify(name)} to "by", or give the record the company itself: a read-only reference to it with "fetch": ${JSON.stringify(path)}, and no "company".`,
  });
}

function leadsToOne(entity: Entity, key: string, linking: Linking): boolean {
  const field = entity.fields.get(key);
  const target = linking.skeletons.get(field?.target ?? '');
  return field?.required === true && target !== undefined && isAlwaysOfOne(target, linking);
}

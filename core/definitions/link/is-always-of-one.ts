import type { Entity } from '../model.js';
import { companyOf } from './company-of.js';
import type { Linking } from './linking.js';

/** Whether every record of the entity belongs to a company: no reference on the way to it can be empty. */
export function isAlwaysOfOne(entity: Entity, linking: Linking): boolean {
  const path = companyOf(entity, linking);
  return path !== null && isAlwaysThere(path, entity, linking, mostCopies);
}

/** What is copied from what is copied may go round in a circle. */
const mostCopies = 5;

/** What is only ever copied is there as long as what it is copied from. */
function isAlwaysThere([name = '', ...rest]: readonly string[], entity: Entity, linking: Linking, copies: number): boolean {
  const field = entity.fields.get(name);
  if (field === undefined) return false;
  const isCopied = field.readOnly && field.fetch !== null && copies > 0;
  if (!field.isSystem && !field.required && !(isCopied && isAlwaysThere(field.fetch ?? [], entity, linking, copies - 1))) return false;
  const target = linking.skeletons.get(field.target ?? '');
  return rest.length === 0 || (target !== undefined && isAlwaysThere(rest, target, linking, copies));
}

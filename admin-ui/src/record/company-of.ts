import type { MetaEntity } from '../../../schemas/generated/types.js';
import { membersOf } from '../api/request.js';

/** Id of a company; null where a record belongs to none, undefined where that is not known here. */
export type Company = string | null | undefined;

/** The company that a record belongs to, along the path that its entity says. Who works for one alone makes all records there. */
export function companyOf({ company: path }: MetaEntity, values: Readonly<Record<string, unknown>>, ofUser: readonly string[]): Company {
  if (path === undefined) return null;
  const [first = '', ...rest] = path.split('.');
  if (typeof values[first] !== 'string') return null;
  const found = rest.reduce<unknown>((at, name, index) => {
    const owner = index === 0 ? values[`_${first}`] : at;
    return membersOf(owner).get(index === rest.length - 1 ? name : `_${name}`);
  }, values[first]);
  if (typeof found === 'string' || found === null) return found;
  return ofUser.length === 1 ? ofUser[0] : undefined;
}

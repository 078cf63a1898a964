import type { Entity } from '../model.js';
import { companyOf } from './company-of.js';
import { isAlwaysOfOne } from './is-always-of-one.js';
import type { Linking } from './linking.js';

/** The record that a value is written into, as seen from where the value comes from. */
export interface Into {
  /** The way to the record whose value is read. */
  readonly before: readonly string[];
  /** The way to the company that what is written belongs to; null where that is not known. */
  readonly way: string | null;
}

/** The first step on the way from a record that everybody may see to one that belongs to a company; null when there is none. An id alone tells nothing. */
export function crossing(path: readonly string[], entity: Entity, linking: Linking, into: Into = { before: [], way: null }): string | null {
  const [name = '', ...rest] = path;
  const target = linking.skeletons.get(entity.fields.get(name)?.target ?? '');
  if (target === undefined || rest.length === 0 || rest.join('.') === 'id') return null;
  const before = [...into.before, name];
  // Lines belong where their owner does.
  const company = entity.fields.get(name)?.type === 'lines' ? null : companyOf(target, linking);
  const isKept =
    company === null || isAlwaysOfOne(entity, linking) || isWayTo(companyOf(entity, linking), name, company) || wayTo(before, company) === into.way;
  if (!isKept) return `${path.join('.')} on ${entity.id}, which may belong to no company; ${target.id} belongs to companies`;
  return crossing(rest, target, linking, { ...into, before });
}

/** Whether the record belongs to the very company that the one it refers to belongs to. */
function isWayTo(own: readonly string[] | null, name: string, further: readonly string[]): boolean {
  return own?.join('.') === wayTo([name], further);
}

/** The way to the company of the record that a path leads to; the record may be a company itself. */
export function wayTo(record: readonly string[], company: readonly string[]): string {
  return (company.join('.') === 'id' ? record : [...record, ...company]).join('.');
}

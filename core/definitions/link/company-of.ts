import type { Entity } from '../model.js';
import type { Linking } from './linking.js';

/** Path to the company that records of the entity belong to, lines where their owner does; null where they belong to none. */
export function companyOf(entity: Entity, { companies }: Pick<Linking, 'companies'>): readonly string[] | null {
  const own = companies.get(entity.id);
  if (own !== undefined) return own;
  const owner = companies.get(entity.parent?.entity ?? '');
  return owner === undefined ? null : ['parent', ...owner];
}

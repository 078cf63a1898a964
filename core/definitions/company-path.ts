import type { Entity, Model } from './model.js';

/** Path to the company that a record of the entity belongs to; lines belong where their owner does. Null where it belongs to none. */
export function companyPath(entity: Entity, model: Model): readonly string[] | null {
  const owner = entity.company === null ? model.entities.get(entity.parent?.entity ?? '') : undefined;
  return owner === undefined || owner.company === null ? entity.company : ['parent', ...owner.company];
}

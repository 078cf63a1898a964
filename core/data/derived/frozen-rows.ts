import type { Entity, Model } from '../../definitions/model.js';
import { quoted, quotedText } from '../quoted.js';

/** Whether the row, or the record whose line it is, is frozen; null where nothing ever is. */
export function frozenRows(model: Model, entity: Entity, alias = 't'): string | null {
  const owner = model.entities.get(entity.parent?.entity ?? '');
  const states = [...((owner ?? entity).lifecycle?.states.values() ?? [])].filter(({ isFrozen }) => isFrozen).map(({ name }) => quotedText(name));
  if (states.length === 0) return null;
  return owner === undefined
    ? `${alias}.state IN (${states.join(', ')})`
    : `EXISTS (SELECT FROM ${quoted(owner.table)} f WHERE f.id = ${alias}.parent_id AND f.state IN (${states.join(', ')}))`;
}

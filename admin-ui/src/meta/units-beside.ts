import type { MetaEntity } from '../../../schemas/generated/types.js';
import { fieldOf } from './meta-context.js';

/** The records to ask for beside an entity's own, because its numbers or those of its lines count in their units: `expand` of the API, empty where none. */
export function unitsBeside(entity: MetaEntity, entities: ReadonlyMap<string, MetaEntity>): string {
  const lines = entity.fields.flatMap(({ type, target }) => (type === 'lines' ? (entities.get(target ?? '')?.fields ?? []) : []));
  const ofParent = lines.flatMap(({ unit }) => (unit?.startsWith('parent.') === true ? unit.slice('parent.'.length) : []));
  return [...new Set(pathsTo([...entity.fields.flatMap(({ unit }) => unit ?? []), ...ofParent], entity, entities))].join(',');
}

/** The ways to the records in which units stand, as far as they are seen. */
export function pathsTo(units: readonly string[], entity: MetaEntity, entities: ReadonlyMap<string, MetaEntity>): readonly string[] {
  return units.flatMap((unit) => {
    const path = unit.split('.').slice(0, -1);
    return path.length > 0 && isSeen(entity, path, entities) ? [path.join('.')] : [];
  });
}

function isSeen(entity: MetaEntity, [name, ...rest]: readonly string[], entities: ReadonlyMap<string, MetaEntity>): boolean {
  if (name === undefined) return true;
  const target = entities.get(fieldOf(entity, name)?.target ?? '');
  return target !== undefined && isSeen(target, rest, entities);
}

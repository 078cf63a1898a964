import type { Entity } from './model.js';

/** The entities of a record's lines, in the order of its fields. */
export function linesOf({ entities }: { readonly entities: ReadonlyMap<string, Entity> }, { fields }: Pick<Entity, 'fields'>): readonly Entity[] {
  return [...fields.values()].flatMap(({ type, target }) => (type === 'lines' ? (entities.get(target ?? '') ?? []) : []));
}

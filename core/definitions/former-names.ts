import type { Entity, Field } from './model.js';

/** Names that a field had before, the latest first. */
export function formerNames(field: Pick<Field, 'declaration'>): readonly string[] {
  return asList(field.declaration?.formerly);
}

/** Keys that the options of an enum, or the states of a lifecycle, had before, each with its key of today. */
export function formerOptions(entity: Pick<Entity, 'lifecycle'>, field: Pick<Field, 'type' | 'declaration'>): ReadonlyMap<string, string> {
  const { declaration } = field;
  if (declaration?.type === 'enum') return turned(Object.entries(declaration.options));
  if (field.type !== 'state' || entity.lifecycle === null) return new Map();
  return turned([...entity.lifecycle.states.values()].map((state) => [state.name, state.declaration] as const));
}

/** One name or several, as `formerly` takes them. */
export function asList(names: string | readonly string[] | undefined): readonly string[] {
  if (names === undefined) return [];
  return typeof names === 'string' ? [names] : names;
}

function turned(entries: readonly (readonly [string, { readonly formerly?: string | readonly string[] }])[]): ReadonlyMap<string, string> {
  return new Map(entries.flatMap(([key, { formerly }]) => asList(formerly).map((before) => [before, key] as const)));
}

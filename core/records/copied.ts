import type { Entity, Field, Model } from '../definitions/model.js';

/** Whether a field of an entity, of those that copies take at all, comes along this time. */
export type Takes = (entity: Entity, field: Field) => boolean;

/**
 * What a copy of a record starts with, of the record as the API spells it: the body that makes it, with `_labels` beside. Numbers, formulas, states, pictures,
 * secrets and what is unique stay behind; lines come as new ones.
 */
export function copied(model: Model, entity: Entity, record: unknown, takes: Takes): Readonly<Record<string, unknown>> {
  const from = membersOf(record);
  const labels = membersOf(from.get('_labels'));
  const fields = [...entity.fields.values()].filter((field) => field.isCopied && takes(entity, field) && (from.get(field.name) ?? null) !== null);
  const valueOf = (field: Field): unknown => {
    const value = from.get(field.name);
    const line = field.type === 'lines' ? model.entities.get(field.target ?? '') : undefined;
    return line !== undefined && Array.isArray(value) ? value.map((one: unknown) => copied(model, line, one, takes)) : value;
  };
  return {
    ...Object.fromEntries(fields.map((field) => [field.name, valueOf(field)])),
    _labels: Object.fromEntries(fields.flatMap(({ name }) => (labels.has(name) ? [[name, labels.get(name)]] : []))),
  };
}

function membersOf(json: unknown): ReadonlyMap<string, unknown> {
  return new Map(typeof json === 'object' && json !== null && !Array.isArray(json) ? Object.entries(json) : []);
}

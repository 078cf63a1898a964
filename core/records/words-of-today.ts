import { formerNames, formerOptions } from '../definitions/former-names.js';
import type { Entity, Field, Model } from '../definitions/model.js';
import type { Change } from './write/history-of.js';

/** A change as it was written down, told in the names that fields, options and states have today: history is read anew and never rewritten. */
export function inWordsOfToday(model: Model, entity: Entity, change: Change): Change {
  const [first = '', second] = change.field.split('.');
  const field = fieldCalled(entity, first);
  if (field === undefined) return change;
  if (second === undefined) return { ...change, field: field.name, ...valuesOf(entity, field, change) };
  const line = model.entities.get(field.target ?? '');
  const inner = line === undefined ? undefined : fieldCalled(line, second);
  if (line === undefined || inner === undefined) return { ...change, field: `${field.name}.${second}` };
  return { ...change, field: `${field.name}.${inner.name}`, ...valuesOf(line, inner, change) };
}

function fieldCalled(entity: Entity, name: string): Field | undefined {
  return entity.fields.get(name) ?? [...entity.fields.values()].find((field) => formerNames(field).includes(name));
}

function valuesOf(entity: Entity, field: Field, { from, to }: Change): Pick<Change, 'from' | 'to'> {
  const keys = formerOptions(entity, field);
  const today = (value: Change['from']): Change['from'] => (typeof value === 'string' ? (keys.get(value) ?? value) : value);
  return { from: today(from), to: today(to) };
}

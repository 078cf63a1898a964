import { evaluate } from '../../definitions/expressions/evaluate.js';
import type { FieldValue } from '../../definitions/field-types/field-type.js';
import type { Entity, Field, Model } from '../../definitions/model.js';
import type { Caller } from '../../kernel/caller.js';
import { environmentOf } from './compute.js';
import { isSame, type Draft } from './draft.js';

/** One field's step in the history; of lines `lines.quantity` with the line's id, or `lines` with the label of one that came or went. */
export interface Change {
  readonly field: string;
  readonly from: FieldValue;
  readonly to: FieldValue;
  readonly line?: string;
}

/** What differs between two stands of a record. Formulas, converted amounts and quantities follow from the rest and are left out. */
export function changesBetween(model: Model, caller: Caller, entity: Entity, before: Draft | null, after: Draft | null): readonly Change[] {
  const fields = fieldChanges(entity, before, after, '');
  const lines = [...entity.fields.values()]
    .filter((field) => field.type === 'lines')
    .flatMap((field) => lineChanges(model, caller, entity, field.name, before, after));
  return [...fields, ...lines];
}

function fieldChanges(entity: Entity, before: Draft | null, after: Draft | null, prefix: string, line?: string): readonly Change[] {
  return [...entity.fields.values()].flatMap((field) => {
    const isKept = (!field.isSystem || field.type === 'state') && !isFollowing(field) && field.type !== 'lines';
    const from = before?.values.get(field.name) ?? null;
    const to = after?.values.get(field.name) ?? null;
    if (!isKept || isSame(from, to) || (isNothing(from) && isNothing(to))) return [];
    return [{ field: `${prefix}${field.name}`, from: told(field, from), to: told(field, to), ...(line === undefined ? {} : { line }) }];
  });
}

function isFollowing({ formula, converts, convertsQuantity, partOf }: Field): boolean {
  return formula !== null || converts !== null || convertsQuantity !== null || partOf !== undefined;
}

/** Of a secret, that there is one. */
function told(field: Field, value: FieldValue): FieldValue {
  return field.type === 'secret' && value !== null ? true : value;
}

function isNothing(value: FieldValue): boolean {
  return value === null || (Array.isArray(value) && value.length === 0);
}

function lineChanges(model: Model, caller: Caller, entity: Entity, name: string, before: Draft | null, after: Draft | null): readonly Change[] {
  const line = model.entities.get(entity.fields.get(name)?.target ?? '');
  if (line === undefined) return [];
  const old = new Map((before?.lines.get(name) ?? []).map((one) => [one.id, one]));
  const now = new Map((after?.lines.get(name) ?? []).map((one) => [one.id, one]));
  const label = (one: Draft): string | null => {
    const text = evaluate(line.title, environmentOf(model, caller, line, one));
    return typeof text === 'string' ? text : null;
  };
  const came = [...now.values()].filter((one) => !old.has(one.id)).map((one): Change => ({ field: name, from: null, to: label(one), line: one.id }));
  const went = [...old.values()].filter((one) => !now.has(one.id)).map((one): Change => ({ field: name, from: label(one), to: null, line: one.id }));
  const changed = [...now.values()].flatMap((one) => (old.has(one.id) ? fieldChanges(line, old.get(one.id) ?? null, one, `${name}.`, one.id) : []));
  return [...changed, ...went, ...came];
}

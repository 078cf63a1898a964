import type { ClientBase } from 'pg';
import { fieldType } from '../../../definitions/field-types/registry.js';
import type { Field } from '../../../definitions/model.js';
import { messageIn } from '../../../kernel/messages/message.js';
import { ValuesDoNotFit } from './values-do-not-fit.js';

/** A value that a step makes for a field, as SQL, and what stands in the row before; null in a row that is new. */
export interface FittingValue {
  readonly field: Field;
  readonly made: string;
  readonly before: string | null;
}

/** The values of a batch, by the rows that they are made of. */
export interface FittingSql {
  readonly text: string;
  readonly fields: readonly Field[];
}

/** Types whose values have limits that no column keeps. */
const limited: ReadonlySet<string> = new Set(['text', 'integer', 'decimal']);

/** Whether a value of the field may be one that no save would take. */
export function hasLimits(field: Field): boolean {
  return !field.isSystem && !field.isComputed && limited.has(fieldType(field.type).storage(field).kind);
}

export function fittingSql(values: readonly FittingValue[], row: string, source: string): FittingSql | null {
  if (values.length === 0) return null;
  const list = (texts: readonly string[]): string => `ARRAY[${texts.map((text) => `(${text})::text`).join(', ')}]`;
  const made = list(values.map((one) => one.made));
  const before = list(values.map((one) => one.before ?? 'NULL'));
  return { text: `SELECT ${row}.id::text AS id, ${made} AS made, ${before} AS before ${source}`, fields: values.map(({ field }) => field) };
}

/** Refuses what a save would refuse, as a text that is too long, before anything is written. What stands in the row already may stay. */
export async function demandFitting(client: ClientBase, { text, fields }: FittingSql, parameters: readonly unknown[]): Promise<void> {
  const { rows } = await client.query<{ id: string; made: readonly (string | null)[]; before: readonly (string | null)[] }>(text, [...parameters]);
  const wrong = rows.flatMap(({ id, made, before }) => fields.flatMap((field, place) => (made[place] === before[place] ? [] : told(id, field, made[place]))));
  if (wrong.length > 0) throw new ValuesDoNotFit(wrong);
}

function told(id: string, field: Field, value: string | null | undefined): readonly string[] {
  if (value === null || value === undefined) return [];
  const taken = fieldType(field.type).accept(value, field);
  return taken.kind === 'refused' ? [`row ${id}, ${field.name}: ${messageIn(taken.code, taken.params, 'en')}`] : [];
}

import { identifier, join, sql, value } from '../../data/sql.js';
import { parameterType } from '../../data/query/condition-sql.js';
import { DateValue } from '../../definitions/expressions/date-value.js';
import type { Entity, Field } from '../../definitions/model.js';
import { UserError } from '../../kernel/user-error.js';
import type { WriteHook, WriteStep } from '../hooks.js';
import { nestedPlatform } from '../nested-platform.js';
import { updateRecord } from '../update-record.js';

/** A new dated record ends the one that was valid until further notice on the day before, with the rights of whoever makes it. */
export const datedHook: WriteHook = {
  appliesTo: (entity) => entity.dated?.closesEarlier === true,
  check: async (step) => {
    const { entity, before, after } = step;
    const start = after?.values.get(entity.dated?.from ?? '');
    if (before !== null || after === null || typeof start !== 'string' || entity.dated === null) return [];
    const earlier = await openBefore(step, start);
    if (earlier !== null) await endOn(step, earlier, entity.dated.to, dayBefore(start));
    return [];
  },
};

/** The record with the same keys that began earlier and has no end. Those who ask for the same keys wait for each other. */
async function openBefore({ tx, entity, after }: WriteStep, start: string): Promise<string | null> {
  const { by, from, to } = entity.noOverlap.get('dated') ?? { by: [], from: '', to: '' };
  const keys = by.map((name) => ({ field: fieldOf(entity, name), content: after?.values.get(name) ?? null }));
  await tx.rows(
    sql`SELECT pg_advisory_xact_lock(hashtext(${value(`dated ${entity.table}`, 'text')}), hashtext(${value(JSON.stringify(keys.map((key) => key.content)), 'text')}) & 1023)`,
  );
  const same = keys.map(({ field, content }) => sql`${identifier(field.column)} IS NOT DISTINCT FROM ${value(content, parameterType(field))}`);
  const [start_, end] = [identifier(fieldOf(entity, from).column), identifier(fieldOf(entity, to).column)];
  const where = join([...same, sql`${start_} < ${value(start, 'date')}`, sql`${end} IS NULL`], ' AND ');
  const [row] = await tx.rows(sql`SELECT id::text AS id FROM ${identifier(entity.table)} WHERE ${where} LIMIT 1`);
  return row === undefined ? null : String(row['id']);
}

/** Who may not change the earlier one is told, as anybody else, that two would be valid. */
async function endOn({ platform, tx, caller, entity }: WriteStep, id: string, to: string, day: string): Promise<void> {
  try {
    await updateRecord(nestedPlatform(platform, tx), caller, entity, id, { [to]: day }, { mode: 'patch', byStep: 'other' });
  } catch (error) {
    if (!(error instanceof UserError) || (error.status !== 403 && error.status !== 404)) throw error;
  }
}

function dayBefore(day: string): string {
  return DateValue.parse(day)?.addDays(-1)?.text ?? day;
}

function fieldOf(entity: Entity, name: string): Field {
  const field = entity.fields.get(name);
  if (field === undefined) throw new Error(`${entity.id} has no field ${name}`);
  return field;
}

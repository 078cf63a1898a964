import type { Column } from '../data/column.js';
import { columnsOf } from '../data/columns.js';
import type { Executor } from '../data/database.js';
import { identifier, join, literal, raw, sql, value, type Sql } from '../data/sql.js';
import { recordId } from '../definitions/field-types/reference.js';
import type { Entity, Field, Model } from '../definitions/model.js';
import type { Caller } from '../kernel/caller.js';
import { getRecord, notFound } from './get-record.js';
import type { Platform } from './platform.js';
import { lockRow } from './write/load-draft.js';
import { recompute } from './write/recompute.js';
import { historySql } from './write/write-sql.js';

/** What stands in a required text that was erased. */
const erasedText = '—';

/** The personal fields of one record, its lines among them, as they are now. Throws 404. */
export async function exportPersonal(platform: Platform, caller: Caller, entity: Entity, id: string): Promise<Readonly<Record<string, unknown>>> {
  return personalOf(platform.model, entity, JSON.parse(await getRecord(platform, caller, entity, id)));
}

/**
 * Erases the personal fields of one record and its lines, from the record, from its history and from events about it. Values that others copied stay with them.
 * Not taken back by anything. Throws 404.
 */
export async function erasePersonal(platform: Platform, caller: Caller, entity: Entity, id: string): Promise<readonly string[]> {
  const key = recordId(id);
  if (key === null) throw notFound(entity, caller);
  const parts = [{ entity, field: null }, ...linesOf(platform.model, entity)];
  const names = parts.flatMap((part) => personalFields(part.entity).map((field) => (part.field === null ? field.name : `${part.field}.${field.name}`)));
  await platform.database.transaction(async (tx) => {
    await lockRow(tx, entity, key);
    const isThere = await tx.text(sql`SELECT id::text FROM ${identifier(entity.table)} WHERE id = ${value(key, 'uuid')}`);
    if (isThere === null) throw notFound(entity, caller);
    await tx.rows(eraseHistory(entity, key, names));
    await tx.rows(sql`DELETE FROM trellis_idempotency WHERE strpos(body, ${value(key, 'text')}) > 0`);
    for (const part of parts) await eraseRows(tx, part.entity, part.field === null ? 'id' : 'parent_id', key);
    await recompute(platform, tx, caller, entity, key);
    await tx.rows(eraseEvents(entity, key));
    await tx.rows(historySql(entity, key, { caller, op: 'action', action: 'erase-personal', changes: [] }));
  });
  platform.onWritten?.(entity);
  return names;
}

function personalFields(entity: Entity): readonly Field[] {
  return [...entity.fields.values()].filter((field) => field.dataClass === 'personal' && field.formula === null);
}

function linesOf(model: Model, entity: Entity): readonly { readonly entity: Entity; readonly field: string }[] {
  return [...entity.fields.values()].flatMap((field) => {
    const line = field.type === 'lines' ? model.entities.get(field.target ?? '') : undefined;
    return line === undefined ? [] : [{ entity: line, field: field.name }];
  });
}

function personalOf(model: Model, entity: Entity, record: unknown): Readonly<Record<string, unknown>> {
  const members = new Map<string, unknown>(typeof record === 'object' && record !== null ? Object.entries(record) : []);
  const lines = linesOf(model, entity).flatMap(({ entity: line, field }) => {
    const rows = members.get(field);
    return personalFields(line).length > 0 && Array.isArray(rows) ? [[field, rows.map((row: unknown) => personalOf(model, line, row))] as const] : [];
  });
  return { ...Object.fromEntries(personalFields(entity).map(({ name }) => [name, members.get(name) ?? null])), ...Object.fromEntries(lines) };
}

async function eraseRows(tx: Executor, entity: Entity, key: 'id' | 'parent_id', id: string): Promise<void> {
  const columns = columnsOf(entity);
  const sets = personalFields(entity).flatMap((field) => {
    const column = columns.find((one) => one.field === field.name);
    return column === undefined ? [] : [sql`${identifier(column.name)} = ${emptyOf(column)}`];
  });
  const stamp = key === 'id' ? [raw('version = version + 1'), raw('updated_at = now()')] : [];
  if (sets.length > 0)
    await tx.rows(sql`UPDATE ${identifier(entity.table)} SET ${join([...sets, ...stamp], ', ')} WHERE ${identifier(key)} = ${value(id, 'uuid')}`);
}

function emptyOf({ nullable, sqlType }: Column): Sql {
  if (nullable) return raw('NULL');
  return sqlType === 'jsonb' ? raw("'[]'::jsonb") : literal(erasedText);
}

/** What was, becomes nothing; that something was stays. Lines are told by a title that may hold what is erased. */
function eraseHistory(entity: Entity, id: string, names: readonly string[]): Sql {
  const lines = new Set(names.flatMap((name) => (name.includes('.') ? [name.split('.')[0] ?? ''] : [])));
  const erased = value([...names, ...lines], 'text[]');
  return sql`UPDATE trellis_change SET changes = (
      SELECT coalesce(jsonb_agg(CASE WHEN c ->> 'field' = ANY(${erased}) THEN c || '{"from": null, "to": null}' ELSE c END ORDER BY at), '[]'::jsonb)
      FROM jsonb_array_elements(changes) WITH ORDINALITY AS e (c, at))
    WHERE record_id = ${value(id, 'uuid')} AND entity = ${literal(entity.id)}`;
}

function eraseEvents(entity: Entity, id: string): Sql {
  const columns = value(
    personalFields(entity).map((field) => field.column),
    'text[]',
  );
  return sql`UPDATE trellis_event SET before = before - ${columns}, after = after - ${columns} WHERE record_id = ${value(id, 'uuid')} AND entity = ${literal(entity.id)}`;
}

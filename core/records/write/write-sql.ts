import { columnsOf } from '../../data/columns.js';
import { identifier, join, literal, raw, sql, value, type Sql } from '../../data/sql.js';
import type { FieldValue } from '../../definitions/field-types/field-type.js';
import type { Entity, Field, Model } from '../../definitions/model.js';
import type { Caller } from '../../kernel/caller.js';
import { newId } from '../../kernel/ids.js';
import { isSame, type Draft } from './draft.js';
import type { Change } from './history-of.js';

/** One change of one record, ready to be written. */
export interface Writing {
  readonly model: Model;
  readonly entity: Entity;
  readonly draft: Draft;
  readonly before: Draft | null;
  readonly caller: Caller;
  readonly op: 'created' | 'updated' | 'action';
  readonly action: string | null;
  readonly changes: readonly Change[];
}

/** One statement that writes the record, its lines, its links and its history. */
export function writeSql(writing: Writing): Sql {
  const record = writing.before === null ? insertRecord(writing) : updateRecord(writing);
  const parts = [record, ...lineParts(writing), ...linkParts(writing), historySql(writing.entity, writing.draft.id, writing)];
  const named = parts.map((part, index) => sql`${identifier(`w${index}`)} AS (${part})`);
  return sql`WITH ${join(named, ', ')} SELECT ${causeSql({ ...writing, record: writing.draft.id })}`;
}

/** Told to the trigger that writes event rows, which fires when the statement is done. */
export function causeSql({ caller, action, record }: Pick<Writing, 'caller' | 'action'> & { readonly record?: string }): Sql {
  const { runId = null, depth = 0, isQuiet = false } = caller.cause ?? {};
  const cause = { actor: caller.userId, action, record, run: runId, depth, quiet: isQuiet };
  return sql`set_config('trellis.cause', ${value(JSON.stringify(cause), 'text')}, true)`;
}

interface Cell {
  readonly column: string;
  readonly sqlType: string;
  readonly field: string;
}

/** Columns that are written by name, generated ones apart. */
function cellsOf(entity: Entity, names: ReadonlySet<string> | null): readonly Cell[] {
  return columnsOf(entity).flatMap((column) =>
    column.field === null || column.generated !== null || (names !== null && !names.has(column.field))
      ? []
      : [{ column: column.name, sqlType: column.sqlType, field: column.field }],
  );
}

function shape(cells: readonly Cell[], extra: readonly string[] = []): Sql {
  return raw([...extra, ...cells.map((cell) => `"${cell.column}" ${cell.sqlType}`)].join(', '));
}

function names(cells: readonly Cell[]): Sql {
  return join(
    cells.map((cell) => identifier(cell.column)),
    ', ',
  );
}

function rowOf(
  cells: readonly Cell[],
  values: ReadonlyMap<string, FieldValue>,
  more: Readonly<Record<string, unknown>> = {},
): Readonly<Record<string, unknown>> {
  return { ...Object.fromEntries(cells.map((cell) => [cell.column, values.get(cell.field) ?? null])), ...more };
}

const stamped = new Set(['id', 'createdAt', 'createdBy', 'updatedAt', 'updatedBy', 'version', 'parent', 'position']);

function ownFields(entity: Entity): ReadonlySet<string> {
  // Rollups are written with the postings that they sum up, and what follows from other records by the database itself.
  const isOwn = (field: Field): boolean => !stamped.has(field.name) && field.declaration?.type !== 'rollup' && !field.isDerived;
  return new Set([...entity.fields.values()].filter(isOwn).map((field) => field.name));
}

function insertRecord({ entity, draft, caller }: Writing): Sql {
  const cells = cellsOf(entity, ownFields(entity));
  const row = value(JSON.stringify(rowOf(cells, draft.values)), 'jsonb');
  const actor = value(caller.userId, 'uuid');
  return sql`INSERT INTO ${identifier(entity.table)} (id, created_at, created_by, updated_at, updated_by, version${cells.length === 0 ? raw('') : sql`, ${names(cells)}`})
    SELECT ${value(draft.id, 'uuid')}, now(), ${actor}, now(), ${actor}, 1${cells.length === 0 ? raw('') : sql`, ${names(cells)}`} FROM jsonb_to_record(${row}) AS d(${cells.length === 0 ? raw('nothing text') : shape(cells)})`;
}

function updateRecord({ entity, draft, before, caller }: Writing): Sql {
  const changed = [...ownFields(entity)].filter((name) => !isSame(draft.values.get(name), before?.values.get(name)));
  const cells = cellsOf(entity, new Set(changed));
  const sets = cells.map((cell) => sql`${identifier(cell.column)} = d.${identifier(cell.column)}`);
  const row = value(JSON.stringify(rowOf(cells, draft.values)), 'jsonb');
  return sql`UPDATE ${identifier(entity.table)} t SET updated_at = now(), updated_by = ${value(caller.userId, 'uuid')}, version = t.version + 1${sets.length === 0 ? raw('') : sql`, ${join(sets, ', ')}`}
    FROM jsonb_to_record(${row}) AS d(${cells.length === 0 ? raw('nothing text') : shape(cells)}) WHERE t.id = ${value(draft.id, 'uuid')}`;
}

/** Formulas of records or lines of one entity, computed anew. */
export interface Formulas {
  readonly entity: Entity;
  readonly drafts: readonly Draft[];
  readonly names: readonly string[];
}

/** One statement that writes formulas alone. */
export function formulasSql(parts: readonly Formulas[], caller: Caller): Sql {
  const updates = parts.map(({ entity, drafts, names }, index) => {
    const cells = cellsOf(entity, new Set(names));
    const sets = cells.map((cell) => sql`${identifier(cell.column)} = d.${identifier(cell.column)}`);
    const rows = value(JSON.stringify(drafts.map((draft) => rowOf(cells, draft.values, { id: draft.id }))), 'jsonb');
    return sql`${identifier(`w${index}`)} AS (UPDATE ${identifier(entity.table)} t SET ${join(sets, ', ')} FROM jsonb_to_recordset(${rows}) AS d(${shape(cells, ['id uuid'])}) WHERE t.id = d.id)`;
  });
  return sql`WITH ${join(updates, ', ')} SELECT ${causeSql({ caller, action: null })}`;
}

function lineParts({ model, entity, draft, before }: Writing): readonly Sql[] {
  return [...draft.lines].flatMap(([name, lines]) => {
    const line = model.entities.get(entity.fields.get(name)?.target ?? '');
    return line === undefined ? [] : linesSql(line, draft.id, lines, before?.lines.get(name) ?? []);
  });
}

/** Rows of lines are few and small: all that stay are updated when one of them changed. */
function linesSql(line: Entity, ownerId: string, lines: readonly Draft[], before: readonly Draft[]): readonly Sql[] {
  const cells = cellsOf(line, ownFields(line));
  const known = new Map(before.map((one, index) => [one.id, { one, index }]));
  const rows = lines.map((one, position) => ({ one, position, old: known.get(one.id) }));
  const fresh = rows.filter((row) => row.old === undefined);
  const changed = rows.filter(
    ({ one, position, old }) =>
      old !== undefined && (old.index !== position || cells.some((cell) => !isSame(one.values.get(cell.field), old.one.values.get(cell.field)))),
  );
  const gone = before.filter((one) => !lines.some((kept) => kept.id === one.id)).map((one) => one.id);
  const json = (chosen: typeof rows): ReturnType<typeof value> =>
    value(JSON.stringify(chosen.map(({ one, position }) => rowOf(cells, one.values, { id: one.id, position }))), 'jsonb');
  const table = identifier(line.table);
  const owner = value(ownerId, 'uuid');
  const columns = cells.length === 0 ? raw('') : sql`, ${names(cells)}`;
  const sets = join([sql`position = d.position`, ...cells.map((cell) => sql`${identifier(cell.column)} = d.${identifier(cell.column)}`)], ', ');
  const type = shape(cells, ['id uuid', 'position integer']);
  return [
    ...(gone.length === 0 ? [] : [sql`DELETE FROM ${table} WHERE parent_id = ${owner} AND id = ANY(${value(gone, 'uuid[]')})`]),
    ...(changed.length === 0
      ? []
      : [sql`UPDATE ${table} t SET ${sets} FROM jsonb_to_recordset(${json(changed)}) AS d(${type}) WHERE t.id = d.id AND t.parent_id = ${owner}`]),
    ...(fresh.length === 0
      ? []
      : [
          sql`INSERT INTO ${table} (id, parent_id, position${columns}) SELECT id, ${owner}, position${columns} FROM jsonb_to_recordset(${json(fresh)}) AS d(${type})`,
        ]),
  ];
}

/** Links of the record and of its lines; those of lines that go, go with them. */
function linkParts({ model, entity, draft, before }: Writing): readonly Sql[] {
  const own = [...entity.fields.values()].filter((field) => field.type === 'many-to-many').flatMap((field) => linksSql(field, draft, before));
  const ofLines = [...draft.lines].flatMap(([name, lines]) => {
    const line = model.entities.get(entity.fields.get(name)?.target ?? '');
    const links = [...(line?.fields.values() ?? [])].filter((field) => field.type === 'many-to-many');
    const known = new Map(links.length === 0 ? [] : (before?.lines.get(name) ?? []).map((one) => [one.id, one]));
    return links.flatMap((field) => lines.flatMap((one) => linksSql(field, one, known.get(one.id) ?? null)));
  });
  return [...own, ...ofLines];
}

function linksSql(field: Field, draft: Draft, before: Draft | null): readonly Sql[] {
  const now = idsOf(draft.values.get(field.name));
  const old = idsOf(before?.values.get(field.name));
  const fresh = now.filter((id) => !old.includes(id));
  const gone = old.filter((id) => !now.includes(id));
  const table = identifier(field.column);
  const owner = value(draft.id, 'uuid');
  return [
    ...(gone.length === 0 ? [] : [sql`DELETE FROM ${table} WHERE owner_id = ${owner} AND target_id = ANY(${value(gone, 'uuid[]')})`]),
    ...(fresh.length === 0 ? [] : [sql`INSERT INTO ${table} (owner_id, target_id) SELECT ${owner}, unnest(${value(fresh, 'uuid[]')})`]),
  ];
}

function idsOf(content: FieldValue | undefined): readonly string[] {
  return Array.isArray(content) ? content.map(String) : [];
}

/** An entry of the change history. */
export function historySql(
  entity: Entity,
  recordId: string,
  entry: {
    readonly caller: Caller;
    readonly op: 'created' | 'updated' | 'deleted' | 'action';
    readonly action: string | null;
    readonly changes: readonly Change[];
  },
): Sql {
  return sql`INSERT INTO trellis_change (id, entity, record_id, actor, run, op, action, changes) VALUES (${value(newId(), 'uuid')}, ${literal(entity.id)}, ${value(recordId, 'uuid')}, ${value(entry.caller.userId, 'uuid')}, ${value(entry.caller.cause?.runId ?? null, 'uuid')}, ${literal(entry.op)}, ${value(entry.action, 'text')}, ${value(JSON.stringify(entry.changes), 'jsonb')})`;
}

import type { Field } from '../../definitions/model.js';
import { identifier, join, keyName, literal, raw, sql, type Sql } from '../sql.js';
import { jsonValue } from './json-value.js';
import { anyMemberFields } from './any-reference-sql.js';
import { treeColumns } from './tree-sql.js';
import { allOf, masked, type QueryContext, type RowSource } from './query-context.js';

/** What of a record is asked for. */
export interface Wanted {
  /** Names of fields; null for all that are seen. */
  readonly fields: ReadonlySet<string> | null;
  /** References and lines to put beside their ids, each with what of it is wanted. */
  readonly expand: ReadonlyMap<string, Wanted>;
  /** Lines come along unasked. */
  readonly hasLines: boolean;
  readonly hasLabels: boolean;
}

export const wholeRecord: Wanted = { fields: null, expand: new Map(), hasLines: true, hasLabels: true };
export const listedRecord: Wanted = { ...wholeRecord, hasLines: false };

/** The columns of a record as the API names them, for row_to_json. */
export function recordColumns(context: QueryContext, source: RowSource, wanted: Wanted): Sql {
  const isLine = source.entity.parent !== null;
  const fields = [...source.entity.fields.values()].filter(
    (field) => context.seen(source, field).kind !== 'nowhere' && !(isLine && (field.name === 'parent' || field.name === 'position')),
  );
  const chosen = fields.filter((field) => wanted.fields === null || wanted.fields.has(field.name) || field.name === 'id' || field.name === 'version');
  // The version stands before anything nested, where the ETag is read from.
  const ordered = [
    ...chosen.filter((field) => field.name === 'id' || field.name === 'version'),
    ...chosen.filter((field) => field.name !== 'id' && field.name !== 'version'),
  ];
  const values = ordered.filter((field) => field.type !== 'lines').map((field) => named(field.name, valueOf(context, source, field)));
  const lines = chosen.filter((field) => field.type === 'lines' && (wanted.hasLines || wanted.expand.has(field.name)));
  return join(
    [
      ...values,
      ...(wanted.hasLabels ? labels(context, source, chosen, isLine) : []),
      ...(wanted.hasLabels ? treeColumns(context, source).map(([name, content]) => named(name, content)) : []),
      ...(wanted.hasLabels ? files(context, source, chosen) : []),
      ...restricted(context, source, chosen),
      ...[...wanted.expand].flatMap(([name, inner]) => expanded(context, source, name, inner)),
      ...lines.map((field) => named(field.name, linesOf(context, source, field, wanted.expand.get(field.name) ?? { ...wholeRecord, expand: new Map() }))),
    ],
    ', ',
  );
}

function named(name: string, content: Sql): Sql {
  return sql`${content} AS ${keyName(name)}`;
}

function valueOf(context: QueryContext, source: RowSource, field: Field): Sql {
  if (field.type !== 'many-to-many') return jsonValue(field, context.column(source, field));
  const list = sql`coalesce((SELECT json_agg(m.target_id ORDER BY m.target_id) FROM ${identifier(field.column)} m WHERE m.owner_id = ${source.alias}.id), '[]'::json)`;
  return masked(context.seen(source, field), list);
}

function labels(context: QueryContext, source: RowSource, fields: readonly Field[], isLine: boolean): readonly Sql[] {
  const pairs = fields
    .filter((field) => field.type === 'reference' || field.type === 'many-to-many' || field.type === 'any-reference')
    .map((field) => sql`${labelsOf(context, source, field)} AS ${keyName(field.name)}`);
  const own = isLine ? [] : [named('_label', context.label(source))];
  return pairs.length === 0 ? own : [...own, sql`(SELECT row_to_json(_row) FROM (SELECT ${join(pairs, ', ')}) _row) AS "_labels"`];
}

function labelsOf(context: QueryContext, source: RowSource, field: Field): Sql {
  if (field.type === 'any-reference')
    return sql`coalesce(${join(
      anyMemberFields(source.entity, field).map((one) => labelsOf(context, source, one)),
      ', ',
    )})`;
  const other = context.source(context.target(field));
  const table = sql`${identifier(other.entity.table)} ${other.alias}`;
  if (field.type === 'reference') {
    const where = allOf([sql`${other.alias}.id = ${context.column(source, field)}`, context.rowCondition(other)]);
    return sql`(SELECT ${context.label(other)} FROM ${table} WHERE ${where})`;
  }
  const label = masked(rowsSeen(context, other), context.label(other));
  const list = sql`(SELECT json_agg(${label} ORDER BY m.target_id) FROM ${identifier(field.column)} m JOIN ${table} ON ${other.alias}.id = m.target_id WHERE m.owner_id = ${source.alias}.id)`;
  return masked(context.seen(source, field), sql`coalesce(${list}, '[]'::json)`);
}

function rowsSeen(context: QueryContext, source: RowSource): ReturnType<QueryContext['seen']> {
  return context.sight.rows(source.entity, source.alias);
}

const described: ReadonlySet<Field['type']> = new Set(['file', 'files', 'signature']);

/** What is known of attached files, by field: lists in the order of the value. */
function files(context: QueryContext, source: RowSource, fields: readonly Field[]): readonly Sql[] {
  const pairs = fields.filter(({ type }) => described.has(type)).map((field) => sql`${filesOf(context, source, field)} AS ${keyName(field.name)}`);
  return pairs.length === 0 ? [] : [sql`(SELECT row_to_json(_row) FROM (SELECT ${join(pairs, ', ')}) _row) AS "_files"`];
}

function filesOf(context: QueryContext, source: RowSource, field: Field): Sql {
  const column = context.column(source, field);
  const ids = field.type === 'files' ? sql`ARRAY(SELECT jsonb_array_elements_text(${column}))::uuid[]` : sql`ARRAY[${column}]::uuid[]`;
  const told = raw(
    `'id', f.id, 'name', f.name, 'mediaType', f.media_type, 'bytes', f.bytes, 'by', f.uploaded_by_name, 'at', to_char(f.uploaded_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`,
  );
  return sql`coalesce((SELECT json_agg(json_build_object(${told}) ORDER BY array_position(${ids}, f.id)) FROM trellis_file f WHERE f.id = ANY(${ids})), '[]'::json)`;
}

/** Names of fields whose value is hidden in this row, and of references to records that are. Nothing at all where nothing can be. */
function restricted(context: QueryContext, source: RowSource, fields: readonly Field[]): readonly Sql[] {
  const cases = fields.flatMap((field) => [...hiddenValue(context, source, field), ...hiddenTarget(context, source, field)]);
  return cases.length === 0 ? [] : [sql`to_json(array_remove(ARRAY[${join(cases, ', ')}]::text[], NULL)) AS "_restricted"`];
}

function hiddenValue(context: QueryContext, source: RowSource, field: Field): readonly Sql[] {
  const seen = context.seen(source, field);
  return seen.kind === 'where' ? [sql`CASE WHEN NOT coalesce(${seen.condition}, false) THEN ${literal(field.name)} END`] : [];
}

function hiddenTarget(context: QueryContext, source: RowSource, field: Field, name = field.name): readonly Sql[] {
  if (field.type === 'any-reference') return anyMemberFields(source.entity, field).flatMap((one) => hiddenTarget(context, source, one, field.name));
  if (field.type !== 'reference') return [];
  const other = context.source(context.target(field));
  const condition = context.rowCondition(other);
  if (condition === null) return [];
  const column = context.column(source, field);
  const isThere = sql`EXISTS (SELECT 1 FROM ${identifier(other.entity.table)} ${other.alias} WHERE ${other.alias}.id = ${column} AND ${condition})`;
  return [sql`CASE WHEN ${column} IS NOT NULL AND NOT ${isThere} THEN ${literal(name)} END`];
}

/** The record of a reference beside its id: `_owner`; null when it is not seen. */
function expanded(context: QueryContext, source: RowSource, name: string, wanted: Wanted): readonly Sql[] {
  const field = source.entity.fields.get(name);
  if (field?.type === 'any-reference') {
    const records = anyMemberFields(source.entity, field).map((one) => expandedRecord(context, source, one, wanted));
    return [named(`_${name}`, sql`coalesce(${join(records, ', ')})`)];
  }
  return field?.type === 'reference' ? [named(`_${name}`, expandedRecord(context, source, field, wanted))] : [];
}

function expandedRecord(context: QueryContext, source: RowSource, field: Field, wanted: Wanted): Sql {
  const other = context.source(context.target(field));
  const where = allOf([sql`${other.alias}.id = ${context.column(source, field)}`, context.rowCondition(other)]);
  const record = sql`SELECT row_to_json(_row) FROM (SELECT ${recordColumns(context, other, wanted)} FROM ${identifier(other.entity.table)} ${other.alias} WHERE ${where}) _row`;
  return sql`(${record})`;
}

function linesOf(context: QueryContext, source: RowSource, field: Field, wanted: Wanted): Sql {
  const line = context.source(context.target(field), source.alias);
  const rows = sql`SELECT ${recordColumns(context, line, { ...wanted, hasLines: true })} FROM ${identifier(line.entity.table)} ${line.alias} WHERE ${line.alias}.parent_id = ${source.alias}.id ORDER BY ${line.alias}.position, ${line.alias}.id`;
  return masked(context.seen(source, field), sql`coalesce((SELECT json_agg(_row) FROM (${rows}) _row), ${raw("'[]'::json")})`);
}

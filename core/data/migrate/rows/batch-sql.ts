import type { DataStep } from '../../../definitions/data-migration.js';
import type { CheckedExpression } from '../../../definitions/expressions/checked.js';
import { systemUserId } from '../../../kernel/caller.js';
import type { FieldType } from '../../../definitions/field-types/field-type.js';
import { fieldType } from '../../../definitions/field-types/registry.js';
import { formerOptions } from '../../../definitions/former-names.js';
import { conditionToSql, expressionToSql } from '../../expression-sql.js';
import { quoted, quotedText } from '../../quoted.js';
import { raw, type Sql } from '../../sql.js';
import { renamedOption } from '../expansion.js';
import type { FoundColumn, FoundTable } from './find-frozen.js';
import { fittingSql, hasLimits, type FittingSql, type FittingValue } from './fitting-values.js';
import { frozenNames } from './frozen-names.js';
import { columnKey, type LastWriters } from './last-writers.js';
import { withOptionsOfToday } from './options-of-today.js';
import { createdHistory, updatedHistory } from './history-sql.js';

/** Statements of one batch of a step; `$1` is the ids of the rows, which are locked, and `$2` what is kept of texts that are cleaned, a list by id. */
export interface BatchSql {
  readonly table: FoundTable;
  /** Id of the last row that is there; only of a step that makes rows of its own table, and would else come to what it makes. */
  readonly until: string | null;
  /** Ids of the rows after `$1` and up to `$2`, locked. */
  readonly next: string;
  /** What it makes of rows for fields that keep a part of a text only; null where there are none. */
  readonly texts: { readonly text: string; readonly cleans: readonly Clean[] } | null;
  /** What it writes where fields have limits; null where there are none. */
  readonly fitting: FittingSql | null;
  /** Gives the ids of the rows that it makes. */
  readonly insert: { readonly into: FoundTable; readonly text: string } | null;
  /** Gives the ids of the rows that it changes. */
  readonly update: string | null;
}

type Clean = NonNullable<FieldType['clean']>;

/** Rows of one transaction, as of every filling. */
const batch = 1000;
const row = 'm';

/** The statements of a step over the tables where they are today; `writers` tells which columns nothing corrects after it. */
export function batchSql(step: DataStep, tables: ReadonlyMap<string, FoundTable>, writers: LastWriters): BatchSql {
  const table = demand(tables, step.table);
  const names = frozenNames(table, raw(row), tables);
  const today = (expression: CheckedExpression): CheckedExpression => withOptionsOfToday(expression, table, tables);
  const condition = step.when === null ? '' : ` AND ${textOf(conditionToSql(today(step.when), names))}`;
  const source = `FROM ${quoted(table.name)} ${row}, (SELECT $2::jsonb AS texts) kept WHERE ${row}.id = ANY($1::uuid[])${condition}`;
  const cleaned: Cleaned[] = [];
  const value = (into: FoundTable, name: string, expression: CheckedExpression): readonly [FoundColumn, string] => {
    const column = demand(into.columns, name);
    const text = textOf(expressionToSql(today(expression), names));
    const clean = into.entity === null || column.field === null ? undefined : fieldType(column.field.type).clean;
    if (clean === undefined) return [column, stored(into, column, text)];
    return [column, `(kept.texts -> ${row}.id::text ->> ${cleaned.push({ text, clean }) - 1})`];
  };
  const into = step.insert === null ? null : demand(tables, step.insert.table);
  const inserted = into === null || step.insert === null ? null : { into, values: [...step.insert.values].map((one) => value(into, ...one)) };
  const set = [...step.set].map((one) => value(table, ...one));
  const last = (of: FoundTable, values: Values): Values => values.filter(([{ name }]) => writers.get(columnKey(of, name)) === step);
  const fitting = [...(inserted === null ? [] : fittingValues(last(inserted.into, inserted.values), null)), ...fittingValues(last(table, set), row)];
  return {
    table,
    until: into?.name === table.name ? `SELECT id::text AS id FROM ${quoted(table.name)} ORDER BY id DESC LIMIT 1` : null,
    next: `SELECT id::text AS id FROM ${quoted(table.name)} WHERE ($1::uuid IS NULL OR id > $1::uuid) AND ($2::uuid IS NULL OR id <= $2::uuid) ORDER BY id LIMIT ${batch} FOR NO KEY UPDATE`,
    texts: textsSql(cleaned, source),
    fitting: fittingSql(fitting, row, source),
    insert: inserted === null ? null : { into: inserted.into, text: insertSql(inserted.into, inserted.values, source) },
    update: set.length === 0 ? null : updateSql(table, set, { source, hasHistory: step.hasHistory }),
  };
}

interface Cleaned {
  readonly text: string;
  readonly clean: Clean;
}

function textsSql(cleaned: readonly Cleaned[], source: string): BatchSql['texts'] {
  if (cleaned.length === 0) return null;
  const texts = cleaned.map(({ text }) => text).join(', ');
  return { text: `SELECT ${row}.id::text AS id, ARRAY[${texts}]::text[] AS texts ${source}`, cleans: cleaned.map(({ clean }) => clean) };
}

type Values = readonly (readonly [column: FoundColumn, value: string])[];

/** Those for fields with limits, where the column is that of the field as it is today. */
function fittingValues(values: Values, alias: string | null): readonly FittingValue[] {
  return values.flatMap(([{ name, field }, made]) =>
    field === null || field.column !== name || !hasLimits(field) ? [] : [{ field, made, before: alias === null ? null : `${alias}.${quoted(name)}` }],
  );
}

function insertSql(into: FoundTable, values: Values, source: string): string {
  const columns = values.map(([{ name }]) => quoted(name));
  return `WITH made AS (INSERT INTO ${quoted(into.name)} (id, ${columns.join(', ')}) SELECT trellis_new_id(), ${values.map(([, text]) => text).join(', ')} ${source} RETURNING *),
    told AS (${createdHistory(into)})
    SELECT id::text AS id FROM made`;
}

function updateSql(table: FoundTable, values: Values, { source, hasHistory }: { readonly source: string; readonly hasHistory: boolean }): string {
  const columns = values.map(([column]) => column);
  const fresh = values.map(([, text], index) => `${text} AS v${index}`);
  const system = [
    ...(table.there.columns.has('version') ? ['version = t.version + 1'] : []),
    ...(table.there.columns.has('updated_at') ? ['updated_at = now()'] : []),
    ...(table.there.columns.has('updated_by') ? [`updated_by = ${quotedText(systemUserId)}`] : []),
  ];
  const sets = [...columns.map(({ name }, index) => `${quoted(name)} = f.v${index}`), ...system];
  const differs = `(${columns.map(({ name }) => `t.${quoted(name)}`).join(', ')}) IS DISTINCT FROM (${columns.map((_, index) => `f.v${index}`).join(', ')})`;
  const told = hasHistory ? updatedHistory(table, columns) : null;
  return `WITH old AS MATERIALIZED (SELECT ${row}.* ${source}),
    fresh AS MATERIALIZED (SELECT ${row}.id, ${fresh.join(', ')} ${source}),
    written AS (UPDATE ${quoted(table.name)} t SET ${sets.join(', ')} FROM fresh f WHERE t.id = f.id AND ${differs} RETURNING t.*)${told === null ? '' : `,\n    told AS (${told})`}
    SELECT id::text AS id FROM written`;
}

/** The value as the column takes it; a text that is too long is refused rather than cut. */
function stored({ entity }: FoundTable, { field, sqlType }: FoundColumn, text: string): string {
  const keys = entity === null || field === null ? new Map<string, string>() : formerOptions(entity, field);
  const today = renamedOption(`(${text})`, Object.fromEntries(keys), quotedText);
  if (sqlType === 'uuid') return `(${today})::text::uuid`;
  return /^(?:text|character varying)/u.test(sqlType) ? today : `(${today})::${sqlType}`;
}

function demand<Value>(from: ReadonlyMap<string, Value>, name: string): Value {
  const found = from.get(name);
  if (found === undefined) throw new Error(`the migration lists no ${name}`);
  return found;
}

function textOf(piece: Sql): string {
  const { text, values } = piece.build();
  if (values.length > 0) throw new Error(`${text} needs parameters`);
  return text;
}

import type { Executor } from '../../data/database.js';
import type { LedgerTables } from '../../data/ledgers/ledger-tables.js';
import { columnsOf } from '../../data/columns.js';
import { identifier, join, keyName, literal, raw, sql, value, type Sql } from '../../data/sql.js';
import type { FieldValue } from '../../definitions/field-types/field-type.js';
import type { Field } from '../../definitions/model.js';
import { figuresOf, type Figures } from './figures.js';

/** Where a balance is kept: one value for each dimension, by name. */
export type Place = ReadonlyMap<string, FieldValue>;

/** One text for one place; texts sort as places are locked. */
export function placeKey(place: Place, dimensions: readonly Field[]): string {
  return JSON.stringify(dimensions.map((field) => place.get(field.name) ?? null));
}

/**
 * Locks the balances of these places in one order for everybody, and reads them; places without a balance are left out. A place that has none is locked by its name,
 * so that of two first postings the second sees what the first one made.
 */
export async function lockBalances(tx: Executor, tables: LedgerTables, places: readonly Place[]): Promise<ReadonlyMap<string, Figures>> {
  const found = await lockRows(tx, tables, places);
  const names = new Set(places.map((place) => placeKey(place, tables.dimensions)).filter((key) => !found.has(key)));
  if (names.size === 0) return found;
  const keys = [...names].sort().map((key) => `${tables.balances.table} ${key}`);
  await tx.rows(sql`SELECT pg_advisory_xact_lock(hashtextextended(k, 0)) FROM unnest(${value(keys, 'text[]')}) k`);
  return lockRows(tx, tables, places);
}

async function lockRows(tx: Executor, tables: LedgerTables, places: readonly Place[]): Promise<ReadonlyMap<string, Figures>> {
  const { balances, dimensions, measures } = tables;
  const figures = measures.map((field) => sql`b.${identifier(field.column)}::text AS ${keyName(field.name)}`);
  const rows = await tx.rows(sql`
    SELECT k.key AS place, ${join(figures, ', ')} FROM ${identifier(balances.table)} b JOIN ${placesSql(tables, places)} ON ${sameRow(tables, 'b')}
    ORDER BY ${join(
      dimensions.map((field) => sql`b.${identifier(field.column)}`),
      ', ',
    )} FOR NO KEY UPDATE OF b`);
  return new Map(rows.map((row) => [String(row['place']), figuresOf(measures, row)]));
}

/** What has been posted so far for each of these records or lines, by their id and the place. */
export async function readPosted(tx: Executor, tables: LedgerTables, ids: readonly string[]): Promise<ReadonlyMap<string, Figures>> {
  if (ids.length === 0) return new Map();
  const { entries, dimensions, measures } = tables;
  const sums = measures.map((field) => sql`sum(e.${identifier(field.column)})::text AS ${keyName(field.name)}`);
  const keys = dimensions.map((field) => sql`e.${identifier(field.column)}`);
  const place = dimensions.map((field) => sql`${literal(field.name)}, to_jsonb(e.${identifier(field.column)})`);
  const rows = await tx.rows(sql`
    SELECT e.counts_for::text AS id, jsonb_build_object(${join(place, ', ')})::text AS place, ${join(sums, ', ')} FROM ${identifier(entries.table)} e
    WHERE e.counts_for = ANY(${value(ids, 'uuid[]')}) GROUP BY e.counts_for, ${join(keys, ', ')}`);
  return new Map(
    rows.map((row) => {
      const values: unknown = JSON.parse(String(row['place']));
      const found = new Map<string, FieldValue>(typeof values === 'object' && values !== null ? Object.entries(values) : []);
      return [`${String(row['id'])} ${placeKey(found, dimensions)}`, figuresOf(measures, row)];
    }),
  );
}

/** What the last piece that moved in a place was worth. */
export async function lastRate(tx: Executor, tables: LedgerTables, place: Place, quantity: Field, worth: Field): Promise<string | null> {
  const { entries } = tables;
  const amount = identifier(quantity.column);
  return tx.text(sql`
    SELECT (e.${identifier(worth.column)} / e.${amount})::text FROM ${identifier(entries.table)} e JOIN ${placesSql(tables, [place])} ON ${sameRow(tables, 'e')}
    WHERE e.${amount} <> 0 ORDER BY e.id DESC LIMIT 1`);
}

/** The places as rows, each with its key. */
function placesSql({ balances, dimensions }: LedgerTables, places: readonly Place[]): Sql {
  const types = columnsOf(balances);
  const shape = dimensions.map((field) => `"${field.column}" ${types.find((column) => column.field === field.name)?.sqlType ?? 'text'}`);
  const rows = places.map((place) => ({
    key: placeKey(place, dimensions),
    ...Object.fromEntries(dimensions.map((field) => [field.column, place.get(field.name) ?? null])),
  }));
  return sql`jsonb_to_recordset(${value(JSON.stringify(rows), 'jsonb')}) AS k(key text, ${raw(shape.join(', '))})`;
}

function sameRow({ dimensions }: LedgerTables, alias: string): Sql {
  return join(
    dimensions.map((field) => {
      const column = identifier(field.column);
      const own = sql`${raw(alias)}.${column}`;
      return field.required ? sql`${own} = k.${column}` : sql`(${own} = k.${column} OR (${own} IS NULL AND k.${column} IS NULL))`;
    }),
    ' AND ',
  );
}

import type { ClientBase } from 'pg';
import { quoted, quotedText } from '../quoted.js';
import type { Table } from '../table.js';
import type { Catalog, CatalogTable } from './catalog.js';
import { renamedOption, rowAlias, type Expansion } from './expansion.js';
import type { Expansions } from './expansions-of.js';

/** What a view is made of: a table as it is, and what it is going to be. */
export interface Shadowed {
  /** As declared. */
  readonly table: Table;
  readonly actual: CatalogTable;
  /** The table that is there, with its schema. */
  readonly source: string;
  /** Expansions of this table of which rows are still to be filled. */
  readonly expansions: readonly Expansion[];
}

/** A temporary view that hides the table behind what it will be, so that rows are counted which stand against the change before anything is changed. */
export function shadowView({ table, actual, source, expansions }: Shadowed): string {
  const types = new Map(table.columns.map((column) => [column.name, column.sqlType]));
  const moved = layer(
    [...actual.columns.keys()].map((name) => [name, held(name)] as const),
    table.columns.filter(({ name }) => !actual.columns.has(name)).map(({ name, sqlType }) => [name, `NULL::${sqlType}`] as const),
    expansions.flatMap((one) =>
      one.kind === 'move' ? [[one.to, filled(one.to, `(${one.forward})::${types.get(one.to) ?? 'text'}`, actual.columns.has(one.to))] as const] : [],
    ),
  );
  const names = [...moved.keys()].map((name) => [name, held(name)] as const);
  const optioned = layer(
    names,
    expansions.flatMap((one) => (one.kind === 'options' ? [[one.to, renamedOption(held(one.to), one.keys, quotedText)] as const] : [])),
  );
  const backfilled = layer(
    names,
    expansions.flatMap((one) => (one.kind === 'backfill' ? [[one.to, filled(one.to, one.forward, true)] as const] : [])),
  );
  const layers = [moved, optioned, backfilled].reduce((from, columns) => `(SELECT ${list(columns)} FROM ${from} AS ${rowAlias})`, source);
  return `CREATE TEMP VIEW ${quoted(table.name)} AS SELECT * FROM ${layers} AS ${rowAlias}`;
}

function held(name: string): string {
  return `${rowAlias}.${quoted(name)}`;
}

function filled(name: string, value: string, isThere: boolean): string {
  return isThere ? `coalesce(${held(name)}, ${value})` : value;
}

type Columns = readonly (readonly [name: string, sql: string])[];

/** Later columns take the place of earlier ones of their name. */
function layer(...columns: readonly Columns[]): ReadonlyMap<string, string> {
  return new Map(columns.flat());
}

function list(columns: ReadonlyMap<string, string>): string {
  return [...columns].map(([name, value]) => `${value} AS ${quoted(name)}`).join(', ');
}

/** Hides every table of which rows are still to be filled, or that is to be renamed, behind what it will be. */
export async function openShadows(client: ClientBase, desired: readonly Table[], actual: Catalog, expansions: Expansions): Promise<readonly string[]> {
  const open = expansions.unfilled;
  const names = new Map(expansions.tables.map(({ table, from }) => [table, from]));
  const tables = desired.filter(({ name }) => open.some((one) => one.table === name));
  const { rows } = await client.query<{ schema: string }>('SELECT quote_ident(current_schema()) AS schema');
  for (const table of tables) {
    const there = actual.get(table.name);
    if (there === undefined) continue;
    const source = `${rows[0]?.schema ?? 'public'}.${quoted(names.get(table.name) ?? table.name)}`;
    await client.query(shadowView({ table, actual: there, source, expansions: open.filter((one) => one.table === table.name) }));
  }
  return tables.filter(({ name }) => actual.has(name)).map(({ name }) => name);
}

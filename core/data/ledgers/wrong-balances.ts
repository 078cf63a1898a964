import type { Field, Model } from '../../definitions/model.js';
import { columnsOf } from '../columns.js';
import type { Executor } from '../database.js';
import { identifier, join, keyName, raw, sql, value, type Sql } from '../sql.js';
import { rowSql, type LedgerTables } from './ledger-tables.js';

/** A balance that is not what its entries add up to. */
export interface WrongBalance {
  /** One value for each dimension, by name. */
  readonly place: Readonly<Record<string, string | null>>;
  /** Rows that are kept for the place; one is right. */
  readonly kept: number;
  /** By measure, as decimal text. */
  readonly found: Readonly<Record<string, string>>;
  readonly expected: Readonly<Record<string, string>>;
}

/** Compares every balance of a ledger with the sum of its entries, in one statement and so at one moment. */
export async function wrongBalances(executor: Executor, tables: LedgerTables, most: number): Promise<readonly WrongBalance[]> {
  const { entries, balances, dimensions, measures } = tables;
  const keys = commas(dimensions.map((field) => identifier(field.column)));
  const own = commas(measures.map((field) => identifier(field.column)));
  const nothing = commas(measures.map(() => raw('0')));
  const named = (prefix: string): Sql => commas(measures.map((field) => identifier(`${prefix}_${field.column}`)));
  const sums = measures.map((field) => {
    const sum = (prefix: string): Sql => sql`coalesce(sum(${identifier(`${prefix}_${field.column}`)}), 0)`;
    const columns = sql`${sum('found')}::text AS ${keyName(`found_${field.name}`)}, ${sum('expected')}::text AS ${keyName(`expected_${field.name}`)}`;
    return { columns, differs: sql`${sum('found')} <> ${sum('expected')}` };
  });
  const rows = await executor.rows(sql`
    SELECT ${commas(dimensions.map((field) => sql`${identifier(field.column)}::text AS ${keyName(`place_${field.name}`)}`))}, sum(kept)::integer AS kept,
      ${commas(sums.map(({ columns }) => columns))}
    FROM (
      SELECT ${keys}, ${own}, ${nothing}, 1 FROM ${identifier(balances.table)}
      UNION ALL SELECT ${keys}, ${nothing}, ${own}, 0 FROM ${identifier(entries.table)}
    ) both_sides (${keys}, ${named('found')}, ${named('expected')}, kept)
    GROUP BY ${keys} HAVING sum(kept) <> 1 OR ${join(
      sums.map(({ differs }) => differs),
      ' OR ',
    )} ORDER BY ${keys} LIMIT ${value(most, 'integer')}`);
  return rows.map((row) => {
    const part = (prefix: string, fields: readonly Field[]) => fields.map(({ name }) => [name, row[`${prefix}_${name}`]] as const);
    const figures = (prefix: string) => Object.fromEntries(part(prefix, measures).map(([name, text]) => [name, String(text)]));
    const place = Object.fromEntries(part('place', dimensions).map(([name, text]) => [name, text === null ? null : String(text)]));
    return { place, kept: Number(row['kept']), found: figures('found'), expected: figures('expected') };
  });
}

/** Ids of balances in which a formula is not what the measures make of it. */
export async function wrongFormulas(executor: Executor, model: Model, { balances }: LedgerTables, most: number): Promise<readonly string[]> {
  const types = columnsOf(balances);
  const differ = balances.formulas.flatMap((field) => {
    const type = types.find((column) => column.field === field.name)?.sqlType ?? 'text';
    return field.formula === null
      ? []
      : [sql`b.${identifier(field.column)} IS DISTINCT FROM (${raw(rowSql(field.formula, balances, 'b', model))})::${raw(type)}`];
  });
  if (differ.length === 0) return [];
  const rows = await executor.rows(
    sql`SELECT b.id::text AS id FROM ${identifier(balances.table)} b WHERE ${join(differ, ' OR ')} ORDER BY b.id LIMIT ${value(most, 'integer')}`,
  );
  return rows.map((row) => String(row['id']));
}

function commas(parts: readonly Sql[]): Sql {
  return join(parts, ', ');
}

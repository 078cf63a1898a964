import type { Executor } from '../database.js';
import { identifier, join, sql } from '../sql.js';
import type { LedgerTables } from './ledger-tables.js';

/**
 * Makes the balances of a ledger anew from its entries, within the transaction of the caller, who must own the tables. Postings wait meanwhile. A balance keeps its
 * row; what the entries know nothing of goes. The constraints of the ledger hold here too: entries that break one let the whole fail.
 */
export async function rebuildBalances(tx: Executor, { entries, balances, dimensions, measures }: LedgerTables): Promise<void> {
  const keys = join(
    dimensions.map((field) => identifier(field.column)),
    ', ',
  );
  const figures = measures.map((field) => identifier(field.column));
  const isSame = join(
    dimensions.map((field) => sql`b.${identifier(field.column)} IS NOT DISTINCT FROM a.${identifier(field.column)}`),
    ' AND ',
  );
  const table = identifier(balances.table);
  const sums = sql`SELECT ${keys}, ${join(
    figures.map((name) => sql`sum(${name}) AS ${name}`),
    ', ',
  )} FROM ${identifier(entries.table)} GROUP BY ${keys}`;
  await tx.rows(sql`LOCK TABLE ${identifier(entries.table)} IN SHARE ROW EXCLUSIVE MODE`);
  await tx.rows(sql`SELECT set_config('trellis.rebuild', 'on', true)`);
  await tx.rows(sql`DELETE FROM ${table} b WHERE NOT EXISTS (SELECT FROM (${sums}) a WHERE ${isSame})`);
  // Formulas follow by trigger, also of rows whose measures are right.
  await tx.rows(
    sql`UPDATE ${table} b SET ${join(
      figures.map((name) => sql`${name} = a.${name}`),
      ', ',
    )} FROM (${sums}) a WHERE ${isSame}`,
  );
  await tx.rows(sql`INSERT INTO ${table} (id, ${keys}, ${join(figures, ', ')}, updated_at)
    SELECT trellis_new_id(), a.*, now() FROM (${sums}) a WHERE NOT EXISTS (SELECT FROM ${table} b WHERE ${isSame})`);
  await tx.rows(sql`SELECT set_config('trellis.rebuild', 'off', true)`);
}

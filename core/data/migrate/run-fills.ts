import type { ClientBase } from 'pg';
import { setTimeout as sleep } from 'node:timers/promises';
import { quoted } from '../quoted.js';
import { rowAlias } from './expansion.js';
import type { Fill } from './fill.js';
import { inTransaction } from './in-transaction.js';

/** How far the rewriting of a table is. */
export interface FillProgress {
  readonly id: string;
  readonly table: string;
  readonly done: number;
  readonly total: number;
}

/** Rows of one transaction: few enough that nobody who writes one of them has to wait long. */
const batch = 1000;

/** Writes down all that is to be filled, inside the transaction that changes the tables: what was begun goes on, what was begun otherwise begins anew. */
export async function recordFills(client: ClientBase, fills: readonly Fill[], totals: (table: string) => number): Promise<void> {
  await client.query('DELETE FROM trellis_fill WHERE ended_at IS NULL AND id <> ALL ($1)', [fills.map(({ id }) => id)]);
  for (const { id, table, sets, condition, isBatched } of fills) {
    await client.query(
      `INSERT INTO trellis_fill (id, place, "table", sets, condition, is_batched, total)
       VALUES ($1, (SELECT coalesce(max(place), 0) + 1 FROM trellis_fill), $2, $3, $4, $5, $6)
       ON CONFLICT (id) DO UPDATE SET place = excluded.place, "table" = excluded."table", sets = excluded.sets, condition = excluded.condition,
         is_batched = excluded.is_batched, total = excluded.total, done = 0, last = NULL, ended_at = NULL, started_at = clock_timestamp()
       WHERE trellis_fill.ended_at IS NOT NULL OR (trellis_fill.sets, trellis_fill.condition) <> (excluded.sets, excluded.condition)`,
      [id, table, sets, condition, isBatched, totals(table)],
    );
  }
}

/** Fills of which rows are left, in the order in which they were begun. */
export async function unfinishedFills(client: ClientBase): Promise<readonly FillProgress[]> {
  const there = await client.query<{ there: boolean }>(`SELECT to_regclass('trellis_fill') IS NOT NULL AS there`);
  if (there.rows[0]?.there !== true) return [];
  const { rows } = await client.query<FillProgress>(
    `SELECT id, "table", done::integer, total::integer FROM trellis_fill WHERE ended_at IS NULL ORDER BY place, id`,
  );
  return rows;
}

/** Fills on, each batch in a transaction of its own that also writes down how far it came: whatever ends the process, the next goes on from there. */
export async function runFills(
  client: ClientBase,
  insist: <Result>(attempt: () => Promise<Result>) => Promise<Result>,
  onProgress: (progress: FillProgress) => void,
): Promise<void> {
  for (const fill of await unfinishedFills(client)) {
    for (;;) {
      const began = performance.now();
      const progress = await insist(() => inTransaction(client, () => fillBatch(client, fill.id)));
      if (progress === null) break;
      onProgress(progress);
      // Whoever writes has as long as we had.
      await sleep(Math.min(performance.now() - began, 200));
    }
  }
}

interface StoredFill extends FillProgress {
  readonly sets: string;
  readonly condition: string;
  readonly is_batched: boolean;
  readonly last: string | null;
}

/** Null when nothing was left to do. */
async function fillBatch(client: ClientBase, id: string): Promise<FillProgress | null> {
  // Shorter than the time after which PostgreSQL looks for deadlocks: those who write never lose one to us.
  await client.query(`SET LOCAL lock_timeout = '500ms'; SET LOCAL trellis.fill = 'on'; SET LOCAL trellis.cause = '{"quiet": true}'`);
  const { rows } = await client.query<StoredFill>(
    `SELECT id, "table", sets, condition, is_batched, last, done::integer, total::integer FROM trellis_fill WHERE id = $1 AND ended_at IS NULL FOR UPDATE`,
    [id],
  );
  const [fill] = rows;
  if (fill === undefined) return null;
  const { last, count } = fill.is_batched ? await nextRows(client, fill) : await allRows(client, fill);
  const isEnd = last === null;
  const done = fill.done + count;
  await client.query(
    `UPDATE trellis_fill SET last = coalesce($2::uuid, last), done = $3, ended_at = CASE WHEN $4 THEN clock_timestamp() END, total = greatest(total, $3) WHERE id = $1`,
    [id, last, done, isEnd],
  );
  return { id, table: fill.table, done, total: Math.max(fill.total, done) };
}

async function nextRows(client: ClientBase, { table, sets, condition, last }: StoredFill): Promise<{ readonly last: string | null; readonly count: number }> {
  const { rows } = await client.query<{ last: string | null; count: number }>(
    `WITH part AS MATERIALIZED (SELECT id FROM ${quoted(table)} WHERE $1::uuid IS NULL OR id > $1::uuid ORDER BY id LIMIT ${batch}),
       written AS (UPDATE ${quoted(table)} AS ${rowAlias} SET ${sets} FROM part WHERE ${rowAlias}.id = part.id AND (${condition}))
     SELECT (SELECT id::text FROM part ORDER BY id DESC LIMIT 1) AS last, (SELECT count(*)::integer FROM part) AS count`,
    [last],
  );
  return rows[0] ?? { last: null, count: 0 };
}

async function allRows(client: ClientBase, { table, sets, condition }: StoredFill): Promise<{ readonly last: null; readonly count: number }> {
  const { rowCount } = await client.query(`UPDATE ${quoted(table)} AS ${rowAlias} SET ${sets} WHERE ${condition}`);
  return { last: null, count: rowCount ?? 0 };
}

import type { Executor, Row } from '../../data/database.js';
import { raw, sql, value } from '../../data/sql.js';
import type { EngineContext } from './engine-context.js';
import { eventBatch, eventColumns } from './event-batch.js';
import { followEvent, followWithCare } from './follow-event.js';
import { inTransaction } from './in-transaction.js';
import { isAway } from './is-away.js';
import { RouterKnowledge } from './router-knowledge.js';

const batch = 100;
/** After which what stands against one workflow becomes an incident. What stands against the event itself is tried for ever: no run could tell of it. */
const mostTries = 5;
const longestPause = 600_000;
const isDue = raw('routed_at IS NULL AND (try_at IS NULL OR try_at <= clock_timestamp())');

/**
 * Makes runs of events, oldest first; gives how many events were taken. One router works at a time, whatever the number of processes, so events of one record
 * are followed in the order in which they happened.
 */
export async function routeEvents(engine: EngineContext): Promise<number> {
  const waiting = await engine.database.rows(sql`SELECT FROM trellis_event WHERE ${isDue} LIMIT 1`);
  if (waiting.length === 0) return 0;
  try {
    return await routeBatch(engine, routeTogether);
  } catch (error) {
    if (isAway(error)) throw error;
    engine.log.debug({ err: error }, 'workflows: some events could not be followed together and are followed one by one');
    return routeBatch(engine, routeOneByOne);
  }
}

async function routeBatch(engine: EngineContext, route: (engine: EngineContext, tx: Executor, rows: readonly Row[]) => Promise<void>): Promise<number> {
  return inTransaction(engine, 'route', async (tx) => {
    const [mine] = await tx.rows(sql`SELECT pg_try_advisory_xact_lock(hashtext('trellis router')) AS mine`);
    // Who does not know the workflows of a later model yet would pass over events that they wait for.
    if (mine?.['mine'] !== true || (await engine.isBehind())) return 0;
    const rows = await tx.rows(sql`SELECT ${eventColumns} FROM trellis_event WHERE ${isDue} ORDER BY seq LIMIT ${value(batch, 'integer')}`);
    await route(engine, tx, rows);
    return rows.length;
  });
}

async function routeTogether(engine: EngineContext, tx: Executor, rows: readonly Row[]): Promise<void> {
  const known = new RouterKnowledge(engine, tx);
  for (const event of await eventBatch(tx, engine.platform.model, rows)) await followEvent(engine, tx, event, known);
  const seqs = rows.map((row) => String(row['seq']));
  await tx.rows(sql`UPDATE trellis_event SET routed_at = clock_timestamp() WHERE seq = ANY(${value(seqs, 'bigint[]')})`);
}

async function routeOneByOne(engine: EngineContext, tx: Executor, rows: readonly Row[]): Promise<void> {
  for (const row of rows) await routeOne(engine, tx, row);
}

/** What throws is tried again after a pause; the events after it go on. */
async function routeOne(engine: EngineContext, tx: Executor, row: Row): Promise<void> {
  await tx.rows(raw('SAVEPOINT routing'));
  const failed = await withCare(engine, tx, row).catch(async (error: unknown): Promise<readonly unknown[]> => {
    if (isAway(error)) throw error;
    await tx.rows(raw('ROLLBACK TO SAVEPOINT routing'));
    return [error];
  });
  await tx.rows(raw('RELEASE SAVEPOINT routing'));
  await settle(engine, tx, row, failed);
}

async function withCare(engine: EngineContext, tx: Executor, row: Row): Promise<readonly unknown[]> {
  const known = new RouterKnowledge(engine, tx);
  const isLast = Number(row['tries']) + 1 >= mostTries;
  const failed: unknown[] = [];
  for (const event of await eventBatch(tx, engine.platform.model, [row])) failed.push(...(await followWithCare(engine, tx, event, known, isLast)));
  return failed;
}

async function settle({ patience, log }: EngineContext, tx: Executor, row: Row, [error, ...more]: readonly unknown[]): Promise<void> {
  const seq = value(row['seq'], 'bigint');
  if (error === undefined && more.length === 0) {
    await tx.rows(sql`UPDATE trellis_event SET routed_at = clock_timestamp(), error = NULL WHERE seq = ${seq}`);
    return;
  }
  log.warn({ err: error, event: row['seq'] }, 'workflows: an event could not be followed and is tried again');
  const pause = Math.min(longestPause, patience.retryMilliseconds * 2 ** (Number(row['tries']) + 1));
  await tx.rows(sql`UPDATE trellis_event SET tries = tries + 1, error = ${value(error instanceof Error ? error.message : String(error), 'text')},
    try_at = clock_timestamp() + make_interval(secs => ${value(pause / 1000, 'double precision')}) WHERE seq = ${seq}`);
}

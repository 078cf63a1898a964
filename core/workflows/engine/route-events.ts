import type { Executor, Row } from '../../data/database.js';
import { raw, sql, value } from '../../data/sql.js';
import { errorCode } from '../../kernel/error-code.js';
import { UserError } from '../../kernel/user-error.js';
import type { EngineContext } from './engine-context.js';
import { eventBatch } from './event-batch.js';
import { followEvent, followWithCare, type Unfollowed } from './follow-event.js';
import { inTransaction } from './in-transaction.js';
import { openIncident } from './incidents.js';
import { isAway } from './is-away.js';
import { RouterKnowledge } from './router-knowledge.js';

const batch = 100;
const mostTries = 5;

/**
 * Makes runs of events, oldest first; gives how many events were taken. One router works at a time, whatever the number of processes, so events of one record
 * are followed in the order in which they happened.
 */
export async function routeEvents(engine: EngineContext): Promise<number> {
  const waiting = await engine.database.rows(sql`SELECT FROM trellis_event WHERE routed_at IS NULL LIMIT 1`);
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
    if (mine?.['mine'] !== true) return 0;
    const rows = await tx.rows(sql`
      SELECT seq::text AS seq, entity, record_id::text AS record_id, op, action, changed, before IS NOT NULL AS has_before, after IS NOT NULL AS has_after, actor::text AS actor, depth, tries
      FROM trellis_event WHERE routed_at IS NULL ORDER BY seq LIMIT ${value(batch, 'integer')}`);
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

/** What throws is tried again with the next round, and becomes an incident in the end; the events after it go on. */
async function routeOne(engine: EngineContext, tx: Executor, row: Row): Promise<void> {
  await tx.rows(raw('SAVEPOINT routing'));
  const failed = await withCare(engine, tx, row).catch(async (error: unknown): Promise<readonly Unfollowed[]> => {
    if (isAway(error)) throw error;
    await tx.rows(raw('ROLLBACK TO SAVEPOINT routing'));
    return [{ workflow: String(row['entity']), error }];
  });
  await tx.rows(raw('RELEASE SAVEPOINT routing'));
  await settle(tx, row, failed);
}

async function withCare(engine: EngineContext, tx: Executor, row: Row): Promise<readonly Unfollowed[]> {
  const known = new RouterKnowledge(engine, tx);
  const failed: Unfollowed[] = [];
  for (const event of await eventBatch(tx, engine.platform.model, [row])) failed.push(...(await followWithCare(engine, tx, event, known)));
  return failed;
}

async function settle(tx: Executor, row: Row, failed: readonly Unfollowed[]): Promise<void> {
  const seq = value(row['seq'], 'bigint');
  const messages = failed.map(({ workflow, error }) => ({ workflow, code: errorCode(error), message: error instanceof Error ? error.message : String(error) }));
  // What an expression does to a record it does again.
  const isOver = failed.every(({ error }) => error instanceof UserError) || Number(row['tries']) + 1 >= mostTries;
  await tx.rows(sql`UPDATE trellis_event SET tries = tries + ${value(failed.length === 0 ? 0 : 1, 'integer')}, error = ${value(messages[0]?.message ?? null, 'text')},
    routed_at = CASE WHEN ${value(isOver, 'boolean')} THEN clock_timestamp() END WHERE seq = ${seq}`);
  if (!isOver) return;
  for (const { workflow, message, code } of messages)
    await openIncident(tx, { workflow, code: 'workflow.event-failed', detail: { message, code, record: row['record_id'] }, event: String(row['seq']) });
}

const forgottenAtOnce = 5000;

/** Events that have been followed are kept for a while, for people who look for what happened. */
export async function forgetEvents(executor: Executor): Promise<void> {
  for (;;) {
    const rows = await executor.rows(sql`
      WITH gone AS (DELETE FROM trellis_event WHERE seq IN (SELECT seq FROM trellis_event WHERE routed_at < now() - interval '7 days' LIMIT ${value(forgottenAtOnce, 'integer')}) RETURNING 1)
      SELECT count(*)::integer AS n FROM gone`);
    if (Number(rows[0]?.['n'] ?? 0) < forgottenAtOnce) return;
  }
}

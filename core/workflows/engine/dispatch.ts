import { randomUUID } from 'node:crypto';
import { sql, value } from '../../data/sql.js';
import type { Job } from '../transport/transport.js';
import type { EngineContext } from './engine-context.js';
import { inTransaction } from './in-transaction.js';

/** Steps that a process may have with the carrier and not begun, for each that it can run at once; more would only wait there instead of here. */
const windowFactor = 4;
const longestStale = 300_000;

/** Hands ready steps to the carrier, oldest run first; gives how many. The stamp is committed before they are sent: a crash between the two makes them late, not lost. */
export async function dispatch(engine: EngineContext): Promise<number> {
  const { staleMilliseconds } = engine.patience;
  const window = engine.concurrency * windowFactor;
  const stale = sql`s.dispatched_at < clock_timestamp() - least(${value(staleMilliseconds, 'double precision')} * power(2, least(s.dispatches, 10) - 1), ${value(longestStale, 'double precision')}) * interval '1 millisecond'`;
  await engine.faultPoint('dispatch: before commit');
  const rows = await engine.database.rows(sql`
    WITH out AS (SELECT count(*)::integer AS n FROM trellis_step s WHERE s.status = 'ready' AND s.worker = ${value(engine.worker, 'text')} AND s.dispatched_at IS NOT NULL AND NOT (${stale})),
    chosen AS (
      SELECT s.id FROM trellis_step s WHERE s.status = 'ready' AND s.ready_at <= clock_timestamp() AND (s.dispatched_at IS NULL OR ${stale})
      ORDER BY s.run_started_at, s.ready_at LIMIT greatest(0, ${value(window, 'integer')} - (SELECT n FROM out)) FOR UPDATE OF s SKIP LOCKED)
    UPDATE trellis_step s SET dispatched_at = clock_timestamp(), dispatches = s.dispatches + 1, worker = ${value(engine.worker, 'text')} FROM chosen c WHERE s.id = c.id AND s.status = 'ready' RETURNING s.id::text AS id, s.attempt`);
  if (rows.length === 0) return 0;
  await engine.faultPoint('dispatch: before send');
  await send(
    engine,
    rows.map((row) => ({ step: String(row['id']), attempt: Number(row['attempt']) })),
  );
  await engine.faultPoint('dispatch: after send');
  return rows.length;
}

/** Steps that the carrier would not take count as never sent: they neither fill the window nor look as if they had ended their process. */
async function send(engine: EngineContext, jobs: readonly Job[]): Promise<void> {
  try {
    await engine.transport.send(jobs);
  } catch (error) {
    const ids = jobs.map(({ step }) => step);
    await engine.database.rows(
      sql`UPDATE trellis_step SET dispatched_at = NULL, dispatches = greatest(0, dispatches - 1) WHERE id = ANY(${value(ids, 'uuid[]')}) AND status = 'ready'`,
    );
    throw error;
  }
}

/** What somebody outside was doing and did not report in time is done again, with the same key. */
export async function sweepLeases(engine: EngineContext): Promise<number> {
  await engine.faultPoint('leases: before sweep');
  const rows = await engine.database.rows(sql`
    WITH late AS (SELECT id, attempt FROM trellis_step WHERE status = 'running' AND lease_until < clock_timestamp() LIMIT 100 FOR UPDATE SKIP LOCKED),
    told AS (INSERT INTO trellis_attempt (step, attempt, worker, outcome) SELECT id, attempt, ${value(engine.worker, 'text')}, 'lost' FROM late)
    UPDATE trellis_step s SET status = 'ready', attempt = s.attempt + 1, lease = NULL, lease_until = NULL, dispatched_at = NULL, dispatches = 0, ready_at = clock_timestamp() FROM late WHERE s.id = late.id RETURNING s.id`);
  if (rows.length > 0) await engine.faultPoint('leases: after sweep');
  return rows.length;
}

/** When the carrier's store is not the one that the steps were sent to, they are sent anew. */
export async function checkEpoch(engine: EngineContext): Promise<boolean> {
  const { transport, database } = engine;
  const there = await transport.readEpoch();
  const [row] = await database.rows(sql`SELECT kind, epoch FROM trellis_transport`);
  if (row !== undefined && row['kind'] === transport.kind && row['epoch'] === there) return false;
  const epoch = there ?? randomUUID();
  await engine.faultPoint('epoch: before write');
  if (there === null) await transport.writeEpoch(epoch);
  await inTransaction(engine, 'epoch', async (tx) => {
    // One that is locked is being run, whatever became of its job.
    await tx.rows(
      sql`UPDATE trellis_step SET dispatched_at = NULL WHERE id IN (SELECT id FROM trellis_step WHERE status = 'ready' AND dispatched_at IS NOT NULL FOR UPDATE SKIP LOCKED)`,
    );
    await tx.rows(sql`INSERT INTO trellis_transport (kind, epoch) VALUES (${value(transport.kind, 'text')}, ${value(epoch, 'text')})
      ON CONFLICT (is_current) DO UPDATE SET kind = excluded.kind, epoch = excluded.epoch, at = now()`);
  });
  return true;
}

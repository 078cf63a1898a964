import type { Executor } from '../../data/database.js';
import { sql, value } from '../../data/sql.js';
import { UserError } from '../../kernel/user-error.js';
import type { Job } from '../transport/transport.js';
import type { EngineContext } from './engine-context.js';
import { failStep } from './fail-step.js';

/** Sendings without an outcome from which a step is suspected of ending the process that runs it. */
export const suspectFrom = 4;
const mostDeaths = 3;
/** Leases of a step outside that may run out in a row: a process is stopped for reasons of its own, too, and a step that takes long is under way most of the time. */
const mostLost = 6;

/**
 * A step that kills its process takes back its own traces with its transaction, so of one that was sent again and again without an outcome a mark is committed
 * before it is run; after three marks it is given up. False when it is.
 */
export async function isTrusted(engine: EngineContext, job: Job): Promise<boolean> {
  const [row] = await engine.database.rows(sql`
    SELECT (SELECT count(*)::integer FROM trellis_attempt a WHERE a.step = s.id AND a.attempt = s.attempt AND a.outcome = 'started') AS deaths
    FROM trellis_step s WHERE s.id = ${value(job.step, 'uuid')} AND s.attempt = ${value(job.attempt, 'integer')} AND s.status = 'ready'`);
  if (row === undefined) return true;
  if (Number(row['deaths']) >= mostDeaths) {
    await failStep(engine, job, new UserError(422, 'workflow.poison', { deaths: mostDeaths }));
    return false;
  }
  await engine.database.rows(sql`INSERT INTO trellis_attempt (step, attempt, worker, started_at, outcome)
    VALUES (${value(job.step, 'uuid')}, ${value(job.attempt, 'integer')}, ${value(engine.worker, 'text')}, now(), 'started')`);
  return true;
}

/** Throws for a step outside that was begun again and again and never reported: whatever it does to its process, it does it again. */
export async function demandNotLost(tx: Executor, step: string): Promise<void> {
  const lost = await tx.text(sql`
    SELECT count(*)::text FROM trellis_attempt a WHERE a.step = ${value(step, 'uuid')} AND a.outcome = 'lost'
      AND a.id > coalesce((SELECT max(f.id) FROM trellis_attempt f WHERE f.step = ${value(step, 'uuid')} AND f.outcome = 'failed'), 0)`);
  if (Number(lost) >= mostLost) throw new UserError(422, 'workflow.poison', { deaths: mostLost });
}

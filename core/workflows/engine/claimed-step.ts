import type { Executor, Row } from '../../data/database.js';
import { sql, value, type Sql } from '../../data/sql.js';
import type { Job } from '../transport/transport.js';
import type { RunVars } from './run-vars.js';

/** A step that this transaction holds, with its run. */
export interface ClaimedStep {
  readonly id: string;
  readonly run: string;
  readonly key: string;
  readonly attempt: number;
  readonly dispatches: number;
  readonly workflow: string;
  readonly definition: string;
  readonly entity: string | null;
  readonly recordId: string | null;
  readonly vars: RunVars;
  readonly actor: string;
  readonly depth: number;
}

/** Takes a step that is ready; null when another has it, did it, or its run has ended: then there is nothing to do. */
export function claimReady(tx: Executor, job: Job): Promise<ClaimedStep | null> {
  return claim(
    tx,
    sql`s.id = ${value(job.step, 'uuid')} AND s.attempt = ${value(job.attempt, 'integer')} AND s.status = 'ready' AND s.ready_at <= clock_timestamp()`,
  );
}

/** Takes a step that somebody outside works for, as long as the lease is ours. */
export function claimLeased(tx: Executor, step: string, lease: string): Promise<ClaimedStep | null> {
  return claim(tx, sql`s.id = ${value(step, 'uuid')} AND s.lease = ${value(lease, 'uuid')} AND s.status = 'running'`);
}

/** Takes a step that waits and is due. */
export function claimDue(tx: Executor): Promise<ClaimedStep | null> {
  return claim(tx, sql`s.status = 'waiting' AND s.due_at <= clock_timestamp()`);
}

/** Takes the step that a failed run stands at. */
export function claimFailed(tx: Executor, run: string): Promise<ClaimedStep | null> {
  return claim(
    tx,
    sql`s.run = ${value(run, 'uuid')} AND s.status = 'failed' AND NOT EXISTS (SELECT FROM trellis_step later WHERE later.run = s.run AND later.id > s.id)`,
  );
}

/** The run is locked before its step, everywhere, so that workers, timers and people wait for each other and never in a circle. */
async function claim(tx: Executor, which: Sql): Promise<ClaimedStep | null> {
  const [row] = await tx.rows(sql`
    WITH run AS MATERIALIZED (
      SELECT r.* FROM trellis_run r WHERE r.status = 'running' AND r.id = (SELECT s.run FROM trellis_step s WHERE ${which} ORDER BY s.due_at LIMIT 1) FOR UPDATE OF r)
    SELECT s.id::text AS id, s.run::text AS run, s.key, s.attempt, s.dispatches, r.workflow, r.definition, r.entity, r.record_id::text AS record_id, r.vars::text AS vars, r.actor::text AS actor, r.depth
    FROM run r JOIN trellis_step s ON s.run = r.id WHERE ${which} ORDER BY s.due_at LIMIT 1 FOR UPDATE OF s SKIP LOCKED`);
  return row === undefined ? null : claimedOf(row);
}

function claimedOf(row: Row): ClaimedStep {
  return {
    id: String(row['id']),
    run: String(row['run']),
    key: String(row['key']),
    attempt: Number(row['attempt']),
    dispatches: Number(row['dispatches']),
    workflow: String(row['workflow']),
    definition: String(row['definition']),
    entity: typeof row['entity'] === 'string' ? row['entity'] : null,
    recordId: typeof row['record_id'] === 'string' ? row['record_id'] : null,
    vars: varsOf(String(row['vars'])),
    actor: String(row['actor']),
    depth: Number(row['depth']),
  };
}

function varsOf(text: string): RunVars {
  const json: unknown = JSON.parse(text);
  return { names: {}, lists: {}, old: null, gone: null, settings: {}, user: {}, ...(typeof json === 'object' ? json : {}) };
}

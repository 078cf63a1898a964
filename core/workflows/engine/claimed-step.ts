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
  readonly event: string | null;
  readonly vars: RunVars;
  readonly actor: string;
  readonly depth: number;
  /** By the database's clock. */
  readonly now: Date;
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

/** Takes a step that waits and is due, of a run that nobody holds; null when there is none. */
export function claimDue(tx: Executor): Promise<ClaimedStep | null> {
  const due = sql`s.status = 'waiting' AND s.due_at <= clock_timestamp()`;
  return read(
    tx,
    sql`SELECT r.*, s.id AS held FROM trellis_step s JOIN trellis_run r ON r.id = s.run WHERE r.status = 'running' AND ${due} ORDER BY s.due_at LIMIT 1 FOR UPDATE OF r SKIP LOCKED`,
    due,
  );
}

/** Takes that step while it waits. */
export function claimWaiting(tx: Executor, step: string): Promise<ClaimedStep | null> {
  return claim(tx, sql`s.id = ${value(step, 'uuid')} AND s.status = 'waiting'`);
}

/** Takes the step that a failed run stands at. */
export function claimFailed(tx: Executor, run: string): Promise<ClaimedStep | null> {
  return claim(tx, failedStep(run));
}

/** The step that a failed run stands at, which is its last; those before it may have failed too and were passed over. By the database's clock, not by ids, which processes make by theirs. */
export function failedStep(run: string): Sql {
  return sql`s.status = 'failed' AND s.run = ${value(run, 'uuid')} AND s.id = (SELECT last.id FROM trellis_step last WHERE last.run = ${value(run, 'uuid')} ORDER BY last.made_at DESC, last.id DESC LIMIT 1)`;
}

/** The run is locked before its step, everywhere, so that workers, timers and people wait for each other and never in a circle. */
function claim(tx: Executor, which: Sql): Promise<ClaimedStep | null> {
  return read(
    tx,
    sql`SELECT r.*, s.id AS held FROM trellis_step s JOIN trellis_run r ON r.id = s.run WHERE r.status = 'running' AND ${which} FOR UPDATE OF r`,
    which,
  );
}

async function read(tx: Executor, run: Sql, which: Sql): Promise<ClaimedStep | null> {
  const [row] = await tx.rows(sql`
    WITH run AS MATERIALIZED (${run})
    SELECT s.id::text AS id, s.run::text AS run, s.key, s.attempt, s.dispatches, r.workflow, r.definition, r.entity, r.record_id::text AS record_id, r.event::text AS event, r.vars::text AS vars, r.actor::text AS actor, r.depth,
      extract(epoch FROM clock_timestamp())::double precision * 1000 AS now
    FROM run r JOIN trellis_step s ON s.id = r.held WHERE ${which} FOR UPDATE OF s SKIP LOCKED`);
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
    event: typeof row['event'] === 'string' ? row['event'] : null,
    vars: varsOf(String(row['vars'])),
    actor: String(row['actor']),
    depth: Number(row['depth']),
    now: new Date(Number(row['now'])),
  };
}

function varsOf(text: string): RunVars {
  const json: unknown = JSON.parse(text);
  return { names: {}, lists: {}, old: null, gone: null, settings: {}, user: {}, ...(typeof json === 'object' ? json : {}) };
}

import type { Executor } from '../../data/database.js';
import { sql, value, type Sql } from '../../data/sql.js';
import type { Workflow } from '../../definitions/model.js';
import type { MessageCode } from '../../kernel/messages/message.js';
import type { DefinitionBook } from './definition-book.js';
import { openIncident } from './incidents.js';
import { firstKey, stepAt } from './position.js';
import type { RunVars } from './run-vars.js';

/** What sets a run off. */
export interface Start {
  readonly workflow: Workflow;
  /** The same cause gives the same key, so that it is followed once: `evt:<seq>`, `cron:<schedule>:<moment>`. */
  readonly triggerKey: string;
  readonly entity: string | null;
  readonly recordId: string | null;
  readonly event: string | null;
  readonly actor: string;
  readonly depth: number;
  readonly vars: RunVars;
  /** Why a person has to say that it may begin. */
  readonly parked?: Parked | undefined;
  /** How long it waits before it begins. */
  readonly pauseSeconds?: number;
}

/** What speaks against a run, as an incident tells it. */
export interface Parked {
  readonly code: MessageCode;
  readonly params: Readonly<Record<string, string | number>>;
}

/** Makes a run with its first step; false when this cause has its run already. */
export async function startRun(tx: Executor, book: DefinitionBook, start: Start): Promise<boolean> {
  const one = sql`SELECT ${value(start.triggerKey, 'text')} AS trigger_key, ${value(start.recordId, 'uuid')} AS record_id`;
  return (await startRuns(tx, book, start, one)) === 1;
}

/** The same for each row of `causes`, which has a trigger_key and a record_id; gives how many runs were made. */
export async function startRuns(tx: Executor, book: DefinitionBook, start: Omit<Start, 'triggerKey' | 'recordId'>, causes: Sql): Promise<number> {
  const { workflow, entity, event, actor, depth, vars, parked, pauseSeconds = 0 } = start;
  const key = firstKey(workflow.steps);
  const kind = key === null ? null : stepAt(workflow.steps, key)?.kind;
  const status = key === null ? 'done' : parked === undefined ? 'running' : 'failed';
  const error = parked === undefined ? null : JSON.stringify({ ...parked, message: parked.code });
  const rows = await tx.rows(sql`
    WITH made AS (
      INSERT INTO trellis_run (id, workflow, definition, trigger_key, entity, record_id, status, vars, event, actor, depth, outcome, ended_at)
      SELECT trellis_new_id(), ${value(workflow.id, 'text')}, ${value(book.hashOf(workflow), 'text')}, c.trigger_key, ${value(entity, 'text')}, c.record_id,
        ${value(status, 'text')}, ${value(JSON.stringify(vars), 'jsonb')}, ${value(event, 'bigint')}, ${value(actor, 'uuid')}, ${value(depth, 'integer')},
        ${value(parked?.code ?? null, 'text')}, CASE WHEN ${value(status !== 'running', 'boolean')} THEN clock_timestamp() END
      FROM (${causes}) c ON CONFLICT (workflow, trigger_key) DO NOTHING RETURNING id, started_at),
    step AS (
      INSERT INTO trellis_step (id, run, key, kind, status, run_started_at, ready_at, error)
      SELECT trellis_new_id(), m.id, ${value(key, 'text')}, ${value(kind ?? null, 'text')}, ${value(parked === undefined ? 'ready' : 'failed', 'text')}, m.started_at,
        clock_timestamp() + make_interval(secs => ${value(pauseSeconds, 'double precision')}), ${value(error, 'jsonb')} FROM made m WHERE ${value(key, 'text')} IS NOT NULL RETURNING id, run)
    SELECT m.id::text AS run, s.id::text AS step FROM made m LEFT JOIN step s ON s.run = m.id`);
  if (parked === undefined) return rows.length;
  for (const { run, step } of rows)
    await openIncident(tx, { workflow: workflow.id, code: parked.code, detail: { params: parked.params }, run: String(run), step: String(step) });
  return rows.length;
}

import type { Executor } from '../../data/database.js';
import { sql, value, type Sql } from '../../data/sql.js';
import type { Workflow } from '../../definitions/model.js';
import type { DefinitionBook } from './definition-book.js';
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
}

/** Makes a run with its first step; false when this cause has its run already. */
export async function startRun(tx: Executor, book: DefinitionBook, start: Start): Promise<boolean> {
  const one = sql`SELECT ${value(start.triggerKey, 'text')} AS trigger_key, ${value(start.recordId, 'uuid')} AS record_id`;
  return (await startRuns(tx, book, start, one)) === 1;
}

/** The same for each row of `causes`, which has a trigger_key and a record_id; gives how many runs were made. */
export async function startRuns(tx: Executor, book: DefinitionBook, start: Omit<Start, 'triggerKey' | 'recordId'>, causes: Sql): Promise<number> {
  const { workflow, entity, event, actor, depth, vars } = start;
  const key = firstKey(workflow.steps);
  const kind = key === null ? null : stepAt(workflow.steps, key)?.kind;
  const rows = await tx.rows(sql`
    WITH made AS (
      INSERT INTO trellis_run (id, workflow, definition, trigger_key, entity, record_id, status, vars, event, actor, depth)
      SELECT trellis_new_id(), ${value(workflow.id, 'text')}, ${value(book.hashOf(workflow), 'text')}, c.trigger_key, ${value(entity, 'text')}, c.record_id,
        ${value(key === null ? 'done' : 'running', 'text')}, ${value(JSON.stringify(vars), 'jsonb')}, ${value(event, 'bigint')}, ${value(actor, 'uuid')}, ${value(depth, 'integer')}
      FROM (${causes}) c ON CONFLICT (workflow, trigger_key) DO NOTHING RETURNING id, started_at),
    step AS (
      INSERT INTO trellis_step (id, run, key, kind, status, run_started_at)
      SELECT trellis_new_id(), m.id, ${value(key, 'text')}, ${value(kind ?? null, 'text')}, 'ready', m.started_at FROM made m WHERE ${value(key, 'text')} IS NOT NULL)
    SELECT count(*)::integer AS made FROM made`);
  return Number(rows[0]?.['made'] ?? 0);
}

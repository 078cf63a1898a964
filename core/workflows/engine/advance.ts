import type { Executor } from '../../data/database.js';
import { sql, value } from '../../data/sql.js';
import type { Workflow } from '../../definitions/model.js';
import { newId } from '../../kernel/ids.js';
import type { Job } from '../transport/transport.js';
import type { ClaimedStep } from './claimed-step.js';
import { endHeldRun } from './end-waiting.js';
import { nextKey, stepAt, type Entered } from './position.js';

/** What came of a step. */
export interface StepOutcome {
  readonly status: 'done' | 'skipped' | 'failed';
  /** What is remembered under the step's name. */
  readonly value: unknown;
  readonly name: string | null;
  readonly entered: Entered;
  /** Of a for-each step. */
  readonly list: readonly unknown[] | null;
  /** The step ended the run. */
  readonly isStop: boolean;
  /** What the step worked with, for people. */
  readonly input: unknown;
}

export const nothingCame: StepOutcome = { status: 'done', value: null, name: null, entered: null, list: null, isStop: false, input: null };

const longestShown = 16_000;

/** Writes down what came of a step and makes the next one, or ends the run; gives the next as a job, which this process may do at once; what it does not do here is left to the dispatcher. */
export async function advance(
  tx: Executor,
  claimed: ClaimedStep,
  workflow: Workflow,
  outcome: StepOutcome,
  worker: string,
  isHere = true,
): Promise<Job | null> {
  const lists = outcome.list === null ? claimed.vars.lists : { ...claimed.vars.lists, [claimed.key]: outcome.list };
  const names = outcome.name === null ? claimed.vars.names : { ...claimed.vars.names, [outcome.name]: outcome.value };
  const key = outcome.isStop ? null : nextKey(workflow.steps, claimed.key, outcome.entered, (forEach) => lists[forEach]?.length ?? 0);
  const kind = key === null ? null : (stepAt(workflow.steps, key)?.kind ?? null);
  const next = newId();
  const hasNews = outcome.list !== null || outcome.name !== null;
  await tx.rows(sql`
    WITH done AS (
      UPDATE trellis_step SET status = ${value(outcome.status, 'text')}, ended_at = clock_timestamp(), lease = NULL, lease_until = NULL, worker = ${value(worker, 'text')},
        input = coalesce(${value(shown(outcome.input), 'jsonb')}, input), output = ${value(shown(outcome.value ?? outcome.entered), 'jsonb')} WHERE id = ${value(claimed.id, 'uuid')} RETURNING run_started_at, made_at),
    told AS (INSERT INTO trellis_attempt (step, attempt, worker, started_at, outcome) SELECT ${value(claimed.id, 'uuid')}, ${value(claimed.attempt, 'integer')}, ${value(worker, 'text')}, now(), ${value(outcome.status, 'text')}),
    vars AS (UPDATE trellis_run SET vars = ${value(JSON.stringify({ ...claimed.vars, names, lists }), 'jsonb')} WHERE id = ${value(claimed.run, 'uuid')} AND ${value(hasNews, 'boolean')}),
    next AS (
      INSERT INTO trellis_step (id, run, key, kind, status, run_started_at, dispatched_at, dispatches, worker)
      SELECT ${value(next, 'uuid')}, ${value(claimed.run, 'uuid')}, ${value(key, 'text')}, ${value(kind, 'text')}, 'ready', d.run_started_at, ${isHere ? sql`clock_timestamp(), 1, ${value(worker, 'text')}` : sql`NULL, 0, NULL`} FROM done d WHERE ${value(kind, 'text')} IS NOT NULL)
    SELECT 1`);
  if (kind !== null) return { step: next, attempt: 1 };
  await endHeldRun(tx, claimed.run, 'done', null);
  return null;
}

/** What is kept for people of what went through a step, as JSON text. */
export function shown(content: unknown): string | null {
  if (content === null || content === undefined) return null;
  const text = JSON.stringify(content);
  return text.length > longestShown ? JSON.stringify({ cut: text.slice(0, longestShown) }) : text;
}

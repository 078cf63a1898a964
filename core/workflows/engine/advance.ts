import type { Executor } from '../../data/database.js';
import { sql, value } from '../../data/sql.js';
import type { Workflow } from '../../definitions/model.js';
import { newId } from '../../kernel/ids.js';
import { UserError } from '../../kernel/user-error.js';
import type { Job } from '../transport/transport.js';
import type { ClaimedStep } from './claimed-step.js';
import { endHeldRun } from './end-waiting.js';
import { nextKey, stepAt, type Entered, type Key } from './position.js';

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
/** Characters of JSON that a run may remember: it is written with each step that gives something. */
const mostRemembered = 1_000_000;

/** Writes down what came of a step and makes the next one, or ends the run; gives the next as a job, which this process may do at once; what it does not do here is left to the dispatcher. */
export async function advance(
  tx: Executor,
  claimed: ClaimedStep,
  workflow: Workflow,
  outcome: StepOutcome,
  worker: string,
  isHere = true,
): Promise<Job | null> {
  const { key, vars } = next(workflow, claimed, outcome);
  const kind = key === null ? null : (stepAt(workflow.steps, key)?.kind ?? null);
  const id = newId();
  await tx.rows(sql`
    WITH done AS (
      UPDATE trellis_step SET status = ${value(outcome.status, 'text')}, ended_at = clock_timestamp(), lease = NULL, lease_until = NULL, worker = ${value(worker, 'text')},
        input = coalesce(${value(shown(outcome.input), 'jsonb')}, input), output = ${value(shown(outcome.value ?? outcome.entered), 'jsonb')} WHERE id = ${value(claimed.id, 'uuid')} RETURNING run_started_at, made_at),
    told AS (INSERT INTO trellis_attempt (step, attempt, worker, started_at, outcome) SELECT ${value(claimed.id, 'uuid')}, ${value(claimed.attempt, 'integer')}, ${value(worker, 'text')}, now(), ${value(outcome.status, 'text')}),
    vars AS (UPDATE trellis_run SET vars = ${value(vars, 'jsonb')} WHERE id = ${value(claimed.run, 'uuid')} AND ${value(vars !== null, 'boolean')}),
    next AS (
      INSERT INTO trellis_step (id, run, key, kind, status, run_started_at, dispatched_at, dispatches, worker)
      SELECT ${value(id, 'uuid')}, ${value(claimed.run, 'uuid')}, ${value(key, 'text')}, ${value(kind, 'text')}, 'ready', d.run_started_at, ${isHere ? sql`clock_timestamp(), 1, ${value(worker, 'text')}` : sql`NULL, 0, NULL`} FROM done d WHERE ${value(kind, 'text')} IS NOT NULL)
    SELECT 1`);
  if (kind !== null) return { step: id, attempt: 1 };
  await endHeldRun(tx, claimed.run, 'done', null);
  return null;
}

/** Where the run goes on, and what it remembers from there on; null when it remembers what it did. Lists of for-each steps that are over are forgotten. */
function next(workflow: Workflow, { key: at, vars }: ClaimedStep, outcome: StepOutcome): { readonly key: Key | null; readonly vars: string | null } {
  const lists = outcome.list === null ? vars.lists : { ...vars.lists, [at]: outcome.list };
  const names = outcome.name === null ? vars.names : { ...vars.names, [outcome.name]: outcome.value };
  const key = outcome.isStop ? null : nextKey(workflow.steps, at, outcome.entered, (forEach) => lists[forEach]?.length ?? 0);
  const kept = Object.entries(lists).filter(([forEach]) => key?.startsWith(`${forEach}.`) === true);
  const hasNews = outcome.list !== null || outcome.name !== null || kept.length < Object.keys(lists).length;
  if (!hasNews) return { key, vars: null };
  const text = JSON.stringify({ ...vars, names, lists: Object.fromEntries(kept) });
  if (text.length > mostRemembered) throw new UserError(422, 'workflow.remembers-too-much', { most: mostRemembered, found: text.length });
  return { key, vars: text };
}

/** What is kept for people of what went through a step, as JSON text. */
export function shown(content: unknown): string | null {
  if (content === null || content === undefined) return null;
  const text = JSON.stringify(content);
  return text.length > longestShown ? JSON.stringify({ cut: text.slice(0, longestShown) }) : text;
}

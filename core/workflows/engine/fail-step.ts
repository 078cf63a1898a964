import type { Executor } from '../../data/database.js';
import { sql, value } from '../../data/sql.js';
import { errorCode } from '../../kernel/error-code.js';
import { UserError } from '../../kernel/user-error.js';
import type { Job } from '../transport/transport.js';
import { advance, nothingCame, shown } from './advance.js';
import { claimLeased, claimReady, claimWaiting, type ClaimedStep } from './claimed-step.js';
import { UnfitDefinition } from './definition-book.js';
import { endRun } from './end-waiting.js';
import type { EngineContext } from './engine-context.js';
import { inTransaction } from './in-transaction.js';
import { openIncident } from './incidents.js';
import { stepAt } from './position.js';

const longestPause = 600_000;

/** What went wrong, for people and for the decision whether it is tried again. */
interface Failure {
  readonly code: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly message: string;
  /** Trying again cannot help. */
  readonly isFinal: boolean;
  /** What the step worked with, for people; nothing where it did not come so far. */
  readonly input: unknown;
}

/** Writes down that a step failed: it is tried again later, or becomes an incident. Gives the next step where the run goes on all the same. */
export function failStep(engine: EngineContext, job: Job, error: unknown, input: unknown = null): Promise<Job | null> {
  return settle(engine, { ...failureOf(error), input }, (tx) => claimReady(tx, job));
}

/** The same for a step outside our transactions; when the lease is not ours any more what came of it is kept beside its attempts and changes nothing. */
export function failLeased(engine: EngineContext, { id, attempt }: ClaimedStep, lease: string, error: unknown): Promise<Job | null> {
  return settle(
    engine,
    failureOf(error),
    (tx) => claimLeased(tx, id, lease),
    (tx, failure) => tellLate(engine, tx, { id, attempt }, { code: failure.code, params: failure.params, message: failure.message }),
  );
}

/** The same for a step whose time had come. */
export function failWaiting(engine: EngineContext, step: string, error: unknown): Promise<Job | null> {
  return settle(engine, failureOf(error), (tx) => claimWaiting(tx, step));
}

/** Keeps what came of a step after somebody else had taken it over, or its run had ended. */
export async function tellLate(engine: EngineContext, tx: Executor, { id, attempt }: Pick<ClaimedStep, 'id' | 'attempt'>, what: unknown): Promise<void> {
  await tx.rows(sql`INSERT INTO trellis_attempt (step, attempt, worker, outcome, error)
    VALUES (${value(id, 'uuid')}, ${value(attempt, 'integer')}, ${value(engine.worker, 'text')}, 'late', ${value(shown(what), 'jsonb')})`);
}

type Claim = (tx: Executor) => Promise<ClaimedStep | null>;

async function settle(
  engine: EngineContext,
  failure: Failure,
  claim: Claim,
  otherwise?: (tx: Executor, failure: Failure) => Promise<void>,
): Promise<Job | null> {
  return inTransaction(engine, 'failure', async (tx) => {
    const claimed = await claim(tx);
    if (claimed !== null) return fail(engine, tx, claimed, failure);
    await otherwise?.(tx, failure);
    return null;
  });
}

async function fail(engine: EngineContext, tx: Executor, claimed: ClaimedStep, failure: Failure): Promise<Job | null> {
  const { mostAttempts, retryMilliseconds } = engine.patience;
  const isLast = failure.isFinal || claimed.attempt >= mostAttempts;
  const error = JSON.stringify({ code: failure.code, params: failure.params, message: failure.message });
  const input = value(shown(failure.input), 'jsonb');
  await tx.rows(sql`INSERT INTO trellis_attempt (step, attempt, worker, started_at, outcome, error)
    VALUES (${value(claimed.id, 'uuid')}, ${value(claimed.attempt, 'integer')}, ${value(engine.worker, 'text')}, now(), 'failed', ${value(error, 'jsonb')})`);
  if (!isLast) {
    // Full jitter, so that what failed together is not tried again together.
    const pause = Math.random() * Math.min(longestPause, retryMilliseconds * 2 ** claimed.attempt);
    await tx.rows(sql`UPDATE trellis_step SET status = 'ready', attempt = attempt + 1, error = ${value(error, 'jsonb')}, input = coalesce(${input}, input), lease = NULL, lease_until = NULL, dispatched_at = NULL, dispatches = 0,
      ready_at = clock_timestamp() + make_interval(secs => ${value(pause / 1000, 'double precision')}) WHERE id = ${value(claimed.id, 'uuid')}`);
    return null;
  }
  await openIncident(tx, {
    workflow: claimed.workflow,
    code: failure.code,
    detail: { params: failure.params, message: failure.message },
    run: claimed.run,
    step: claimed.id,
  });
  await tx.rows(sql`UPDATE trellis_step SET error = ${value(error, 'jsonb')}, input = coalesce(${input}, input) WHERE id = ${value(claimed.id, 'uuid')}`);
  const workflow = await engine.book.find(tx, claimed.definition).catch(() => null);
  if (workflow !== null && stepAt(workflow.steps, claimed.key)?.goesOn === true)
    return advance(tx, claimed, workflow, { ...nothingCame, status: 'failed' }, engine.worker);
  await tx.rows(
    sql`UPDATE trellis_step SET status = 'failed', ended_at = clock_timestamp(), lease = NULL, lease_until = NULL WHERE id = ${value(claimed.id, 'uuid')}`,
  );
  await endRun(tx, claimed.run, 'failed', failure.code);
  return null;
}

const passingCodes: ReadonlySet<string> = new Set(['40001', '40P01', '55P03']);

function failureOf(error: unknown): Failure {
  const message = error instanceof Error ? error.message : String(error);
  const failure = { params: {}, input: null, message: message.slice(0, 2000), isFinal: false };
  if (error instanceof UserError) {
    const violations = error.violations.map(({ pointer, code, params }) => ({ pointer, code, params: params ?? {} }));
    return { ...failure, code: error.code, params: { ...error.params, violations }, isFinal: error.code !== 'record.try-again' };
  }
  if (error instanceof UnfitDefinition) return { ...failure, code: 'workflow.unfit-definition', isFinal: true };
  return { ...failure, code: passingCodes.has(errorCode(error)) ? 'record.try-again' : 'workflow.step-failed' };
}

import type { Executor } from '../../data/database.js';
import { sql, value } from '../../data/sql.js';
import { errorCode } from '../../kernel/error-code.js';
import { UserError } from '../../kernel/user-error.js';
import type { Job } from '../transport/transport.js';
import { advance, nothingCame, shown } from './advance.js';
import { claimLeased, claimReady, type ClaimedStep } from './claimed-step.js';
import { UnfitDefinition } from './definition-book.js';
import { endRun } from './end-waiting.js';
import type { EngineContext } from './engine-context.js';
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
  /** The database itself was away: nothing happened, and nothing is counted. */
  readonly isNobodysFault: boolean;
  /** What the step worked with, for people; nothing where it did not come so far. */
  readonly input: unknown;
}

/** Writes down that a step failed: it is tried again later, or becomes an incident. Gives the next step where the run goes on all the same. */
export async function failStep(engine: EngineContext, job: Job, error: unknown, input: unknown = null): Promise<Job | null> {
  return settle(engine, job.step, { ...failureOf(error), input }, (tx) => claimReady(tx, job));
}

/** The same for a step outside our transactions, as long as the lease is ours. */
export async function failLeased(engine: EngineContext, claimed: ClaimedStep, lease: string, error: unknown): Promise<Job | null> {
  return settle(engine, claimed.id, failureOf(error), (tx) => claimLeased(tx, claimed.id, lease));
}

async function settle(engine: EngineContext, step: string, failure: Failure, claim: (tx: Executor) => Promise<ClaimedStep | null>): Promise<Job | null> {
  if (failure.isNobodysFault) {
    engine.log.warn({ step, error: failure.message }, 'a step was broken off; it is run again');
    return null;
  }
  try {
    return await engine.database.transaction(async (tx) => {
      const claimed = await claim(tx);
      return claimed === null ? null : fail(engine, tx, claimed, failure);
    });
  } catch (error) {
    engine.log.warn({ step, err: error }, 'the failure of a step could not be written down; it is run again');
    return null;
  }
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

const awayCodes = /^(08|57P0|53|ECONN|EPIPE|ETIMEDOUT|ENOTFOUND|25P03|57014)/u;
const passingCodes: ReadonlySet<string> = new Set(['40001', '40P01', '55P03']);

function failureOf(error: unknown): Failure {
  const message = error instanceof Error ? error.message : String(error);
  const failure = { params: {}, input: null, message, isFinal: false, isNobodysFault: false };
  if (error instanceof UserError) {
    const violations = error.violations.map(({ pointer, code, params }) => ({ pointer, code, params: params ?? {} }));
    return { ...failure, code: error.code, params: { ...error.params, violations }, isFinal: error.code !== 'record.try-again' };
  }
  if (error instanceof UnfitDefinition) return { ...failure, code: 'workflow.unfit-definition', isFinal: true };
  const code = errorCode(error) ?? '';
  const isAway = awayCodes.test(code) || /Connection terminated|connection timeout|Client has encountered/iu.test(message);
  return { ...failure, code: passingCodes.has(code) ? 'record.try-again' : 'workflow.step-failed', isNobodysFault: isAway };
}

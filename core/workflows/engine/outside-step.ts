import { randomUUID } from 'node:crypto';
import type { Executor } from '../../data/database.js';
import { sql, value, type Sql } from '../../data/sql.js';
import { valueToWire } from '../../definitions/expressions/value.js';
import type { Step, StepOf } from '../../definitions/link/steps/step.js';
import { UserError } from '../../kernel/user-error.js';
import { valueOf, type StepRun } from '../steps/step-run.js';
import type { Job } from '../transport/transport.js';
import { advance, nothingCame } from './advance.js';
import { claimLeased, type ClaimedStep } from './claimed-step.js';
import type { EngineContext } from './engine-context.js';
import { failLeased } from './fail-step.js';
import { stepAt } from './position.js';

type OutsideStep = StepOf<'email'> | StepOf<'call'>;

/** Whether a step does something that no transaction of ours can take back. */
export function isOutside(step: Step): step is OutsideStep {
  return step.kind === 'email' || step.kind === 'call';
}

/** Writes down that this process is about to do the step, with all that it needs; gives the lease without which its outcome does not count. */
export async function leaseStep(engine: EngineContext, tx: Executor, claimed: ClaimedStep, step: OutsideStep, run: StepRun): Promise<string> {
  const lease = randomUUID();
  const input = step.kind === 'email' ? await mailInput(run, step) : await callInput(run, step);
  await tx.rows(sql`UPDATE trellis_step SET status = 'running', lease = ${value(lease, 'uuid')}, lease_until = ${leaseEnd(engine)}, worker = ${value(engine.worker, 'text')}, input = ${value(JSON.stringify(input), 'jsonb')}
    WHERE id = ${value(claimed.id, 'uuid')}`);
  return lease;
}

function leaseEnd(engine: EngineContext): Sql {
  return sql`clock_timestamp() + make_interval(secs => ${value(engine.patience.leaseMilliseconds / 1000, 'double precision')})`;
}

async function mailInput(run: StepRun, step: StepOf<'email'>): Promise<Readonly<Record<string, unknown>>> {
  const [to, subject, text] = [await valueOf(run, step.to), await valueOf(run, step.subject), await valueOf(run, step.text)].map(valueToWire);
  if (typeof to !== 'string' || !/^[^\s@]+@[^\s@]+$/u.test(to)) throw new UserError(422, 'workflow.no-address', { found: typeof to === 'string' ? to : '' });
  return { to, subject: String(subject ?? ''), text: String(text ?? '') };
}

async function callInput(run: StepRun, step: StepOf<'call'>): Promise<Readonly<Record<string, unknown>>> {
  const input: Record<string, unknown> = {};
  for (const [name, expression] of step.input) input[name] = valueToWire(await valueOf(run, expression));
  return input;
}

/** Does the step and writes down what came of it, unless somebody else has taken over meanwhile. */
export async function runOutside(engine: EngineContext, claimed: ClaimedStep, lease: string): Promise<Job | null> {
  const workflow = await engine.book.find(engine.database, claimed.definition);
  const abort = new AbortController();
  const { callMilliseconds, leaseMilliseconds } = engine.patience;
  const late = setTimeout(() => abort.abort(new Error(`it took longer than ${callMilliseconds} ms`)), callMilliseconds);
  const beat = setInterval(() => void keepLease(engine, claimed.id, lease, abort), leaseMilliseconds / 3);
  try {
    const came = await perform(engine, claimed, workflow.plugin, abort.signal);
    return await engine.database.transaction(async (tx) => {
      const still = await claimLeased(tx, claimed.id, lease);
      if (still === null) return null;
      const name = nameAt(workflow.steps, claimed.key);
      return advance(tx, still, workflow, { ...nothingCame, value: came ?? null, name }, engine.worker);
    });
  } catch (error) {
    return failLeased(engine, claimed, lease, error);
  } finally {
    clearTimeout(late);
    clearInterval(beat);
  }
}

/** A step whose lease is another's, or whose run was cancelled, is given up. While the database is away nobody else can take it over either. */
async function keepLease(engine: EngineContext, step: string, lease: string, abort: AbortController): Promise<void> {
  const kept = engine.database.rows(
    sql`UPDATE trellis_step SET lease_until = ${leaseEnd(engine)} WHERE id = ${value(step, 'uuid')} AND lease = ${value(lease, 'uuid')} AND status = 'running' RETURNING 1`,
  );
  const rows = await kept.catch(() => null);
  if (rows?.length === 0) abort.abort(new Error('somebody else has taken over, or the run was cancelled'));
}

function nameAt(steps: readonly Step[], key: string): string | null {
  return stepAt(steps, key)?.name ?? null;
}

/** The key is made of the step, so it is the same at every attempt. */
async function perform(engine: EngineContext, claimed: ClaimedStep, plugin: string, signal: AbortSignal): Promise<unknown> {
  const [row] = await engine.database.rows(sql`SELECT kind, input::text AS input FROM trellis_step WHERE id = ${value(claimed.id, 'uuid')}`);
  const input: unknown = JSON.parse(String(row?.['input'] ?? '{}'));
  const values: Readonly<Record<string, unknown>> = typeof input === 'object' && input !== null ? Object.fromEntries(Object.entries(input)) : {};
  const idempotencyKey = `trellis-${claimed.id}`;
  if (row?.['kind'] === 'email') {
    await engine.sendMail({
      to: String(values['to']),
      subject: String(values['subject']),
      text: String(values['text']),
      messageId: `<${idempotencyKey}@trellis>`,
    });
    return null;
  }
  const workflow = await engine.book.find(engine.database, claimed.definition);
  const step = stepAt(workflow.steps, claimed.key);
  const name = step?.kind === 'call' ? step.handler : '';
  const handler = engine.handlers.get(`${plugin}.${name}`);
  if (handler === undefined) throw new UserError(422, 'workflow.no-handler', { handler: name, plugin });
  return Promise.race([handler(values, { idempotencyKey, attempt: claimed.attempt, signal }), aborted(signal)]);
}

/** Throws when the time is over, also for a handler that never looks at its signal. */
function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason instanceof Error ? signal.reason : new Error('aborted'))));
}

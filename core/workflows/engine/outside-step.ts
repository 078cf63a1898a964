import { randomUUID } from 'node:crypto';
import type { Executor } from '../../data/database.js';
import { sql, value } from '../../data/sql.js';
import { valueToWire } from '../../definitions/expressions/value.js';
import type { Step, StepOf } from '../../definitions/link/steps/step.js';
import type { Workflow } from '../../definitions/model.js';
import { UserError } from '../../kernel/user-error.js';
import { valueOf, type StepRun } from '../steps/step-run.js';
import type { Job } from '../transport/transport.js';
import { advance, nothingCame } from './advance.js';
import { CallSecrets } from './call-secrets.js';
import { claimLeased, type ClaimedStep } from './claimed-step.js';
import type { EngineContext } from './engine-context.js';
import { failLeased, tellLate } from './fail-step.js';
import { inTransaction } from './in-transaction.js';
import { isAway } from './is-away.js';
import { persist } from './persist.js';
import { stepAt } from './position.js';
import { demandNotLost } from './suspects.js';
import { leaseEnd, whileLeased } from './while-leased.js';

/** Characters of JSON that a step of a plugin may give. */
const longestOutcome = 64_000;

type OutsideStep = StepOf<'email'> | StepOf<'call'>;

/** Whether a step does something that no transaction of ours can take back. */
export function isOutside(step: Step): step is OutsideStep {
  return step.kind === 'email' || step.kind === 'call';
}

/** Writes down that this process is about to do the step, with all that it needs; gives the lease without which its outcome does not count. */
export async function leaseStep(engine: EngineContext, tx: Executor, claimed: ClaimedStep, step: OutsideStep, run: StepRun): Promise<string> {
  await demandNotLost(tx, claimed.id);
  const lease = randomUUID();
  const input = step.kind === 'email' ? await mailInput(run, step) : await callInput(run, step);
  await tx.rows(sql`UPDATE trellis_step SET status = 'running', lease = ${value(lease, 'uuid')}, lease_until = ${leaseEnd(engine)}, worker = ${value(engine.worker, 'text')}, input = ${value(JSON.stringify(input), 'jsonb')}
    WHERE id = ${value(claimed.id, 'uuid')}`);
  return lease;
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

/** Does the step and writes down what came of it, unless somebody else has taken over meanwhile; what has been done is not done again because the database is away for a moment. */
export async function runOutside(engine: EngineContext, claimed: ClaimedStep, lease: string): Promise<Job | null> {
  const workflow = await engine.book.find(engine.database, claimed.definition);
  await engine.faultPoint('call: before');
  const came = await perform(engine, claimed, workflow, lease).then(
    (value) => ({ kind: 'value' as const, value }),
    (error: unknown) => ({ kind: 'error' as const, error }),
  );
  await engine.faultPoint('call: after');
  if (came.kind === 'error') return persist(() => failLeased(engine, claimed, lease, came.error));
  try {
    return await persist(() => finish(engine, claimed, lease, workflow, came.value));
  } catch (error) {
    if (isAway(error)) throw error;
    return await failLeased(engine, claimed, lease, error);
  }
}

function finish(engine: EngineContext, claimed: ClaimedStep, lease: string, workflow: Workflow, came: unknown): Promise<Job | null> {
  return inTransaction(engine, 'call end', async (tx) => {
    const still = await claimLeased(tx, claimed.id, lease);
    if (still !== null) return advance(tx, still, workflow, { ...nothingCame, value: came, name: nameAt(workflow.steps, claimed.key) }, engine.worker);
    await tellLate(engine, tx, claimed, { result: came });
    return null;
  });
}

function nameAt(steps: readonly Step[], key: string): string | null {
  return stepAt(steps, key)?.name ?? null;
}

/** The key is made of the step, so it is the same at every attempt. */
async function perform(engine: EngineContext, claimed: ClaimedStep, workflow: Workflow, lease: string): Promise<unknown> {
  const json = await persist(() => engine.database.text(sql`SELECT input::text FROM trellis_step WHERE id = ${value(claimed.id, 'uuid')}`));
  const input: unknown = JSON.parse(json ?? '{}');
  const values: Readonly<Record<string, unknown>> = typeof input === 'object' && input !== null ? Object.fromEntries(Object.entries(input)) : {};
  const idempotencyKey = `trellis-${claimed.id}`;
  const step = stepAt(workflow.steps, claimed.key);
  if (step?.kind === 'email') {
    const mail = { to: String(values['to']), subject: String(values['subject']), text: String(values['text']), messageId: `<${idempotencyKey}@trellis>` };
    await whileLeased(engine, claimed, lease, 'email', () => engine.sendMail(mail));
    return null;
  }
  const name = step?.kind === 'call' ? step.handler : '';
  const handler = engine.handlers.get(`${workflow.plugin}.${name}`);
  if (handler === undefined) throw new UserError(422, 'workflow.no-handler', { handler: name, plugin: workflow.plugin });
  const secrets = new CallSecrets(engine, claimed, workflow);
  const info = { idempotencyKey, attempt: claimed.attempt, ...secrets.access };
  try {
    return secrets.masked(plainJson(await whileLeased(engine, claimed, lease, name, (signal) => handler(values, { ...info, signal })), name));
  } catch (error) {
    throw secrets.maskedError(error);
  }
}

/** What a plugin gave, as it can be kept. Throws for what is no JSON or too long: asking again would give the same. */
function plainJson(came: unknown, handler: string): unknown {
  const expected = `JSON of at most ${longestOutcome} characters`;
  const text = jsonOf(came);
  if (text === null) throw new UserError(422, 'workflow.bad-outcome', { handler, expected, found: typeof came });
  if (text.length > longestOutcome) throw new UserError(422, 'workflow.bad-outcome', { handler, expected, found: `${text.length} characters` });
  if (text.includes('\\u0000')) throw new UserError(422, 'workflow.bad-outcome', { handler, expected, found: 'a NUL character' });
  return JSON.parse(text);
}

function jsonOf(came: unknown): string | null {
  try {
    return JSON.stringify(came ?? null) ?? null;
  } catch {
    return null;
  }
}

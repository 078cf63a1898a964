import type { Executor } from '../../data/database.js';
import { sql, value } from '../../data/sql.js';
import { isList, type Value } from '../../definitions/expressions/value.js';
import type { Step } from '../../definitions/link/steps/step.js';
import type { Workflow } from '../../definitions/model.js';
import { UserError } from '../../kernel/user-error.js';
import { KnownRecords } from '../../records/known-records.js';
import { nestedPlatform } from '../../records/nested-platform.js';
import { holds, valueOf, type StepRun } from '../steps/step-run.js';
import { txStep } from '../steps/tx-steps.js';
import type { Job } from '../transport/transport.js';
import { advance, nothingCame, type StepOutcome } from './advance.js';
import { callerFor } from './caller-for.js';
import { claimReady, type ClaimedStep } from './claimed-step.js';
import { UnfitDefinition } from './definition-book.js';
import { delayUntil } from './delay.js';
import { endRun } from './end-waiting.js';
import type { EngineContext } from './engine-context.js';
import { isOutside, leaseStep, runOutside } from './outside-step.js';
import { failStep } from './fail-step.js';
import { inTransaction } from './in-transaction.js';
import { isAway } from './is-away.js';
import { mayBegin } from './may-begin.js';
import { persist } from './persist.js';
import { isTrusted, suspectFrom } from './suspects.js';
import { elementsAround, stepAt } from './position.js';
import { encode, goneRecord, variablesAt } from './run-vars.js';

const mostInARow = 50;
const mostElements = 1000;
/** Of for-each steps within each other together. */
const mostNestedElements = 10_000;

/** What the transaction of a step leaves to be done after it. */
type After =
  | { readonly kind: 'next'; readonly job: Job | null }
  | { readonly kind: 'outside'; readonly claimed: ClaimedStep; readonly lease: string }
  | { readonly kind: 'suspect' };

/**
 * Runs a step that was carried here, and those after it as long as they are ready at once. Gives the next one where it stops before the end of them.
 * Never throws: what goes wrong stands in the database.
 */
export async function runSteps(engine: EngineContext, first: Job, isOver: () => boolean): Promise<Job | null> {
  let job: Job | null = first;
  for (let turn = 0; turn < mostInARow && job !== null && (turn === 0 || !isOver()); turn += 1) job = await runStep(engine, job);
  return job;
}

/** Leaves a step that this process was to run next to whoever has time. */
export async function giveBack(engine: EngineContext, { step, attempt }: Job): Promise<void> {
  const ours = sql`id = ${value(step, 'uuid')} AND attempt = ${value(attempt, 'integer')} AND status = 'ready'`;
  await persist(() => engine.database.rows(sql`UPDATE trellis_step SET dispatched_at = NULL, dispatches = 0 WHERE ${ours}`)).catch((error: unknown) =>
    engine.log.warn({ step, err: error }, 'a step could not be handed on; it is sent again by and by'),
  );
}

/** While the database is away nothing is known to have happened, so the step is begun again. */
async function runStep(engine: EngineContext, job: Job): Promise<Job | null> {
  const opened: { run?: StepRun } = {};
  try {
    const state = { isMarked: false };
    return await persist(async () => {
      try {
        const tried = (): Promise<After> => inTransaction(engine, 'step', (tx) => runInTransaction(engine, tx, job, state.isMarked, opened));
        let after = await tried();
        if (after.kind === 'suspect') {
          if (!(await isTrusted(engine, job))) return null;
          // Once, however often the database goes away.
          state.isMarked = true;
          after = await tried();
        }
        if (after.kind === 'suspect') return null;
        return after.kind === 'next' ? after.job : await runOutside(engine, after.claimed, after.lease);
      } catch (error) {
        if (isAway(error)) throw error;
        // What this model has no name for may be in the next.
        if (error instanceof UnfitDefinition && (await engine.isBehind())) return null;
        return await failStep(engine, job, error, opened.run?.trace);
      }
    });
  } catch (error) {
    engine.log.warn({ step: job.step, error: error instanceof Error ? error.message : String(error) }, 'a step was broken off; it is run again');
    return null;
  }
}

async function runInTransaction(engine: EngineContext, tx: Executor, job: Job, isMarked: boolean, opened: { run?: StepRun }): Promise<After> {
  const claimed = await claimReady(tx, job);
  if (claimed === null) return { kind: 'next', job: null };
  await engine.faultPoint('step: claimed');
  if (claimed.dispatches >= suspectFrom && !isMarked) return { kind: 'suspect' };
  const workflow = await engine.book.find(tx, claimed.definition);
  const step = stepAt(workflow.steps, claimed.key);
  if (step === null) throw new Error(`the definition has no step ${claimed.key}`);
  const run = await openStepRun(engine, tx, claimed, workflow);
  opened.run = run;
  if (run.subject !== null && workflow.while !== null && !(await holds(run, workflow.while))) {
    await endRun(tx, claimed.run, 'done', 'while');
    return { kind: 'next', job: null };
  }
  if (!(await mayBegin(engine, tx, claimed, workflow))) {
    await endRun(tx, claimed.run, 'done', 'when');
    return { kind: 'next', job: null };
  }
  const isDue = await holds(run, step.when);
  if (isDue && isOutside(step)) return { kind: 'outside', claimed, lease: await leaseStep(engine, tx, claimed, step, run) };
  if (isDue && step.kind === 'delay' && (await delayUntil(tx, claimed, step, run))) return { kind: 'next', job: null };
  const outcome = isDue ? await outcomeOf(run, step, claimed) : { ...nothingCame, status: 'skipped' as const };
  return { kind: 'next', job: await advance(tx, claimed, workflow, outcome, engine.worker) };
}

async function outcomeOf(run: StepRun, step: Step, { key, vars }: ClaimedStep): Promise<StepOutcome> {
  if (step.kind === 'stop') return { ...nothingCame, isStop: true };
  if (step.kind === 'if') return { ...nothingCame, entered: { branch: (await holds(run, step.condition)) ? 'then' : 'else' } };
  if (step.kind === 'for-each') {
    const found = await valueOf(run, step.each);
    const list = isList(found) ? found.map(encode) : [];
    if (list.length > mostElements) throw new UserError(422, 'expression.listTooLong', { most: mostElements });
    const around = elementsAround(key).reduce((product, { forEach }) => product * (vars.lists[forEach]?.length ?? 1), 1);
    if (around * list.length > mostNestedElements)
      throw new UserError(422, 'workflow.too-many-elements', { most: mostNestedElements, found: around * list.length });
    return { ...nothingCame, list, entered: { elements: list.length } };
  }
  const runner = txStep(step.kind);
  if (runner === undefined) return nothingCame;
  const came: Value = await runner(run, step);
  const made = run.effects.filter((effect) => effect.kind === 'created');
  return { ...nothingCame, name: step.name, value: encode(came) ?? (made.length === 0 ? null : made), input: run.trace ?? null };
}

/** What a step of a run works with; it acts with the rights of whoever caused the run, or as the system. */
export async function openStepRun(engine: EngineContext, tx: Executor, claimed: ClaimedStep, workflow: Workflow): Promise<StepRun> {
  const platform = nestedPlatform(engine.platform, tx);
  const records = new KnownRecords(platform.model, tx);
  const entity = platform.model.entities.get(claimed.entity ?? '');
  const caller = await callerFor(engine, tx, claimed, workflow);
  return {
    platform,
    tx,
    caller,
    subject: entity === undefined || claimed.recordId === null ? null : { entity, id: claimed.recordId },
    record: goneRecord(entity, records, claimed.vars),
    records,
    variables: variablesAt(platform.model, workflow, records, claimed.vars, claimed.key),
    now: claimed.now,
    effects: [],
  };
}

import type { Executor } from '../../data/database.js';
import { raw, sql, value } from '../../data/sql.js';
import type { Workflow } from '../../definitions/model.js';
import { UserError } from '../../kernel/user-error.js';
import { mostDepth } from '../inline/inline-hook.js';
import { triggersOf, workflowsOn } from '../triggers.js';
import { endWaiting } from './end-waiting.js';
import type { EngineContext } from './engine-context.js';
import type { Event } from './event-batch.js';
import { isAway } from './is-away.js';
import { isMet } from './is-met.js';
import type { RouterKnowledge } from './router-knowledge.js';
import { userOf } from './run-vars.js';
import { startRun, type Parked, type Start } from './start-run.js';

/** Runs of one workflow about one record that may begin within a minute; more than that is a storm. */
const mostRunsAMinute = 20;
const calmSeconds = 60;

/** Starts the runs that an event sets off. */
export async function followEvent(engine: EngineContext, tx: Executor, event: Event, known: RouterKnowledge): Promise<void> {
  await endWaiting(engine, tx, event.entity, event.recordId);
  for (const workflow of wantedBy(engine, event)) await followFor(engine, tx, workflow, event, known);
}

/**
 * The same with care: workflows do not stand in each other's way. One whose condition fails for good, or at the last try, gets a run that waits for a person.
 * Gives what has to be tried again; the others have their runs.
 */
export async function followWithCare(engine: EngineContext, tx: Executor, event: Event, known: RouterKnowledge, isLast: boolean): Promise<readonly unknown[]> {
  await endWaiting(engine, tx, event.entity, event.recordId);
  const failed: unknown[] = [];
  for (const workflow of wantedBy(engine, event)) {
    const error = await attempt(tx, () => followFor(engine, tx, workflow, event, known));
    const left = error !== undefined && (isLast || isFinal(error)) ? await attempt(tx, () => park(engine, tx, workflow, event, known, error)) : error;
    if (left !== undefined) failed.push(left);
  }
  return failed;
}

/** What an expression does to a record it does again. */
function isFinal(error: unknown): boolean {
  return error instanceof UserError && error.code !== 'record.try-again';
}

function wantedBy({ platform }: EngineContext, { entity, enabled, happening }: Event): readonly Workflow[] {
  return workflowsOn(platform.model, entity, 'background').filter((workflow) => enabled.has(workflow.id) && triggersOf(workflow, happening).length > 0);
}

/** Up to a savepoint of its own; gives what it threw. */
async function attempt(tx: Executor, work: () => Promise<void>): Promise<unknown> {
  await tx.rows(raw('SAVEPOINT following'));
  try {
    await work();
    await tx.rows(raw('RELEASE SAVEPOINT following'));
    return undefined;
  } catch (error) {
    if (isAway(error)) throw error;
    await tx.rows(raw('ROLLBACK TO SAVEPOINT following'));
    return error ?? new Error('nothing was said');
  }
}

async function followFor(engine: EngineContext, tx: Executor, workflow: Workflow, event: Event, known: RouterKnowledge): Promise<void> {
  if (!(await isMet(engine, tx, workflow, event, known))) return;
  const coalesces = workflow.declaration.coalesce === true;
  if (coalesces && (await waitsAlready(tx, workflow, event.recordId))) return;
  const isStorm = await isStormy(tx, workflow, event);
  await startRun(tx, engine.book, {
    ...(await startOf(workflow, event, known)),
    parked: parkedBy(event, isStorm && !coalesces),
    // What comes meanwhile is left to this run, so nothing is forgotten.
    pauseSeconds: isStorm && coalesces ? calmSeconds : 0,
  });
}

async function startOf(workflow: Workflow, event: Event, known: RouterKnowledge): Promise<Start> {
  return {
    workflow,
    triggerKey: `evt:${event.seq}`,
    entity: event.entity.id,
    recordId: event.recordId,
    event: event.seq,
    actor: event.actor,
    depth: event.depth,
    vars: {
      names: {},
      lists: {},
      old: event.before,
      gone: event.after === null ? event.before : null,
      settings: await known.settingsOf(workflow),
      user: userOf(await known.callerOf(event.actor)),
    },
  };
}

/** Whether it should have begun is asked again when a person has it tried again. */
async function park(engine: EngineContext, tx: Executor, workflow: Workflow, event: Event, known: RouterKnowledge, error: unknown): Promise<void> {
  const start = await startOf(workflow, event, known);
  const message = (error instanceof Error ? error.message : String(error)).slice(0, 2000);
  await startRun(tx, engine.book, { ...start, vars: { ...start.vars, isUnasked: true }, parked: { code: 'workflow.event-failed', params: { message } } });
}

function parkedBy({ depth }: Event, isStorm: boolean): Parked | undefined {
  if (depth > mostDepth) return { code: 'workflow.circle', params: { most: mostDepth } };
  return isStorm ? { code: 'workflow.storm', params: { most: mostRunsAMinute } } : undefined;
}

/** By when the events happened, not by when they are followed: what has piled up is no storm. */
async function isStormy(tx: Executor, workflow: Workflow, { seq, recordId, happening }: Event): Promise<boolean> {
  // Nothing came before.
  if (happening.op === 'created') return false;
  const rows = await tx.rows(sql`
    SELECT 1 FROM trellis_event now JOIN (
      SELECT r.event FROM trellis_run r WHERE r.record_id = ${value(recordId, 'uuid')} AND r.workflow = ${value(workflow.id, 'text')} ORDER BY r.id DESC OFFSET ${value(mostRunsAMinute - 1, 'integer')} LIMIT 1
    ) earlier ON true JOIN trellis_event first ON first.seq = earlier.event
    WHERE now.seq = ${value(seq, 'bigint')} AND first.at > now.at - interval '1 minute'`);
  return rows.length === 1;
}

/** A run whose first step nobody has begun sees the record as it will be then; whoever begins it now holds its row. */
async function waitsAlready(tx: Executor, workflow: Workflow, recordId: string): Promise<boolean> {
  const rows = await tx.rows(sql`
    SELECT s.id FROM trellis_run r JOIN trellis_step s ON s.run = r.id AND s.key = '0' AND s.status = 'ready' AND s.attempt = 1
    WHERE r.record_id = ${value(recordId, 'uuid')} AND r.workflow = ${value(workflow.id, 'text')} AND r.status = 'running' LIMIT 1 FOR UPDATE OF s SKIP LOCKED`);
  const [row] = rows;
  if (row === undefined) return false;
  // A worker that came for it meanwhile found it locked and went away; it is sent anew.
  await tx.rows(sql`UPDATE trellis_step SET dispatched_at = NULL WHERE id = ${value(row['id'], 'uuid')}`);
  return true;
}

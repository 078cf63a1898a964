import type { Executor } from '../../data/database.js';
import { raw, sql, value } from '../../data/sql.js';
import type { Workflow } from '../../definitions/model.js';
import { KnownRecords } from '../../records/known-records.js';
import { mostDepth } from '../inline/inline-hook.js';
import { settingsFrom } from '../settings.js';
import { holds, type StepRun } from '../steps/step-run.js';
import { triggersOf, workflowsOn } from '../triggers.js';
import { endWaiting } from './end-waiting.js';
import type { EngineContext } from './engine-context.js';
import type { Event } from './event-batch.js';
import { isAway } from './is-away.js';
import type { RouterKnowledge } from './router-knowledge.js';
import { userOf } from './run-vars.js';
import { startRun, type Parked } from './start-run.js';

/** Runs of one workflow about one record that may begin within a minute; more than that is a storm. */
const mostRunsAMinute = 20;
const calmSeconds = 60;

/** What stood against following an event for one workflow. */
export interface Unfollowed {
  readonly workflow: string;
  readonly error: unknown;
}

/** Starts the runs that an event sets off. */
export async function followEvent(engine: EngineContext, tx: Executor, event: Event, known: RouterKnowledge): Promise<void> {
  await endWaiting(engine, tx, event.entity, event.recordId);
  for (const workflow of wantedBy(engine, event)) await followFor(engine, tx, workflow, event, known);
}

/** The same with care: workflows do not stand in each other's way. Gives those for which it failed; the others have their runs. */
export async function followWithCare(engine: EngineContext, tx: Executor, event: Event, known: RouterKnowledge): Promise<readonly Unfollowed[]> {
  await endWaiting(engine, tx, event.entity, event.recordId);
  const failed: Unfollowed[] = [];
  for (const workflow of wantedBy(engine, event)) {
    const error = await attempt(tx, () => followFor(engine, tx, workflow, event, known));
    if (error !== undefined) failed.push({ workflow: workflow.id, error });
  }
  return failed;
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
    parked: parkedBy(event, isStorm && !coalesces),
    // What comes meanwhile is left to this run, so nothing is forgotten.
    pauseSeconds: isStorm && coalesces ? calmSeconds : 0,
  });
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

/** Whether the condition of one of the triggers holds, of the record as the event left it. */
async function isMet(engine: EngineContext, tx: Executor, workflow: Workflow, event: Event, known: RouterKnowledge): Promise<boolean> {
  const triggers = triggersOf(workflow, event.happening);
  if (triggers.every((trigger) => trigger.when === null)) return true;
  const { platform } = engine;
  const records = new KnownRecords(platform.model, tx);
  const run: StepRun = {
    platform,
    tx,
    caller: await known.callerOf(event.actor),
    subject: { entity: event.entity, id: event.recordId },
    record: records.given(event.entity, event.after ?? event.before ?? {}),
    records,
    variables: new Map([
      ['old', event.before === null ? null : records.given(event.entity, event.before)],
      ['settings', settingsFrom(workflow, await known.settingsOf(workflow))],
    ]),
    calendar: await known.calendar(),
    effects: [],
  };
  for (const trigger of triggers) if (await holds(run, trigger.when)) return true;
  return false;
}

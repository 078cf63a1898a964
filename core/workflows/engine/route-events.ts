import type { Executor, Row } from '../../data/database.js';
import { sql, value } from '../../data/sql.js';
import type { Workflow } from '../../definitions/model.js';
import type { Caller } from '../../kernel/caller.js';
import { systemCaller } from '../../kernel/system-caller.js';
import { mostDepth } from '../inline/inline-hook.js';
import { KnownRecords } from '../../records/known-records.js';
import { settingsFrom, settingsOf } from '../settings.js';
import { holds, type StepRun } from '../steps/step-run.js';
import { readWorkingCalendar } from '../steps/working-calendar.js';
import { triggersOf, workflowsOn } from '../triggers.js';
import type { EngineContext } from './engine-context.js';
import { eventBatch, type Event, type Plain } from './event-batch.js';
import { endWaiting } from './end-waiting.js';
import { openIncident } from './incidents.js';
import { startRun } from './start-run.js';

const batch = 100;
const mostTries = 5;

/**
 * Makes runs of events, oldest first; gives how many events were taken. One router works at a time, whatever the number of processes, so events of one record
 * are followed in the order in which they happened.
 */
export async function routeEvents(engine: EngineContext): Promise<number> {
  const waiting = await engine.database.rows(sql`SELECT FROM trellis_event WHERE routed_at IS NULL LIMIT 1`);
  if (waiting.length === 0) return 0;
  try {
    return await routeBatch(engine, routeTogether);
  } catch (error) {
    engine.log.debug({ err: error }, 'workflows: some events could not be followed together and are followed one by one');
    return routeBatch(engine, routeOneByOne);
  }
}

async function routeBatch(engine: EngineContext, route: (engine: EngineContext, tx: Executor, rows: readonly Row[]) => Promise<void>): Promise<number> {
  return engine.database.transaction(async (tx) => {
    const [mine] = await tx.rows(sql`SELECT pg_try_advisory_xact_lock(hashtext('trellis router')) AS mine`);
    if (mine?.['mine'] !== true) return 0;
    const rows = await tx.rows(sql`
      SELECT seq::text AS seq, entity, record_id::text AS record_id, op, action, changed, before IS NOT NULL AS has_before, after IS NOT NULL AS has_after, actor::text AS actor, depth, tries
      FROM trellis_event WHERE routed_at IS NULL ORDER BY seq LIMIT ${value(batch, 'integer')}`);
    await route(engine, tx, rows);
    return rows.length;
  });
}

async function routeTogether(engine: EngineContext, tx: Executor, rows: readonly Row[]): Promise<void> {
  const known = new RouterKnowledge(engine, tx);
  for (const event of await eventBatch(tx, engine.platform.model, rows)) await follow(engine, tx, event, known);
  const seqs = rows.map((row) => String(row['seq']));
  await tx.rows(sql`UPDATE trellis_event SET routed_at = clock_timestamp() WHERE seq = ANY(${value(seqs, 'bigint[]')})`);
}

async function routeOneByOne(engine: EngineContext, tx: Executor, rows: readonly Row[]): Promise<void> {
  for (const row of rows) await routeOne(engine, tx, row);
}

/** What throws is tried again with the next round, and becomes an incident in the end; the events after it go on. */
async function routeOne(engine: EngineContext, tx: Executor, row: Row): Promise<void> {
  await tx.rows(sql`SAVEPOINT routing`);
  try {
    await routeTogether(engine, tx, [row]);
    await tx.rows(sql`RELEASE SAVEPOINT routing`);
  } catch (error) {
    await tx.rows(sql`ROLLBACK TO SAVEPOINT routing`);
    const message = error instanceof Error ? error.message : String(error);
    const isLast = Number(row['tries']) + 1 >= mostTries;
    await tx.rows(
      sql`UPDATE trellis_event SET tries = tries + 1, error = ${value(message, 'text')}, routed_at = ${isLast ? sql`clock_timestamp()` : sql`NULL`} WHERE seq = ${value(row['seq'], 'bigint')}`,
    );
    if (isLast) await openIncident(tx, { workflow: String(row['entity']), code: 'workflow.event-failed', detail: { message }, event: String(row['seq']) });
  }
}

async function follow(engine: EngineContext, tx: Executor, event: Event, known: RouterKnowledge): Promise<void> {
  const { entity } = event;
  await endWaiting(engine, tx, entity, event.recordId);
  for (const workflow of workflowsOn(engine.platform.model, entity, 'background')) {
    if (!event.enabled.has(workflow.id)) continue;
    const triggers = triggersOf(workflow, event.happening);
    if (triggers.length === 0) continue;
    if (event.depth > mostDepth) {
      await openIncident(tx, { workflow: workflow.id, code: 'workflow.circle', detail: { most: mostDepth, record: event.recordId }, event: event.seq });
      continue;
    }
    const isMet = await anyHolds(engine, tx, workflow, triggers, event, known);
    if (!isMet || (workflow.declaration.coalesce === true && (await waitsAlready(tx, workflow, event.recordId)))) continue;
    await startRun(tx, engine.book, {
      workflow,
      triggerKey: `evt:${event.seq}`,
      entity: entity.id,
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
    });
  }
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

async function anyHolds(
  engine: EngineContext,
  tx: Executor,
  workflow: Workflow,
  triggers: ReturnType<typeof triggersOf>,
  event: Event,
  known: RouterKnowledge,
): Promise<boolean> {
  if (triggers.every((trigger) => trigger.when === null)) return true;
  const { platform } = engine;
  const records = new KnownRecords(platform.model, tx);
  const now = event.after ?? event.before ?? {};
  const run: StepRun = {
    platform,
    tx,
    caller: await known.callerOf(event.actor),
    subject: { entity: event.entity, id: event.recordId },
    record: records.given(event.entity, now),
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

/** The variable `user`. */
export function userOf(caller: Caller): Plain {
  return { id: caller.userId, email: caller.email, name: caller.name, teams: caller.teamIds, roles: caller.roleIds };
}

/** Events that have been followed are kept for a while, for people who look for what happened. */
export async function forgetEvents(executor: Executor): Promise<void> {
  await executor.rows(sql`DELETE FROM trellis_event WHERE routed_at < now() - interval '7 days'`);
}

/** What does not change while a batch is followed. */
class RouterKnowledge {
  private readonly callers = new Map<string, Promise<Caller>>();
  private readonly settings = new Map<string, ReturnType<typeof settingsOf>>();
  private working: ReturnType<typeof readWorkingCalendar> | null = null;

  constructor(
    private readonly engine: EngineContext,
    private readonly tx: Executor,
  ) {}

  callerOf(actor: string): Promise<Caller> {
    const caller = this.callers.get(actor) ?? this.engine.callerOf(this.tx, actor).then((found) => found ?? systemCaller());
    this.callers.set(actor, caller);
    return caller;
  }

  settingsOf(workflow: Workflow): ReturnType<typeof settingsOf> {
    const settings = this.settings.get(workflow.id) ?? settingsOf(this.tx, workflow);
    this.settings.set(workflow.id, settings);
    return settings;
  }

  calendar(): ReturnType<typeof readWorkingCalendar> {
    this.working ??= readWorkingCalendar(this.tx);
    return this.working;
  }
}

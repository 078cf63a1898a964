import type { Executor, Row } from '../../data/database.js';
import { QueryContext } from '../../data/query/query-context.js';
import { recordColumns, wholeRecord } from '../../data/query/record-columns.js';
import type { Sight } from '../../data/query/sight.js';
import { identifier, sql, value } from '../../data/sql.js';
import type { Entity, Model, Workflow } from '../../definitions/model.js';
import type { Caller } from '../../kernel/caller.js';
import { systemUserId } from '../../kernel/caller.js';
import { systemCaller } from '../../kernel/system-caller.js';
import { mostDepth } from '../inline/inline-hook.js';
import { KnownRecords } from '../../records/known-records.js';
import { settingsFrom, settingsOf } from '../settings.js';
import { holds, type StepRun } from '../steps/step-run.js';
import { readWorkingCalendar } from '../steps/working-calendar.js';
import { triggersOf, workflowsOn, type Happening } from '../triggers.js';
import type { EngineContext } from './engine-context.js';
import { endWaiting } from './end-waiting.js';
import { openIncident } from './incidents.js';
import { startRun } from './start-run.js';

const batch = 100;
const mostTries = 5;

interface Event {
  readonly seq: string;
  readonly entity: Entity;
  readonly recordId: string;
  readonly happening: Happening;
  readonly before: Plain | null;
  readonly after: Plain | null;
  readonly actor: string;
  readonly depth: number;
}

type Plain = Readonly<Record<string, unknown>>;

/**
 * Makes runs of events, oldest first; gives how many events were taken. One router works at a time, whatever the number of processes, so events of one record
 * are followed in the order in which they happened.
 */
export async function routeEvents(engine: EngineContext): Promise<number> {
  return engine.database.transaction(async (tx) => {
    const [mine] = await tx.rows(sql`SELECT pg_try_advisory_xact_lock(hashtext('trellis router')) AS mine`);
    if (mine?.['mine'] !== true) return 0;
    const rows = await tx.rows(sql`
      SELECT seq::text AS seq, entity, record_id::text AS record_id, op, action, changed, before IS NOT NULL AS has_before, after IS NOT NULL AS has_after, actor::text AS actor, depth, tries
      FROM trellis_event WHERE routed_at IS NULL ORDER BY seq LIMIT ${value(batch, 'integer')}`);
    for (const row of rows) await routeOne(engine, tx, row);
    return rows.length;
  });
}

/** What throws is tried again with the next round, and becomes an incident in the end; the events after it go on. */
async function routeOne(engine: EngineContext, tx: Executor, row: Row): Promise<void> {
  const seq = value(row['seq'], 'bigint');
  await tx.rows(sql`SAVEPOINT routing`);
  try {
    await follow(engine, tx, row);
    await tx.rows(sql`UPDATE trellis_event SET routed_at = clock_timestamp() WHERE seq = ${seq}`);
    await tx.rows(sql`RELEASE SAVEPOINT routing`);
  } catch (error) {
    await tx.rows(sql`ROLLBACK TO SAVEPOINT routing`);
    const message = error instanceof Error ? error.message : String(error);
    const isLast = Number(row['tries']) + 1 >= mostTries;
    await tx.rows(
      sql`UPDATE trellis_event SET tries = tries + 1, error = ${value(message, 'text')}, routed_at = ${isLast ? sql`clock_timestamp()` : sql`NULL`} WHERE seq = ${seq}`,
    );
    if (isLast) await openIncident(tx, { workflow: String(row['entity']), code: 'workflow.event-failed', detail: { message }, event: String(row['seq']) });
  }
}

async function follow(engine: EngineContext, tx: Executor, row: Row): Promise<void> {
  const { model } = engine.platform;
  const entity = model.entities.get(String(row['entity']));
  if (entity === undefined) return;
  const event = await eventOf(model, tx, entity, row);
  await endWaiting(engine, tx, entity, event.recordId);
  const enabled = await enabledAt(tx, event.seq);
  for (const workflow of workflowsOn(model, entity, 'background')) {
    if (!enabled.has(workflow.id)) continue;
    const triggers = triggersOf(workflow, event.happening);
    if (triggers.length === 0) continue;
    if (event.depth > mostDepth) {
      await openIncident(tx, { workflow: workflow.id, code: 'workflow.circle', detail: { most: mostDepth, record: event.recordId }, event: event.seq });
      continue;
    }
    const caller = (await engine.callerOf(tx, event.actor)) ?? systemCaller();
    const isMet = await anyHolds(engine, tx, workflow, triggers, event, caller);
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
        settings: await settingsOf(tx, workflow),
        user: userOf(caller),
      },
    });
  }
}

/** Workflows that were switched on when an event happened, however late it is followed. */
async function enabledAt(tx: Executor, seq: string): Promise<ReadonlySet<string>> {
  const rows = await tx.rows(sql`
    SELECT w.id FROM trellis_workflow w, trellis_event e WHERE e.seq = ${value(seq, 'bigint')} AND w.is_enabled = (w.switched_at IS NULL OR e.at >= w.switched_at)`);
  return new Set(rows.map((row) => String(row['id'])));
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
  caller: Caller,
): Promise<boolean> {
  if (triggers.every((trigger) => trigger.when === null)) return true;
  const { platform } = engine;
  const records = new KnownRecords(platform.model, tx);
  const now = event.after ?? event.before ?? {};
  const run: StepRun = {
    platform,
    tx,
    caller,
    subject: { entity: event.entity, id: event.recordId },
    record: records.given(event.entity, now),
    records,
    variables: new Map([
      ['old', event.before === null ? null : records.given(event.entity, event.before)],
      ['settings', settingsFrom(workflow, await settingsOf(tx, workflow))],
    ]),
    calendar: await readWorkingCalendar(tx),
    effects: [],
  };
  for (const trigger of triggers) if (await holds(run, trigger.when)) return true;
  return false;
}

async function eventOf(model: Model, tx: Executor, entity: Entity, row: Row): Promise<Event> {
  const before = row['has_before'] === true ? await plainOf(model, tx, entity, String(row['seq']), 'before') : null;
  const after = row['has_after'] === true ? await plainOf(model, tx, entity, String(row['seq']), 'after') : null;
  const columns = new Set(Array.isArray(row['changed']) ? row['changed'].map(String) : []);
  const changed = new Set([...entity.fields.values()].filter((field) => columns.has(field.column)).map((field) => field.name));
  const op = row['op'] === 'created' ? 'created' : row['op'] === 'deleted' ? 'deleted' : 'updated';
  return {
    seq: String(row['seq']),
    entity,
    recordId: String(row['record_id']),
    happening: { op, transition: typeof row['action'] === 'string' ? row['action'] : null, changed },
    before,
    after,
    actor: typeof row['actor'] === 'string' ? row['actor'] : systemUserId,
    depth: Number(row['depth']),
  };
}

const unmasked: Sight = { rows: () => ({ kind: 'everywhere' }), field: () => ({ kind: 'everywhere' }) };

/** The record as the event kept it, spelt as the API does; its lines are those of now. */
async function plainOf(model: Model, tx: Executor, entity: Entity, seq: string, which: 'before' | 'after'): Promise<Plain> {
  const context = new QueryContext(model, unmasked);
  const source = context.source(entity);
  const columns = recordColumns(context, source, { ...wholeRecord, hasLabels: false });
  const json = await tx.text(sql`SELECT row_to_json(r)::text FROM (SELECT ${columns} FROM trellis_event e
    CROSS JOIN LATERAL jsonb_populate_record(NULL::${identifier(entity.table)}, e.${identifier(which)}) ${source.alias} WHERE e.seq = ${value(seq, 'bigint')}) r`);
  const row: unknown = JSON.parse(json ?? '{}');
  return typeof row === 'object' && row !== null ? Object.fromEntries(Object.entries(row)) : {};
}

/** The variable `user`. */
export function userOf(caller: Caller): Plain {
  return { id: caller.userId, email: caller.email, name: caller.name, teams: caller.teamIds, roles: caller.roleIds };
}

/** Events that have been followed are kept for a while, for people who look for what happened. */
export async function forgetEvents(executor: Executor): Promise<void> {
  await executor.rows(sql`DELETE FROM trellis_event WHERE routed_at < now() - interval '7 days'`);
}

import type { Executor, Row } from '../../data/database.js';
import { conditionToSql } from '../../data/expression-sql.js';
import { rowNames } from '../../data/row-names.js';
import { identifier, raw, sql, value } from '../../data/sql.js';
import type { Workflow } from '../../definitions/model.js';
import { systemCaller } from '../../kernel/system-caller.js';
import { readTimeZone } from '../../records/functions/time-zone-at.js';
import { dueFires } from '../schedule/due-fires.js';
import { nextFire } from '../schedule/next-fire.js';
import { settingsOf } from '../settings.js';
import type { EngineContext } from './engine-context.js';
import { inTransaction } from './in-transaction.js';
import { userOf } from './run-vars.js';
import { startRun, startRuns } from './start-run.js';

/** Brings the table of schedules to what is declared; a schedule that has changed begins anew. */
export async function keepSchedules(engine: EngineContext): Promise<void> {
  await engine.database.transaction(async (tx) => {
    const home = await readTimeZone(engine.platform.model, tx, null);
    const wanted = [...engine.platform.model.workflows.values()].flatMap((workflow) =>
      workflow.triggers.flatMap((trigger, place) =>
        trigger.kind === 'schedule' ? [{ workflow, place, cron: trigger.cron, zone: trigger.timeZone ?? home }] : [],
      ),
    );
    for (const { workflow, place, cron, zone } of wanted) {
      const next = nextFire({ cron, zone }, await nowOf(tx));
      await tx.rows(sql`
        INSERT INTO trellis_schedule AS s (workflow, place, cron, zone, next_at) VALUES (${value(workflow.id, 'text')}, ${value(place, 'integer')}, ${value(cron, 'text')}, ${value(zone, 'text')}, ${value(next.toISOString(), 'timestamptz')})
        ON CONFLICT (workflow, place) DO UPDATE SET cron = excluded.cron, zone = excluded.zone, next_at = CASE WHEN s.cron = excluded.cron AND s.zone = excluded.zone THEN s.next_at ELSE excluded.next_at END`);
    }
    const keys = wanted.map(({ workflow, place }) => `${workflow.id} ${place}`);
    await tx.rows(sql`DELETE FROM trellis_schedule WHERE NOT (workflow || ' ' || place = ANY(${value(keys, 'text[]')}))`);
  });
}

/** Starts what is due by the database's clock; the moment is part of the run's key, so two processes cannot start it twice. */
export async function fireSchedules(engine: EngineContext): Promise<number> {
  return inTransaction(engine, 'schedule', async (tx) => {
    const rows = await tx.rows(sql`
      SELECT s.workflow, s.place, s.cron, s.zone, s.next_at, w.is_enabled FROM trellis_schedule s JOIN trellis_workflow w ON w.id = s.workflow
      WHERE s.next_at <= clock_timestamp() ORDER BY s.next_at LIMIT 50 FOR UPDATE OF s SKIP LOCKED`);
    let started = 0;
    for (const row of rows) started += await fireOne(engine, tx, row);
    return started;
  });
}

async function fireOne(engine: EngineContext, tx: Executor, row: Row): Promise<number> {
  const workflow = engine.platform.model.workflows.get(String(row['workflow']));
  const place = Number(row['place']);
  const trigger = workflow?.triggers[place];
  // Another process runs other plugins, and knows it.
  if (workflow === undefined || trigger?.kind !== 'schedule') return 0;
  const planned = row['next_at'] instanceof Date ? row['next_at'] : new Date(String(row['next_at']));
  const { fires, dropped, next } = dueFires({ cron: String(row['cron']), zone: String(row['zone']), missed: trigger.missed }, planned, await nowOf(tx));
  const wanted = row['is_enabled'] === true ? fires : [];
  let started = 0;
  for (const moment of wanted) started += await startScheduled(engine, tx, workflow, place, moment);
  await tx.rows(sql`UPDATE trellis_schedule SET next_at = ${value(next.toISOString(), 'timestamptz')}, last_at = clock_timestamp(), missed = missed + ${value(dropped, 'integer')}
    WHERE workflow = ${value(workflow.id, 'text')} AND place = ${value(place, 'integer')}`);
  return started;
}

/** One run, or one for each record that the schedule is about. */
async function startScheduled(engine: EngineContext, tx: Executor, workflow: Workflow, place: number, moment: Date): Promise<number> {
  const caller = systemCaller();
  const triggerKey = `cron:${place}:${moment.toISOString()}`;
  const start = {
    workflow,
    entity: workflow.entity,
    event: null,
    actor: caller.userId,
    depth: 0,
    vars: { names: {}, lists: {}, old: null, gone: null, settings: await settingsOf(tx, workflow), user: userOf(caller) },
  };
  const { model } = engine.platform;
  const entity = model.entities.get(workflow.entity ?? '');
  if (entity === undefined) return (await startRun(tx, engine.book, { ...start, triggerKey, recordId: null })) ? 1 : 0;
  const trigger = workflow.triggers[place];
  const when = trigger?.kind === 'schedule' ? trigger.when : null;
  const condition = when === null ? raw('true') : conditionToSql(when, rowNames(entity, identifier('q1'), model, null));
  const records = sql`SELECT ${value(`${triggerKey}:`, 'text')} || q1.id AS trigger_key, q1.id AS record_id FROM ${identifier(entity.table)} q1 WHERE ${condition}`;
  return startRuns(tx, engine.book, start, records);
}

async function nowOf(tx: Executor): Promise<Date> {
  return new Date(String(await tx.text(sql`SELECT to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`)));
}

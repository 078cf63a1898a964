import type { Executor } from '../../data/database.js';
import { sql, value } from '../../data/sql.js';
import type { Entity } from '../../definitions/model.js';
import { systemCaller } from '../../kernel/system-caller.js';
import { UserError } from '../../kernel/user-error.js';
import { KnownRecords } from '../../records/known-records.js';
import { holds, type StepRun } from '../steps/step-run.js';
import type { EngineContext } from './engine-context.js';

/** Ends the runs about a record whose `while` does not hold of it any more: a follow-up stops the moment the lead is contacted, not at its next reminder. */
export async function endWaiting(engine: EngineContext, tx: Executor, entity: Entity, recordId: string): Promise<void> {
  const { model } = engine.platform;
  const guarded = [...model.workflows.values()].filter((workflow) => workflow.entity === entity.id && workflow.while !== null);
  if (guarded.length === 0) return;
  const rows = await tx.rows(sql`
    SELECT r.id::text AS id, r.definition FROM trellis_run r WHERE r.record_id = ${value(recordId, 'uuid')} AND r.entity = ${value(entity.id, 'text')} AND r.status = 'running'`);
  for (const row of rows) {
    const workflow = await engine.book.find(tx, String(row['definition'])).catch(() => null);
    if (workflow === null || workflow.while === null) continue;
    const records = new KnownRecords(model, tx);
    const run: StepRun = {
      platform: engine.platform,
      tx,
      caller: systemCaller(),
      subject: { entity, id: recordId },
      record: null,
      records,
      variables: new Map(),
      effects: [],
    };
    // One that fails is told by the run itself, at its next step, and does not stand in the way of the event.
    const goesOn = await holds(run, workflow.while).catch((error: unknown) => {
      if (error instanceof UserError) return true;
      throw error;
    });
    if (!goesOn) await endRun(tx, String(row['id']), 'done', 'while');
  }
}

/** Ends a run and what of it has not been done. `outcome` says why, for people. */
export async function endRun(tx: Executor, run: string, status: 'done' | 'failed' | 'cancelled', outcome: string | null): Promise<void> {
  await tx.rows(sql`SELECT FROM trellis_run WHERE id = ${value(run, 'uuid')} FOR UPDATE`);
  await endHeldRun(tx, run, status, outcome);
}

/** The same for a run that this transaction has locked already. */
export async function endHeldRun(tx: Executor, run: string, status: 'done' | 'failed' | 'cancelled', outcome: string | null): Promise<void> {
  // A step that failed and was passed over stays marked.
  const open =
    status === 'failed' ? sql`false` : sql`status IN ('ready', 'waiting', 'running') OR (status = 'failed' AND ${value(status === 'cancelled', 'boolean')})`;
  await tx.rows(sql`
    WITH steps AS (UPDATE trellis_step SET status = 'cancelled', ended_at = clock_timestamp() WHERE run = ${value(run, 'uuid')} AND (${open})),
    incidents AS (UPDATE trellis_incident SET resolved_at = clock_timestamp(), resolution = ${value(outcome ?? status, 'text')} WHERE run = ${value(run, 'uuid')} AND resolved_at IS NULL AND ${value(status !== 'failed', 'boolean')})
    UPDATE trellis_run SET status = ${value(status, 'text')}, outcome = ${value(outcome, 'text')}, ended_at = clock_timestamp() WHERE id = ${value(run, 'uuid')} AND status IN ('running', 'failed')`);
}

import type { Executor } from '../../data/database.js';
import { sql, value } from '../../data/sql.js';
import { recordId } from '../../definitions/field-types/reference.js';
import type { Caller } from '../../kernel/caller.js';
import { UserError } from '../../kernel/user-error.js';
import type { Platform } from '../../records/platform.js';
import { advance, nothingCame } from '../engine/advance.js';
import { claimFailed, failedStep } from '../engine/claimed-step.js';
import { DefinitionBook, UnfitDefinition } from '../engine/definition-book.js';
import { endRun } from '../engine/end-waiting.js';
import { closeIncidents } from '../engine/incidents.js';
import { demandAdministrator } from './demand-administrator.js';

/** What a person decides about a run: try the failed step again, go on without it, or end the run. */
export type Resolution = 'retry' | 'skip' | 'cancel';

/** Carries out the decision. Throws 403, 404, and 409 when there is nothing of that kind to decide. */
export async function resolveRun(platform: Platform, caller: Caller, id: string, resolution: Resolution): Promise<void> {
  demandAdministrator(caller);
  const key = recordId(id);
  await platform.database.transaction(async (tx) => {
    const [run] = await tx.rows(sql`SELECT status, workflow FROM trellis_run WHERE id = ${value(key, 'uuid')} FOR UPDATE`);
    if (run === undefined || key === null) throw new UserError(404, 'workflow.no-run');
    const status = String(run['status']);
    if (resolution === 'cancel') return cancel(tx, caller, key, status);
    if (status !== 'failed') throw new UserError(409, 'workflow.not-failed', { status });
    if (resolution === 'skip') return skip(platform, tx, caller, key);
    await beginByNow(platform, tx, key, String(run['workflow']));
    return retry(tx, caller, key);
  });
}

async function cancel(tx: Executor, caller: Caller, run: string, status: string): Promise<void> {
  if (status !== 'running' && status !== 'failed') throw new UserError(409, 'workflow.over', { status });
  await endRun(tx, run, 'cancelled', 'cancelled');
  await tx.rows(sql`UPDATE trellis_incident SET resolved_by = ${value(caller.userId, 'uuid')} WHERE run = ${value(run, 'uuid')} AND resolved_by IS NULL`);
}

async function retry(tx: Executor, caller: Caller, run: string): Promise<void> {
  const rows = await tx.rows(sql`
    UPDATE trellis_step s SET status = 'ready', attempt = s.attempt + 1, ready_at = clock_timestamp(), ended_at = NULL, dispatched_at = NULL, dispatches = 0
    WHERE ${failedStep(run)} RETURNING s.id::text AS id`);
  await tx.rows(sql`UPDATE trellis_run SET status = 'running', ended_at = NULL, outcome = NULL WHERE id = ${value(run, 'uuid')}`);
  for (const row of rows) await closeIncidents(tx, String(row['id']), caller.userId, 'retry');
}

/** A run whose condition failed has not begun, so it begins by what is declared now: the condition may be what was mended. */
async function beginByNow({ model }: Platform, tx: Executor, run: string, id: string): Promise<void> {
  const workflow = model.workflows.get(id);
  const [first] = workflow?.steps ?? [];
  if (workflow === undefined || first === undefined) return;
  await tx.rows(sql`
    WITH begun AS (
      UPDATE trellis_run r SET definition = d.hash FROM trellis_definition d WHERE d.hash = ${value(new DefinitionBook(model).hashOf(workflow), 'text')}
        AND r.id = ${value(run, 'uuid')} AND r.vars ->> 'isUnasked' = 'true' AND NOT EXISTS (SELECT FROM trellis_step s WHERE s.run = r.id AND s.key <> '0') RETURNING r.id)
    UPDATE trellis_step s SET kind = ${value(first.kind, 'text')} FROM begun b WHERE s.run = b.id`);
}

async function skip(platform: Platform, tx: Executor, caller: Caller, run: string): Promise<void> {
  await tx.rows(sql`UPDATE trellis_run SET status = 'running', ended_at = NULL, outcome = NULL WHERE id = ${value(run, 'uuid')}`);
  const claimed = await claimFailed(tx, run);
  if (claimed === null) throw new UserError(409, 'workflow.not-failed', { status: '' });
  const workflow = await new DefinitionBook(platform.model).find(tx, claimed.definition).catch((error: unknown) => {
    throw error instanceof UnfitDefinition ? new UserError(409, 'workflow.unfit-definition', { message: error.message }) : error;
  });
  await advance(tx, claimed, workflow, { ...nothingCame, status: 'skipped' }, caller.name, false);
  await closeIncidents(tx, claimed.id, caller.userId, 'skip');
}

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
    const [run] = await tx.rows(sql`SELECT status FROM trellis_run WHERE id = ${value(key, 'uuid')} FOR UPDATE`);
    if (run === undefined || key === null) throw new UserError(404, 'workflow.no-run');
    const status = String(run['status']);
    if (resolution === 'cancel') return cancel(tx, caller, key, status);
    if (status !== 'failed') throw new UserError(409, 'workflow.not-failed', { status });
    return resolution === 'retry' ? retry(tx, caller, key) : skip(platform, tx, caller, key);
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

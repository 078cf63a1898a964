import type { Executor } from '../../data/database.js';
import type { Workflow } from '../../definitions/model.js';
import type { Caller } from '../../kernel/caller.js';
import { systemCaller } from '../../kernel/system-caller.js';
import { UserError } from '../../kernel/user-error.js';
import type { ClaimedStep } from './claimed-step.js';
import type { EngineContext } from './engine-context.js';

/** With whose rights a step acts: of whoever caused the run, or of the system. Throws 403 when the user is gone. */
export async function callerFor(engine: EngineContext, tx: Executor, { actor, run, depth }: ClaimedStep, workflow: Workflow): Promise<Caller> {
  const system = systemCaller();
  const cause = { runId: run, depth: depth + 1 };
  if (workflow.declaration.runAs === 'system' || actor === system.userId) return { ...system, cause };
  const caller = await engine.callerOf(tx, actor);
  if (caller === null) throw new UserError(403, 'workflow.no-user');
  return { ...caller, cause };
}

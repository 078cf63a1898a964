import type { Executor } from '../../data/database.js';
import { sql, value } from '../../data/sql.js';
import type { Workflow } from '../../definitions/model.js';
import { triggersOf } from '../triggers.js';
import type { ClaimedStep } from './claimed-step.js';
import type { EngineContext } from './engine-context.js';
import { eventBatch, eventColumns } from './event-batch.js';
import { isMet } from './is-met.js';
import { firstKey } from './position.js';
import { RouterKnowledge } from './router-knowledge.js';

/** Whether a run may do its first step: where its condition failed when the event was followed, and a person had it tried again, it is asked now. */
export async function mayBegin(engine: EngineContext, tx: Executor, { key, vars, event: seq }: ClaimedStep, workflow: Workflow): Promise<boolean> {
  if (vars.isUnasked !== true || key !== firstKey(workflow.steps)) return true;
  const rows = await tx.rows(sql`SELECT ${eventColumns} FROM trellis_event WHERE seq = ${value(seq, 'bigint')}`);
  const [event] = await eventBatch(tx, engine.platform.model, rows);
  if (event === undefined || triggersOf(workflow, event.happening).length === 0) return false;
  return isMet(engine, tx, workflow, event, new RouterKnowledge(engine, tx));
}

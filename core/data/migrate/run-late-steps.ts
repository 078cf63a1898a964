import type { ClientBase } from 'pg';
import type { ChangePlan } from './change-plan.js';
import { partsOf } from './run-plan.js';

/** What big tables have to wait for, one by one, while others write. What fails is left invalid, and the next plan makes it anew. */
export async function runLateSteps(client: ClientBase, plan: ChangePlan): Promise<void> {
  const late = plan.steps.filter((step) => step.verdict === 'run').flatMap((step) => partsOf(step).later);
  if (late.length === 0) return;
  // It waits for transactions that are open, and blocks none meanwhile.
  await client.query('SET lock_timeout = 0');
  for (const statement of late) await client.query(statement);
}

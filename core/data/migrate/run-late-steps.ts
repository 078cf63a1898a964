import type { ClientBase } from 'pg';
import type { ChangePlan } from './change-plan.js';
import { isLate } from './run-plan.js';

/** Makes the indexes of big tables one by one while others write. One that fails leaves an invalid index, which the next plan makes anew. */
export async function runLateSteps(client: ClientBase, plan: ChangePlan): Promise<void> {
  const late = plan.steps.filter(isLate);
  if (late.length === 0) return;
  // It waits for transactions that are open, and blocks none meanwhile.
  await client.query('SET lock_timeout = 0');
  for (const step of late) {
    for (const statement of step.sql)
      await client.query(statement.replace(/^CREATE (UNIQUE )?INDEX /u, 'CREATE $1INDEX CONCURRENTLY ').replace(/^DROP INDEX /u, 'DROP INDEX CONCURRENTLY '));
  }
}

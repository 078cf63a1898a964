import type { ClientBase } from 'pg';
import type { ChangePlan } from './change-plan.js';
import type { Insist } from './insist.js';
import { partsOf } from './run-plan.js';

/** What big tables have to wait for, one by one, while others write. What fails is left invalid, and the next plan makes it anew. */
export async function runLateSteps(client: ClientBase, plan: ChangePlan, insist: Insist, patienceMilliseconds: number): Promise<void> {
  const late = plan.steps.filter((step) => step.verdict === 'run').flatMap((step) => partsOf(step).later);
  for (const statement of late) {
    if (waitsAside.test(statement)) {
      // It waits for transactions that are open, and blocks none meanwhile.
      await client.query(`SET lock_timeout = ${Math.max(1, Math.trunc(patienceMilliseconds))}`);
      await client.query(statement);
      await client.query(`SET lock_timeout = '2s'`);
    } else await insist(() => client.query(statement));
  }
}

const waitsAside = /^(?:CREATE (?:UNIQUE )?INDEX CONCURRENTLY|DROP INDEX CONCURRENTLY|ALTER TABLE "\w+" VALIDATE)/u;

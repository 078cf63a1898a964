import { sql } from '../data/sql.js';
import { balancesCheck } from './checks/balances.js';
import { companiesCheck } from './checks/companies.js';
import { derivedCheck } from './checks/derived.js';
import { driftCheck } from './checks/drift.js';
import { exchangeCheck } from './checks/exchange.js';
import { filesCheck } from './checks/files.js';
import { postingsCheck } from './checks/postings.js';
import { protectionCheck } from './checks/protection.js';
import { referencesCheck } from './checks/references.js';
import { rollupsCheck } from './checks/rollups.js';
import { serverCheck } from './checks/server.js';
import { treesCheck } from './checks/trees.js';
import { workflowsCheck } from './checks/workflows.js';
import type { Check, Finding, Patient } from './finding.js';

/** Every check, in the order in which they are told. */
const checks: readonly Check[] = [
  driftCheck,
  balancesCheck,
  postingsCheck,
  rollupsCheck,
  derivedCheck,
  exchangeCheck,
  referencesCheck,
  treesCheck,
  companiesCheck,
  filesCheck,
  workflowsCheck,
  protectionCheck,
  serverCheck,
];

/** What came of one check. */
export interface CheckOutcome {
  readonly name: string;
  readonly holds: string;
  readonly findings: readonly Finding[];
}

/** Runs all checks; nothing is changed, and those who work meanwhile are not kept waiting. */
export async function examine(patient: Omit<Patient, 'tx'>): Promise<readonly CheckOutcome[]> {
  const outcomes: CheckOutcome[] = [];
  for (const check of checks) {
    const findings = await patient.owner.database
      .transaction(async (tx) => {
        await tx.rows(sql`SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY`);
        await tx.rows(sql`SET LOCAL statement_timeout = 0`);
        return check.look({ ...patient, tx });
      })
      .catch((error: unknown) => [unchecked(check, error)]);
    outcomes.push({ name: check.name, holds: check.holds, findings });
  }
  return outcomes;
}

/** For instance because a table is not there: then drift tells it too. */
function unchecked({ name }: Check, error: unknown): Finding {
  const found = error instanceof Error ? error.message : String(error);
  return {
    code: 'doctor.unchecked',
    kind: 'wrong',
    where: name,
    found,
    expected: 'a check that can be made',
    remedy: 'Mend what is told above it first, then run it again.',
  };
}

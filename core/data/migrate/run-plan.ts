import type { ClientBase } from 'pg';
import { quoted } from '../quoted.js';
import type { ChangePlan } from './change-plan.js';
import { countBy } from './count-rows.js';
import { saveDeclared } from './declared.js';
import { recordFills } from './run-fills.js';
import type { PlannedStep } from './step.js';

/** What of a step runs inside the transaction and what after it. */
export function partsOf(step: PlannedStep): { readonly now: readonly string[]; readonly later: readonly string[] } {
  return step.isOnline && step.onBigTable !== null ? step.onBigTable : { now: step.sql, later: [] };
}

/** Runs all but what comes later inside the caller's transaction and writes down what was done. */
export async function runPlan(client: ClientBase, plan: ChangePlan, who: string): Promise<void> {
  for (const name of plan.shadows) await client.query(`DROP VIEW pg_temp.${quoted(name)}`);
  for (const step of plan.systemSteps) {
    await client.query(step.sql);
    await client.query('INSERT INTO trellis_system_step (id) VALUES ($1)', [step.id]);
  }
  const steps = plan.steps.filter((step) => step.verdict === 'run');
  for (const step of steps) await runStep(client, step);
  const rows = new Map(plan.steps.map((step) => [step.table, step.tableRows]));
  await recordFills(client, plan.fills, (table) => rows.get(table) ?? 0);
  await saveDeclared(client, plan.declared, plan.modelHash);
  const done = [...plan.systemSteps.map(({ id }) => ({ kind: 'system', why: id })), ...steps.map(described)];
  if (done.length === 0) return;
  const sql = [...plan.systemSteps.map((step) => step.sql.trim()), ...steps.flatMap((step) => [...partsOf(step).now, ...partsOf(step).later])].join(';\n');
  await client.query('INSERT INTO trellis_migration (model_hash, steps, sql, who) VALUES ($1, $2, $3, $4)', [plan.modelHash, JSON.stringify(done), sql, who]);
}

async function runStep(client: ClientBase, step: PlannedStep): Promise<void> {
  // Renames were carried out while the plan was made.
  if (step.kind === 'rename-column') return;
  if (!step.isOnline && step.risk !== 'adds' && step.rows === 0 && step.count !== null) await demandStillNone(client, step, step.count);
  for (const statement of partsOf(step).now) await client.query(statement);
}

/** Somebody may have written since the rows were counted; under this lock nobody can. */
async function demandStillNone(client: ClientBase, step: PlannedStep, count: string): Promise<void> {
  await client.query(`LOCK TABLE ${quoted(step.table)} IN ACCESS EXCLUSIVE MODE`);
  if ((await countBy(client, count)) > 0) throw new RowsCame(step.table);
}

/** Rows came between counting and changing; the plan has to be made anew. */
export class RowsCame extends Error {
  override readonly name = 'RowsCame';

  constructor(table: string) {
    super(`rows of ${table} were written while it was to be changed`);
  }
}

function described(step: PlannedStep): Record<string, unknown> {
  const { kind, table, column, plugin, why, risk, rows, token } = step;
  return { kind, table, column, plugin, why, risk, rows, ...(token === null ? {} : { allowed: token }) };
}

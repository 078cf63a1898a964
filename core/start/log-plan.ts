import type { ChangePlan } from '../data/migrate/change-plan.js';
import type { Logger } from '../kernel/logger.js';

/** Tells what the start did to the database, and what lies parked in it. */
export function logPlan(log: Logger, plan: ChangePlan): void {
  const isNew = plan.systemSteps.length > 0 && plan.steps.every((step) => step.kind === 'create-table' || step.tableRows === 0);
  const done = plan.steps.filter((step) => step.verdict === 'run');
  if (isNew) log.info({ tables: done.filter((step) => step.kind === 'create-table').length }, 'the tables were made');
  else for (const step of done) log.info({ table: step.table, column: step.column ?? undefined, rows: step.tableRows }, `${step.kind}: ${step.why}`);
  for (const step of plan.steps.filter(({ verdict }) => verdict === 'tolerated')) {
    log.warn({ table: step.table, column: step.column ?? undefined, rows: step.rows }, `${step.why}, but these rows leave it empty`);
  }
  for (const { table } of plan.fills) log.info({ table }, 'its rows were rewritten');
  for (const { plugin, version, name, why } of plan.migrations.due) log.info({ plugin, migration: `${version}-${name}` }, `rows were migrated: ${why}`);
  for (const sentence of plan.migrations.told) log.warn(sentence);
  if (plan.kept.length > 0) log.info({ kept: plan.kept }, 'kept for processes of the release before; "npx trellis migrate --contract" drops it');
  if (plan.parked.length > 0) log.warn({ parked: plan.parked }, 'kept in the database for plugins that are not there; it comes back with them');
}

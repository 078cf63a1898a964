import type { ChangePlan } from './change-plan.js';
import { effectOf } from './effect-of.js';
import { partsOf } from './run-plan.js';
import type { PlannedStep } from './step.js';

/** The plan for programs. */
export function planAsJson(plan: ChangePlan): Readonly<Record<string, unknown>> {
  return {
    modelHash: plan.modelHash,
    isRefused: plan.steps.some((step) => step.verdict === 'refused'),
    systemSteps: plan.systemSteps.map((step) => step.id),
    steps: plan.steps.map((step) => ({
      ...pick(step),
      effect: effectOf(step),
      sql: [...partsOf(step).now, ...partsOf(step).later],
      ways: step.ways.map((way) => ({ token: way.token, does: way.does })),
    })),
    fills: plan.fills.map(({ id, table, sets, condition }) => ({ id, table, sets, condition })),
    migrations: plan.migrations.due.map(({ plugin, version, name, why }) => ({ plugin, version, name, why })),
    told: plan.migrations.told,
    unfinished: plan.unfinished,
    parked: plan.parked,
    kept: plan.kept,
    idleTokens: plan.idleTokens,
  };
}

function pick({ kind, table, column, plugin, why, risk, rows, examples, tableRows, verdict, token, advice }: PlannedStep): Readonly<Record<string, unknown>> {
  return { kind, table, column, plugin, why, risk, rows, examples, tableRows, verdict, allowedBy: token, advice };
}

import type { ChangePlan } from './change-plan.js';

/** The plan for programs. */
export function planAsJson(plan: ChangePlan): Readonly<Record<string, unknown>> {
  return {
    modelHash: plan.modelHash,
    isRefused: plan.steps.some((step) => step.verdict === 'refused'),
    systemSteps: plan.systemSteps.map((step) => step.id),
    steps: plan.steps.map(({ kind, table, column, plugin, why, risk, rows, tableRows, verdict, token, sql, ways, advice }) => ({
      ...{ kind, table, column, plugin, why, risk, rows, tableRows, verdict, allowedBy: token, sql, advice },
      ways: ways.map((way) => ({ token: way.token, does: way.does })),
    })),
    parked: plan.parked,
    idleTokens: plan.idleTokens,
  };
}

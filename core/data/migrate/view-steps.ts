import { quoted } from '../quoted.js';
import type { Expansions } from './expansions-of.js';
import { addingStep, type Step, type StepKind } from './step.js';

/** Steps for the views by which processes of the release before reach tables under their old names. A view stands in the way of what changes its table, so it is made anew around that. */
export function viewSteps({ all, tables, ended }: Expansions, steps: readonly Step[]): readonly Step[] {
  const changed = new Set(steps.filter(({ kind }) => changing.has(kind)).map(({ table }) => table));
  const begun = new Set(tables.map(({ from }) => from));
  const kept = all.filter((one) => one.kind === 'table');
  const gone = ended.filter((one) => one.kind === 'table');
  const around = kept.filter(({ from, table }) => !begun.has(from) && changed.has(table));
  const step = (kind: StepKind, { table, plugin, from }: (typeof kept)[number], sql: string, why: string): Step =>
    addingStep({ kind, table, plugin, sql: [sql], why: `${from} ${why}` });
  return [
    ...[...around, ...gone].map((one) => step('drop-view', one, `DROP VIEW IF EXISTS ${quoted(one.from)}`, 'is the old name of a table')),
    ...[...around, ...tables].map((one) =>
      step(
        'add-view',
        one,
        `CREATE VIEW ${quoted(one.from)} WITH (security_invoker = true) AS SELECT * FROM ${quoted(one.table)}`,
        'is the old name of a table, kept for processes of the release before',
      ),
    ),
  ];
}

const changing: ReadonlySet<StepKind> = new Set([
  ...(['drop-search', 'contract', 'drop-column', 'add-column', 'move-column', 'widen-column', 'narrow-column', 'retype-column', 'add-search'] as const),
]);

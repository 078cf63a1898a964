import type { ChangePlan } from './change-plan.js';
import { effectOf, effectWords } from './effect-of.js';
import { migrationName, type DataMigration } from '../../definitions/data-migration.js';
import type { Fill } from './fill.js';
import { partsOf } from './run-plan.js';
import type { PlannedStep } from './step.js';

const migrateCommand = 'npx trellis migrate --apply';

/** The plan for people: what, why, how many rows, what others notice, the SQL when it is asked for, and what is refused. */
export function describePlan(
  plan: ChangePlan,
  { hasSql = false, command = migrateCommand }: { readonly hasSql?: boolean; readonly command?: string } = {},
): string {
  const steps = plan.steps.filter((step) => step.verdict !== 'refused');
  const lines = [
    ...plan.systemSteps.map((step) => `+ system tables: ${step.id}`),
    ...steps.flatMap((step) => [
      `${mark(step)} ${headline(step)} (${effectOf(step) === 'destructive' || step.verdict !== 'later' ? effectWords[effectOf(step)] : 'once the rows are migrated'})`,
      ...(hasSql ? sqlOf(step) : []),
    ]),
    ...plan.fills.flatMap((fill) => filling(fill, plan, hasSql)),
    ...plan.migrations.due.map((one) => migrating(one, plan)),
    ...plan.kept.map((name) => `  ${name} stays for processes of the release before, until npx trellis migrate --contract`),
    ...plan.parked.map(
      (name) => `  ${name} is parked: nothing declares it any more; it is kept, and comes back with its plugin or with the revision of the workspace`,
    ),
    ...plan.migrations.told.map((sentence) => `? ${sentence}`),
    ...plan.idleTokens.map((token) => `? --allow ${token} allows nothing here`),
  ];
  const refusals = plan.steps.some(isRefused) ? [describeRefusals(plan, command)] : [];
  if (lines.length + refusals.length === 0) return 'The database is what the plugins declare. Nothing to do.';
  return [...lines, ...refusals].join('\n');
}

function sqlOf(step: PlannedStep): readonly string[] {
  const { now, later } = partsOf(step);
  return [...now, ...later].map((statement) => `    ${statement.replaceAll('\n', '\n    ')}`);
}

function filling(fill: Fill, plan: ChangePlan, hasSql: boolean): readonly string[] {
  const begun = plan.unfinished.find(({ id }) => id === fill.id);
  const rows = plan.steps.find(({ table }) => table === fill.table)?.tableRows ?? begun?.total ?? 0;
  const far = begun === undefined ? '' : `, ${begun.done.toLocaleString('en')} of them done`;
  const head = `+ rewrite rows of ${fill.table}, up to 1,000 at a time [table of ${rows.toLocaleString('en')} rows${far}] (online)`;
  return hasSql ? [head, `    UPDATE ${fill.table} SET ${fill.sets} WHERE ${fill.condition}`] : [head];
}

function migrating(migration: DataMigration, { steps }: ChangePlan): string {
  const tables = [...new Set(migration.steps.map(({ table }) => table))].map((table) => {
    const rows = steps.find((step) => step.table === table)?.tableRows;
    return rows === undefined ? table : `${table} [table of ${rows.toLocaleString('en')} rows]`;
  });
  return `+ migrate rows of ${tables.join(', ')}, up to 1,000 at a time, ${migrationName(migration)}: ${migration.why} (online) — plugin ${migration.plugin}`;
}

/** Why the plan is refused, step by step, with the ways out. */
export function describeRefusals(plan: ChangePlan, command = migrateCommand): string {
  const refused = plan.steps.filter(isRefused);
  const idle = plan.idleTokens.map((token) => `--allow ${token} allows nothing here.`);
  const stand = plan.isAfterRows ? 'The rows were migrated, and what narrows their tables was not done' : 'The database was not changed';
  const head = `${stand}: ${refused.length === 1 ? 'one change' : `${refused.length} changes`} could lose data or cannot be kept by the rows that are there.`;
  return [head, ...refused.map((step) => refusal(step, command)), ...idle].join('\n');
}

function refusal(step: PlannedStep, command: string): string {
  const ways = step.ways.map((way) => `    to ${way.does}: ${command} --allow '${way.token}'`);
  const advice = step.advice === '' ? [] : [`    or ${step.advice}`];
  const examples = step.examples.length === 0 ? [] : [`    the first: ${step.examples.join(', ')}`];
  return [`! ${headline(step)}`, ...examples, ...ways, ...advice].join('\n');
}

function headline(step: PlannedStep): string {
  const place = step.column === null ? step.table : `${step.table}.${step.column}`;
  const rows = step.rows === 0 ? '' : ` [${rowsOf(step)}]`;
  const allowed = step.token === null ? '' : ` (allowed: ${step.token})`;
  return `${step.kind.replaceAll('-', ' ')} ${place}: ${step.why}${rows}${allowed} — plugin ${step.plugin}`;
}

function rowsOf(step: PlannedStep): string {
  const count = step.rows.toLocaleString('en');
  if (step.risk === 'adds') return `table of ${count} ${step.rows === 1 ? 'row' : 'rows'}`;
  return `${count} ${step.rows === 1 ? 'row' : 'rows'} concerned`;
}

function isRefused(step: PlannedStep): boolean {
  return step.verdict === 'refused';
}

function mark(step: PlannedStep): string {
  if (step.verdict === 'tolerated') return '~';
  return step.risk === 'adds' ? '+' : '*';
}

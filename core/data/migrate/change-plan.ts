import type { ClientBase } from 'pg';
import type { Model } from '../../definitions/model.js';
import type { SystemStep } from '../system-step.js';
import type { Table } from '../table.js';
import { tablesOf } from '../tables-of.js';
import { readCatalog } from './catalog.js';
import { countRows } from './count-rows.js';
import { readDeclared, type Declared } from './declared.js';
import { diff } from './diff.js';
import { diffRoutines } from './diff-routines.js';
import { withParked } from './parking.js';
import { declaredRenames, isDue, renamedBefore, renamedCatalog, renameOf, renameStep, type Rename } from './rename.js';
import { stepKinds, type PlannedStep, type Step } from './step.js';
import { pendingSystemSteps } from './pending-system-steps.js';

/** What is between the database and the model, counted and judged. */
export interface ChangePlan {
  readonly modelHash: string;
  readonly systemSteps: readonly SystemStep[];
  readonly steps: readonly PlannedStep[];
  /** `table` or `table.column` of what plugins that are gone have left. */
  readonly parked: readonly string[];
  /** Allowances that allow nothing in this plan. */
  readonly idleTokens: readonly string[];
  /** What is remembered once the plan has run. */
  readonly declared: Declared;
  readonly isDeclaredNews: boolean;
}

export interface PlanOptions {
  readonly systemSteps: readonly SystemStep[];
  /** Tokens as a refused plan prints them. */
  readonly allow?: readonly string[];
}

/** Makes the plan inside a transaction that the caller has begun. Renames that were told are carried out in it, so that the rest can be counted; all else only reads. */
export async function makePlan(client: ClientBase, model: Model, options: PlanOptions): Promise<ChangePlan> {
  const declared = await readDeclared(client);
  const plugins = new Set(model.plugins.map((plugin) => plugin.id));
  const allow = new Set(options.allow ?? []);
  const parked = withParked(tablesOf(model), declared, plugins, allow);
  const wished = [...declaredRenames(model), ...[...allow].flatMap((token) => renameOf(token) ?? [])];
  const { steps, tokens: renames } = await compare(client, parked.tables, declared, wished);
  const ordered = [...steps, ...(await diffRoutines(client, model))].toSorted((one, other) => stepKinds.indexOf(one.kind) - stepKinds.indexOf(other.kind));
  const counted = await countRows(client, ordered, { tokens: allow, tolerated: new Set(declared.tolerated) });
  const used = new Set([...renames, ...counted.flatMap((step) => step.token ?? [])]);
  const next: Declared = { tables: parked.tables, plugins: [...plugins], parkedOptions: parked.parkedOptions, tolerated: toleratedBy(counted) };
  return {
    modelHash: model.hash,
    systemSteps: await pendingSystemSteps(client, options.systemSteps),
    steps: counted,
    parked: parked.names,
    idleTokens: [...allow].filter((token) => !used.has(token)),
    declared: next,
    isDeclaredNews: canonical(next) !== canonical(declared),
  };
}

async function compare(
  client: ClientBase,
  desired: readonly Table[],
  declared: Declared,
  renames: readonly Rename[],
): Promise<{ steps: readonly Step[]; tokens: readonly string[] }> {
  let before: ReadonlyMap<string, Table> = new Map(declared.tables.map((table) => [table.name, table]));
  let actual = await readCatalog(client, [...new Set([...desired.map((table) => table.name), ...before.keys()])]);
  const steps: Step[] = [];
  const tokens: string[] = [];
  for (const rename of renames) {
    if (!isDue(rename, desired, actual, before)) continue;
    const step = renameStep(rename, before.get(rename.table)?.plugin ?? '');
    for (const statement of step.sql) await client.query(statement);
    steps.push(step);
    if (rename.token !== null) tokens.push(rename.token);
    actual = renamedCatalog(actual, rename);
    before = renamedBefore(before, rename);
  }
  return { steps: [...steps, ...diff({ desired, actual, before })], tokens };
}

function toleratedBy(steps: readonly PlannedStep[]): readonly string[] {
  return steps.filter((step) => step.verdict === 'tolerated' || step.token?.startsWith('null:') === true).map((step) => `${step.table}.${step.column ?? ''}`);
}

/** jsonb sorts its keys; so do we, to compare. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([one], [other]) => (one < other ? -1 : 1)))
      : inner,
  );
}

import type { ClientBase } from 'pg';
import type { Model } from '../../definitions/model.js';
import type { SystemStep } from '../system-step.js';
import type { Table } from '../table.js';
import { tablesOf } from '../tables-of.js';
import { readCatalog } from './catalog.js';
import { countRows } from './count-rows.js';
import { readDeclared, type Declared } from './declared.js';
import { diff } from './diff.js';
import { diffDerived } from './diff-derived.js';
import { diffRoutines } from './diff-routines.js';
import { expansionsOf, type Expansions } from './expansions-of.js';
import { fillsOf, type Fill } from './fill.js';
import { withParked, type Parked } from './parking.js';
import { pendingSystemSteps } from './pending-system-steps.js';
import { declaredRenames, isDue, renamedBefore, renamedCatalog, renameOf, renameStep, type Rename } from './rename.js';
import { unfinishedFills, type FillProgress } from './run-fills.js';
import { namesToday } from './rows/find-frozen.js';
import { rowMigrations, type RowMigrations } from './rows/known-migrations.js';
import { changedMigrationStep } from './rows/changed-migration-step.js';
import { loosened, remembered, waiting } from './rows/wait-for-rows.js';
import { openShadows } from './shadow-views.js';
import { stepKinds, type PlannedStep, type Step } from './step.js';
import { viewSteps } from './view-steps.js';
import { withExpansions } from './with-expansions.js';

/** What is between the database and the model, counted and judged. */
export interface ChangePlan {
  readonly modelHash: string;
  readonly systemSteps: readonly SystemStep[];
  readonly steps: readonly PlannedStep[];
  /** Rows to be rewritten once the tables are changed. */
  readonly fills: readonly Fill[];
  /** What becomes of rows once the tables are wide enough; what narrows them comes after it. */
  readonly migrations: RowMigrations;
  /** Rewriting that an earlier plan began and that goes on. */
  readonly unfinished: readonly FillProgress[];
  /** `table` or `table.column` of what plugins that are gone have left. */
  readonly parked: readonly string[];
  /** What is kept for processes of the release before, until `trellis migrate --contract`. */
  readonly kept: readonly string[];
  /** Allowances that allow nothing in this plan. */
  readonly idleTokens: readonly string[];
  /** What is remembered once the plan has run. */
  readonly declared: Declared;
  readonly isDeclaredNews: boolean;
  /** Whether migrations of rows have run just before it. */
  readonly isAfterRows: boolean;
  /** Temporary views that the rows were counted by. */
  readonly shadows: readonly string[];
}

export interface PlanOptions {
  readonly systemSteps: readonly SystemStep[];
  /** Tokens as a refused plan prints them. */
  readonly allow?: readonly string[];
  /** Ends what is kept for processes of the release before. */
  readonly isContraction?: boolean;
  /** Rows from which a table is changed beside the traffic and not inside the transaction; 50,000 unless said. */
  readonly bigTable?: number;
  /** Said of the plan that follows the migrations of rows. */
  readonly isAfterRows?: boolean;
}

const usualBigTable = 50_000;

/** Makes the plan inside a transaction that the caller has begun. Renames that were allowed by name are carried out in it, so that the rest can be counted; all else is counted through temporary views. */
export async function makePlan(client: ClientBase, model: Model, options: PlanOptions): Promise<ChangePlan> {
  const declared = await readDeclared(client);
  const plugins = new Set(model.plugins.map((plugin) => plugin.id));
  const allow = new Set(options.allow ?? []);
  const parked = withParked(tablesOf(model), declared, plugins, allow);
  const unfinished = await unfinishedFills(client);
  const migrations = await rowMigrations(client, model, declared);
  const migrated = new Set(migrations.due.flatMap((one) => namesToday(one, model)));
  const compared = await compare(client, { model, desired: parked.tables, declared, unfinished, options, allow, migrated });
  const { expansions } = compared;
  const fills = fillsOf(expansions.unfilled);
  const routines = await diffRoutines(client, model, expansions.all, expansions.tables);
  const derived = await diffDerived(client, model, options.isContraction === true);
  const broken = migrations.broken.map(changedMigrationStep);
  const ordered = [...compared.steps, ...routines, ...derived, ...broken].toSorted((one, other) => stepKinds.indexOf(one.kind) - stepKinds.indexOf(other.kind));
  const filled = new Set([...fills, ...unfinished].map(({ table }) => table));
  const online = { bigTable: options.bigTable ?? usualBigTable, filled };
  const counted = waiting(await countRows(client, ordered, { tokens: allow, tolerated: new Set(declared.tolerated) }, online), migrated);
  const used = new Set([...compared.tokens, ...counted.flatMap((step) => step.token ?? [])]);
  const next = declaredAfter({ plugins, parked, compared, counted, migrated });
  return {
    modelHash: model.hash,
    systemSteps: await pendingSystemSteps(client, options.systemSteps),
    steps: counted,
    fills,
    migrations,
    unfinished,
    parked: parked.names,
    kept: expansions.all.flatMap(keptBy),
    idleTokens: [...allow].filter((token) => !used.has(token)),
    declared: next,
    isDeclaredNews: canonical(next) !== canonical(declared),
    isAfterRows: options.isAfterRows === true,
    shadows: compared.shadows,
  };
}

interface After {
  readonly plugins: ReadonlySet<string>;
  readonly parked: Parked;
  readonly compared: Compared;
  readonly counted: readonly PlannedStep[];
  readonly migrated: ReadonlySet<string>;
}

function declaredAfter({ plugins, parked, compared, counted, migrated }: After): Declared {
  return {
    tables: remembered(compared.desired, compared.expansions.before, migrated),
    plugins: [...plugins],
    parkedOptions: parked.parkedOptions,
    tolerated: toleratedBy(counted),
    expansions: compared.expansions.all,
  };
}

interface Question {
  readonly model: Model;
  readonly desired: readonly Table[];
  readonly declared: Declared;
  readonly unfinished: readonly FillProgress[];
  readonly options: PlanOptions;
  readonly allow: ReadonlySet<string>;
  /** Tables of which rows are to be migrated. */
  readonly migrated: ReadonlySet<string>;
}

interface Compared {
  readonly desired: readonly Table[];
  readonly steps: readonly Step[];
  readonly tokens: readonly string[];
  readonly shadows: readonly string[];
  readonly expansions: Expansions;
}

async function compare(client: ClientBase, question: Question): Promise<Compared> {
  const { model, declared, unfinished, options, allow, migrated } = question;
  const declaredBefore: ReadonlyMap<string, Table> = new Map(declared.tables.map((table) => [table.name, table]));
  const there = await readCatalog(client, [...new Set([...question.desired.map((table) => table.name), ...declaredBefore.keys()])]);
  const wished = [...declaredRenames(model), ...[...allow].flatMap((token) => renameOf(token) ?? [])];
  const columns = await renameColumns(client, wished, { desired: question.desired, actual: there, before: declaredBefore });
  const known = { model, desired: question.desired, before: columns.before, actual: columns.actual };
  const expansions = expansionsOf({
    ...known,
    known: declared.expansions,
    unfinished: unfinished.map(({ id }) => id),
    // What a migration may still read by its old name stays until it has run.
    isContraction: options.isContraction === true && migrated.size === 0,
  });
  const { before, actual } = expansions;
  const isFilled = (table: string, column: string): boolean => expansions.all.some((one) => one.kind !== 'table' && one.table === table && one.to === column);
  const desired = loosened(withExpansions(question.desired, before, expansions.all), actual, migrated, isFilled);
  const shadows = await openShadows(client, desired, actual, expansions);
  const steps = diff({ desired, actual, before, expansions: expansions.all, ended: expansions.ended });
  const all = [...columns.steps, ...expansions.steps, ...steps];
  return { desired, steps: [...all, ...viewSteps(expansions, all)], tokens: columns.steps.flatMap(({ token }) => token ?? []), shadows, expansions };
}

interface Renamed {
  readonly before: ReadonlyMap<string, Table>;
  readonly actual: Awaited<ReturnType<typeof readCatalog>>;
  readonly steps: readonly (Step & { readonly token: string | null })[];
}

async function renameColumns(
  client: ClientBase,
  renames: readonly Rename[],
  given: Omit<Renamed, 'steps'> & { readonly desired: readonly Table[] },
): Promise<Renamed> {
  let { before, actual } = given;
  const steps: Renamed['steps'][number][] = [];
  for (const rename of renames) {
    if (!isDue(rename, given.desired, actual, before)) continue;
    const step = renameStep(rename, before.get(rename.table)?.plugin ?? '');
    for (const statement of step.sql) await client.query(statement);
    steps.push({ ...step, token: rename.token });
    actual = renamedCatalog(actual, rename);
    before = renamedBefore(before, rename);
  }
  return { before, actual, steps };
}

function keptBy(expansion: Expansions['all'][number]): readonly string[] {
  if (expansion.kind === 'move') return [`${expansion.table}.${expansion.from}`];
  return expansion.kind === 'table' ? [expansion.from] : [];
}

function toleratedBy(steps: readonly PlannedStep[]): readonly string[] {
  return steps
    .filter((step) => step.verdict === 'tolerated' || (step.kind !== 'move-column' && step.token?.startsWith('null:') === true))
    .map((step) => `${step.table}.${step.column ?? ''}`);
}

/** jsonb sorts its keys; so do we, to compare. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([one], [other]) => (one < other ? -1 : 1)))
      : inner,
  );
}

import type { Column } from '../column.js';
import type { Table } from '../table.js';
import { addColumnStep } from './add-column-step.js';
import type { CatalogTable } from './catalog.js';
import { changeColumnSteps } from './change-column-steps.js';
import { compareTypes } from './compare-types.js';
import { computeColumnSteps } from './compute-column-step.js';
import { alterTable, columnDefinition, createIndex } from './ddl.js';
import type { Comparison } from './diff.js';
import { dropColumnStep } from './drop-column-step.js';
import type { Expansion, RenamedOptions } from './expansion.js';
import { backfillColumnStep, moveColumnStep } from './fill-column-steps.js';
import { quoted } from '../quoted.js';
import { addingStep, type Step } from './step.js';

/** Steps for the columns of a table that is there. */
export function diffColumns(
  table: Table,
  actual: CatalogTable,
  before: Table,
  { expansions, ended }: Pick<Comparison, 'expansions' | 'ended'>,
): readonly Step[] {
  const own = expansions.filter((one) => one.table === table.name);
  const left = new Set(ended.flatMap((one) => (one.kind === 'move' && one.table === table.name ? [one.from] : [])));
  const ordinary = table.columns.filter((column) => column.generated === null);
  const wanted = new Set(table.columns.map((column) => column.name));
  const added = ordinary.filter((column) => !actual.columns.has(column.name));
  const dropped = before.columns.filter((column) => column.generated === null && !wanted.has(column.name) && actual.columns.has(column.name));
  return [
    ...added.flatMap((column) => [newColumnStep(table, column, own), ...computedUnderNewName(table, column, before, own)]),
    ...dropped.map((column) => (left.has(column.name) ? contractStep(table, column) : dropColumnStep(table, column, added))),
    ...ordinary.flatMap((column) => {
      const there = actual.columns.get(column.name);
      const old = before.columns.find(({ name }) => name === column.name);
      return there === undefined ? [] : changeColumnSteps(table, column, there, { before: old, expansions: own });
    }),
    ...own.flatMap((one) => (one.kind === 'options' && actual.columns.has(one.to) && !isOver(one, before) ? [renamedOptionsStep(table, one)] : [])),
    ...searchSteps(table, actual, before),
  ];
}

function newColumnStep(table: Table, column: Column, expansions: readonly Expansion[]): Step {
  const expansion = expansions.find((one) => (one.kind === 'move' || one.kind === 'backfill') && one.to === column.name);
  if (expansion?.kind === 'move') return moveColumnStep(table, column, expansion);
  return expansion?.kind === 'backfill' ? backfillColumnStep(table, column, expansion) : addColumnStep(table, column);
}

function computedUnderNewName(table: Table, column: Column, before: Table, expansions: readonly Expansion[]): readonly Step[] {
  const move = expansions.find((one) => one.kind === 'move' && one.to === column.name);
  const old = before.columns.find(({ name }) => move?.kind === 'move' && name === move.from);
  return old === undefined ? [] : computeColumnSteps(table, column, old);
}

/** Whether the options were renamed when the database was last changed. */
function isOver({ to, keys }: RenamedOptions, before: Table): boolean {
  const options = before.columns.find(({ name }) => name === to)?.options ?? [];
  return !Object.keys(keys).some((key) => options.includes(key));
}

function renamedOptionsStep(table: Table, { to, keys, plugin }: RenamedOptions): Step {
  const told = Object.entries(keys).map(([from, key]) => `${from} is called ${key}`);
  return addingStep({ kind: 'rename-options', table: table.name, column: to, plugin, sql: [], why: told.join(', ') });
}

/** The values have moved to another column, and everybody has had the time to follow. */
function contractStep(table: Table, column: Column): Step {
  const sql = [alterTable(table.name, `DROP COLUMN ${quoted(column.name)}`)];
  const why = 'its values have moved to another column, and processes of the release before are gone';
  return addingStep({ kind: 'contract', table: table.name, column: column.name, plugin: column.plugin, sql, why });
}

/** PostgreSQL changes neither the expression of a generated column nor the type of a column that one reads: it is made anew. */
function searchSteps(table: Table, actual: CatalogTable, before: Table): readonly Step[] {
  const desired = table.columns.find((column) => column.generated !== null);
  const old = before.columns.find((column) => column.generated !== null);
  const there = old === undefined ? undefined : actual.columns.get(old.name);
  const isSame = there !== undefined && old?.generated === desired?.generated && !readsRetyped(table, actual, old);
  if (isSame) return [];
  const why = 'the searchable fields of the entity have changed';
  const step = { table: table.name, plugin: table.plugin, why };
  const drop =
    old === undefined || there === undefined
      ? []
      : [addingStep({ ...step, kind: 'drop-search', column: old.name, sql: [alterTable(table.name, `DROP COLUMN ${quoted(old.name)}`)] })];
  const add = desired === undefined ? [] : [addingStep({ ...step, kind: 'add-search', column: desired.name, sql: addSearch(table, desired) })];
  return [...drop, ...add];
}

function addSearch(table: Table, column: Column): readonly string[] {
  const indexes = table.indexes.filter((index) => index.columns.includes(column.name)).map((index) => createIndex(table.name, index, false));
  return [alterTable(table.name, `ADD COLUMN ${columnDefinition(column)}`), ...indexes];
}

function readsRetyped(table: Table, actual: CatalogTable, search: Column | undefined): boolean {
  return table.columns.some((column) => {
    const there = actual.columns.get(column.name);
    return there !== undefined && compareTypes(there.sqlType, column.sqlType) !== 'same' && search?.generated?.includes(quoted(column.name)) === true;
  });
}

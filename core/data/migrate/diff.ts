import type { Table } from '../table.js';
import type { Catalog, CatalogTable } from './catalog.js';
import { createTable } from './ddl.js';
import { diffColumns } from './diff-columns.js';
import { diffKeys, newKeys } from './diff-keys.js';
import { dropTableStep } from './drop-table-step.js';
import type { Expansion } from './expansion.js';
import { addingStep, stepKinds, type Step } from './step.js';

/** What the comparison goes by. */
export interface Comparison {
  /** What ought to be, with what is parked. */
  readonly desired: readonly Table[];
  readonly actual: Catalog;
  /** What was declared when the database was last changed, by table. */
  readonly before: ReadonlyMap<string, Table>;
  /** What is begun, and what goes on. */
  readonly expansions: readonly Expansion[];
  /** What ends. */
  readonly ended: readonly Expansion[];
}

/** Every step from the database that is to the one that ought to be, in the order to run them. Pure. */
export function diff(comparison: Comparison): readonly Step[] {
  const { desired, actual, before } = comparison;
  const wanted = new Set(desired.map((table) => table.name));
  const dropped = [...before.values()].filter((table) => !wanted.has(table.name) && actual.has(table.name));
  const added = desired.filter((table) => !actual.has(table.name));
  const steps = [
    ...desired.flatMap((table) => {
      const there = actual.get(table.name);
      return there === undefined ? newTable(table) : changedTable(table, there, comparison);
    }),
    ...dropped.map((table) => dropTableStep(table, before, added)),
  ];
  return steps.toSorted((one, other) => stepKinds.indexOf(one.kind) - stepKinds.indexOf(other.kind));
}

function newTable(table: Table): readonly Step[] {
  const why = `${table.subject} is declared and has no table yet`;
  return [addingStep({ kind: 'create-table', table: table.name, plugin: table.plugin, sql: [createTable(table)], why }), ...newKeys(table)];
}

function changedTable(table: Table, actual: CatalogTable, comparison: Comparison): readonly Step[] {
  const before = comparison.before.get(table.name);
  if (before === undefined) return [strangersTable(table)];
  return [...diffColumns(table, actual, before, comparison), ...diffKeys(table, actual, before, comparison.expansions)];
}

/** Nothing allows this: whose table it is cannot be known. */
function strangersTable(table: Table): Step {
  return {
    ...addingStep({
      kind: 'create-table',
      table: table.name,
      plugin: table.plugin,
      sql: [],
      why: `${table.subject} needs the name, but a table that Trellis did not make has it`,
    }),
    risk: 'tightens',
    count: 'SELECT 1',
    advice: `rename that table, or let Trellis use a database or schema of its own`,
  };
}

import type { Column } from '../column.js';
import type { Table } from '../table.js';
import { addColumnStep } from './add-column-step.js';
import type { CatalogTable } from './catalog.js';
import { changeColumnSteps } from './change-column-steps.js';
import { compareTypes } from './compare-types.js';
import { alterTable, columnDefinition, createIndex } from './ddl.js';
import { dropColumnStep } from './drop-column-step.js';
import { quoted } from '../quoted.js';
import { addingStep, type Step } from './step.js';

/** Steps for the columns of a table that is there. */
export function diffColumns(table: Table, actual: CatalogTable, before: Table): readonly Step[] {
  const ordinary = table.columns.filter((column) => column.generated === null);
  const wanted = new Set(table.columns.map((column) => column.name));
  const added = ordinary.filter((column) => !actual.columns.has(column.name));
  const dropped = before.columns.filter((column) => column.generated === null && !wanted.has(column.name) && actual.columns.has(column.name));
  return [
    ...added.map((column) => addColumnStep(table, column)),
    ...dropped.map((column) => dropColumnStep(table, column, added)),
    ...ordinary.flatMap((column) => {
      const there = actual.columns.get(column.name);
      const old = before.columns.find(({ name }) => name === column.name);
      return there === undefined ? [] : changeColumnSteps(table, column, there, old);
    }),
    ...searchSteps(table, actual, before),
  ];
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

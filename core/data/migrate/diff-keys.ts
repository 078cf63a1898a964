import { quoted } from '../quoted.js';
import type { Constraint, Index, Table } from '../table.js';
import type { CatalogTable } from './catalog.js';
import { addConstraint, alterTable, createIndex, validateConstraint } from './ddl.js';
import { addCheckStep, addExclusionStep, addForeignKeyStep, addOptionsStep, addUniqueStep, validatedLater } from './key-steps.js';
import type { Expansion } from './expansion.js';
import { addingStep, type Step } from './step.js';

/** Foreign keys and indexes of a table that has just been made; nothing can stand against them. */
export function newKeys(table: Table): readonly Step[] {
  const foreign = table.constraints.filter((constraint) => constraint.kind === 'foreign').map((constraint) => addConstraintStep(table, constraint));
  return [...foreign, ...table.indexes.map((index) => addIndexStep(table, index))];
}

/** Steps for the constraints and indexes of a table that is there; they are compared by name. */
export function diffKeys(table: Table, actual: CatalogTable, before: Table, expansions: readonly Expansion[]): readonly Step[] {
  const filled = new Set(expansions.flatMap((one) => (one.table === table.name && one.kind !== 'table' ? [one.to] : [])));
  const isEmpty = (column: string): boolean => !actual.columns.has(column) && !filled.has(column);
  return [...dropped(table, actual, before), ...constraintSteps(table, actual, isEmpty), ...indexSteps(table, actual, isEmpty)];
}

function dropped(table: Table, actual: CatalogTable, before: Table): readonly Step[] {
  const columns = new Set(table.columns.map((column) => column.name));
  // What stands on a dropped column goes with it.
  const isGone = (thing: Constraint | Index, wanted: readonly { readonly name: string }[]): boolean =>
    !wanted.some(({ name }) => name === thing.name) && thing.columns.every((column) => columns.has(column));
  const step = { table: table.name, plugin: table.plugin, why: 'it is declared no more, or otherwise' };
  const constraints = before.constraints.filter((constraint) => isGone(constraint, table.constraints) && actual.constraints.has(constraint.name));
  const indexes = before.indexes.filter((index) => isGone(index, table.indexes) && actual.indexes.has(index.name) && !actual.constraints.has(index.name));
  return [
    ...constraints.map(({ name }) => addingStep({ ...step, kind: 'drop-constraint', sql: [alterTable(table.name, `DROP CONSTRAINT ${quoted(name)}`)] })),
    ...indexes.map(({ name }) => addingStep({ ...step, kind: 'drop-index', sql: [`DROP INDEX ${quoted(name)}`] })),
  ];
}

function constraintSteps(table: Table, actual: CatalogTable, isEmpty: (column: string) => boolean): readonly Step[] {
  return table.constraints.flatMap((constraint) => {
    const there = actual.constraints.get(constraint.name);
    if (there !== undefined) return there.isValid ? [] : [validateStep(table, constraint)];
    if (constraint.kind === 'primary') return [];
    // A column that is new is empty, or has a default that was checked with its declaration.
    if (constraint.columns.some(isEmpty)) return [addConstraintStep(table, constraint)];
    if (constraint.kind === 'exclude') return [addExclusionStep(table, constraint)];
    if (constraint.kind === 'check') return [constraint.columns.length === 0 ? addCheckStep(table, constraint) : addOptionsStep(table, constraint)];
    return [
      constraint.kind === 'foreign'
        ? addForeignKeyStep(table, constraint)
        : { ...addUniqueStep(table, constraint, 'add-constraint'), sql: [addConstraint(table.name, constraint)], onBigTable: uniqueLater(table, constraint) },
    ];
  });
}

function indexSteps(table: Table, actual: CatalogTable, isEmpty: (column: string) => boolean): readonly Step[] {
  return table.indexes.flatMap((index) => {
    const there = actual.indexes.get(index.name);
    if (there?.isValid === true || isOnNewSearch(table, index, actual)) return [];
    const repair = (how: string): readonly string[] => (there === undefined ? [] : [`DROP INDEX ${how}${quoted(index.name)}`]);
    const sql = [...repair(''), createIndex(table.name, index, false)];
    const onBigTable = { now: [], later: [...repair('CONCURRENTLY '), createIndex(table.name, index, true)] };
    const isHarmless = !index.isUnique || index.columns.some(isEmpty);
    return [{ ...(isHarmless ? addIndexStep(table, index) : addUniqueStep(table, index, 'add-index')), sql, onBigTable }];
  });
}

/** The index of a unique key is made beside the traffic, and taken over by the constraint. */
function uniqueLater(table: Table, constraint: Constraint): Step['onBigTable'] {
  const [columns = '', ...when] = constraint.sql.slice('UNIQUE '.length).split(/(?<=\))/u);
  const index: Index = { name: constraint.name, isUnique: true, columns: constraint.columns, sql: columns };
  const using = alterTable(table.name, `ADD CONSTRAINT ${quoted(constraint.name)} UNIQUE USING INDEX ${quoted(constraint.name)}${when.join('')}`);
  return { now: [], later: [`DROP INDEX CONCURRENTLY IF EXISTS ${quoted(constraint.name)}`, createIndex(table.name, index, true), using] };
}

/** The index on a generated column is made together with the column. */
function isOnNewSearch(table: Table, index: Index, actual: CatalogTable): boolean {
  return table.columns.some((column) => column.generated !== null && index.columns.includes(column.name) && !actual.columns.has(column.name));
}

function addConstraintStep(table: Table, constraint: Constraint): Step {
  return addingStep({
    kind: 'add-constraint',
    table: table.name,
    plugin: table.plugin,
    sql: [addConstraint(table.name, constraint)],
    why: reasonOf(constraint),
    onBigTable: constraint.kind === 'unique' || constraint.kind === 'exclude' ? null : validatedLater(table.name, constraint),
  });
}

function addIndexStep(table: Table, index: Index): Step {
  return addingStep({
    kind: 'add-index',
    table: table.name,
    plugin: table.plugin,
    sql: [createIndex(table.name, index, false)],
    why: `${index.columns.join(', ')} is looked up or sorted by`,
  });
}

function validateStep(table: Table, constraint: Constraint): Step {
  const sql = [validateConstraint(table.name, constraint)];
  const why = 'rows from before the constraint are looked at too';
  return addingStep({ kind: 'validate', table: table.name, plugin: table.plugin, sql, why, onBigTable: { now: [], later: sql } });
}

function reasonOf(constraint: Constraint): string {
  if (constraint.kind === 'foreign') return `${constraint.columns.join(', ')} points to ${constraint.target ?? 'a record'}`;
  if (constraint.kind === 'exclude') return `periods of ${constraint.columns.join(', ')} do not overlap`;
  return constraint.kind === 'unique'
    ? `no two rows share ${constraint.columns.join(', ')}`
    : `${constraint.columns.join(', ')} is one of the declared options`;
}

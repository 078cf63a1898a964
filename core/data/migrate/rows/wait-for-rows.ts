import type { Column } from '../../column.js';
import { becomesHtml } from '../becomes-html.js';
import type { Catalog } from '../catalog.js';
import type { Table } from '../../table.js';
import type { PlannedStep, StepKind } from '../step.js';

/** What takes away or forbids what a migration of rows may still read or mend; values that move to another column do not. */
const narrowing: ReadonlySet<StepKind> = new Set([
  'drop-table',
  'drop-column',
  'contract',
  'narrow-column',
  'retype-column',
  'clear-options',
  'require',
  'add-constraint',
  'add-index',
] as const);

/** Steps that wait until the migrations have run, and are judged by the rows that they leave; so does what is computed, which takes the place of what a migration may still read. */
export function waiting(steps: readonly PlannedStep[], tables: ReadonlySet<string>): readonly PlannedStep[] {
  const isLater = ({ kind, risk, table }: PlannedStep): boolean => tables.has(table) && (kind === 'derive' || (risk !== 'adds' && narrowing.has(kind)));
  return steps.map((step) => (isLater(step) ? { ...step, verdict: 'later' } : step));
}

/** The tables as they are while migrations run: what is new may be empty yet. */
export function loosened(
  desired: readonly Table[],
  actual: Catalog,
  tables: ReadonlySet<string>,
  isFilled: (table: string, column: string) => boolean,
): readonly Table[] {
  return desired.map((table) => {
    const there = actual.get(table.name);
    if (there === undefined || !tables.has(table.name)) return table;
    const isOpen = (name: string): boolean => !there.columns.has(name) && !isFilled(table.name, name);
    return { ...table, columns: table.columns.map((column) => (column.default === null && isOpen(column.name) ? { ...column, nullable: true } : column)) };
  });
}

/** What is remembered meanwhile: also what goes afterwards, so that it is known for ours. */
export function remembered(desired: readonly Table[], before: ReadonlyMap<string, Table>, tables: ReadonlySet<string>): readonly Table[] {
  const names = new Set(desired.map(({ name }) => name));
  const gone = [...before.values()].filter(({ name }) => tables.has(name) && !names.has(name));
  return [...desired.map((table) => withAll(table, tables.has(table.name) ? before.get(table.name) : undefined)), ...gone];
}

/** Text that becomes HTML is escaped afterwards, so it is text until then. */
function stillText(column: Column, before: Table): Column {
  const known = before.columns.find(({ name }) => name === column.name);
  return known !== undefined && becomesHtml(known, column) ? { ...column, isHtml: false } : column;
}

function withAll(table: Table, before: Table | undefined): Table {
  if (before === undefined) return table;
  const rest = <Thing extends { readonly name: string }>(own: readonly Thing[], others: readonly Thing[]): readonly Thing[] => [
    ...own,
    ...others.filter(({ name }) => !own.some((one) => one.name === name)),
  ];
  return {
    ...table,
    columns: rest(
      table.columns.map((column) => stillText(column, before)),
      before.columns.filter(({ generated }) => generated === null),
    ),
    constraints: rest(table.constraints, before.constraints),
    indexes: rest(table.indexes, before.indexes),
  };
}

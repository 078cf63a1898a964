import type { Column } from '../column.js';
import { quoted } from '../quoted.js';
import type { Table } from '../table.js';
import type { CatalogColumn } from './catalog.js';
import { computeColumnSteps } from './compute-column-step.js';
import { becomesHtml } from './becomes-html.js';
import { compareTypes, doesNotFit, madeToFit } from './compare-types.js';
import { alterColumn, alterTable, columnDefinition, countWhere } from './ddl.js';
import { escapedHtml } from './escaped-html.js';
import type { Expansion } from './expansion.js';
import { backfillRequiredStep } from './fill-column-steps.js';
import { notNullLater } from './not-null.js';
import { addingStep, type Step, type Way } from './step.js';

/** Steps for a column that is there and ought to be another. */
export function changeColumnSteps(table: Table, column: Column, actual: CatalogColumn, { before, expansions }: Known): readonly Step[] {
  const step = { table: table.name, column: column.name, plugin: column.plugin };
  const set = (change: string): readonly string[] => [alterColumn(table.name, column.name, change)];
  const steps: Step[] = [
    ...typeSteps(table, column, actual),
    ...(before !== undefined && becomesHtml(before, column) ? [htmlStep(table, column)] : []),
    ...(before === undefined ? [] : computeColumnSteps(table, column, before)),
  ];
  if (before !== undefined && before.default !== column.default) {
    const why = 'the default has changed';
    steps.push(addingStep({ ...step, kind: 'change-default', sql: set(column.default === null ? 'DROP DEFAULT' : `SET DEFAULT ${column.default}`), why }));
  }
  if (column.nullable && !actual.nullable) {
    steps.push(addingStep({ ...step, kind: 'unrequire', sql: set('DROP NOT NULL'), why: `${column.field ?? column.name} may be empty` }));
  }
  if (!column.nullable && actual.nullable) {
    const backfill = expansions.find((one) => one.kind === 'backfill' && one.to === column.name);
    steps.push(backfill?.kind === 'backfill' ? backfillRequiredStep(table, column, backfill) : requireStep(table, column));
  }
  return steps;
}

interface Known {
  readonly before: Column | undefined;
  /** Of the table. */
  readonly expansions: readonly Expansion[];
}

function typeSteps(table: Table, column: Column, actual: CatalogColumn): readonly Step[] {
  const change = compareTypes(actual.sqlType, column.sqlType);
  if (change === 'same') return [];
  const why = `${table.subject} declares ${column.field ?? column.name} as ${column.sqlType}; it is ${actual.sqlType}`;
  const step = { table: table.name, column: column.name, plugin: column.plugin, why };
  if (change === 'widens') return [addingStep({ ...step, kind: 'widen-column', sql: [alterColumn(table.name, column.name, `TYPE ${column.sqlType}`)] })];
  return [change === 'narrows' ? narrowStep(step, column) : retypeStep(step, column)];
}

type Described = Pick<Step, 'table' | 'column' | 'plugin' | 'why'>;

function narrowStep(step: Described, column: Column): Step {
  const name = quoted(column.name);
  const sql = [alterColumn(step.table, column.name, `TYPE ${column.sqlType} USING ${name}::${column.sqlType}`)];
  const cut = [alterColumn(step.table, column.name, `TYPE ${column.sqlType} USING ${madeToFit(name, column.sqlType)}`)];
  return {
    ...addingStep({ ...step, kind: 'narrow-column', sql }),
    risk: 'loses',
    count: countWhere(step.table, doesNotFit(name, column.sqlType)),
    ways: [{ token: `narrow:${step.table}.${column.name}`, does: 'cut or round the values that do not fit', sql: cut }],
    advice: 'shorten the values first, or leave the field as it was',
  };
}

function retypeStep(step: Described, column: Column): Step {
  const name = quoted(column.name);
  const type = (using: string): readonly string[] => [
    alterColumn(step.table, column.name, 'DROP DEFAULT'),
    alterColumn(step.table, column.name, `TYPE ${column.sqlType} USING ${using}`),
    ...(column.default === null ? [] : [alterColumn(step.table, column.name, `SET DEFAULT ${column.default}`)]),
  ];
  const anew = [alterTable(step.table, `DROP COLUMN ${name}`), alterTable(step.table, `ADD COLUMN ${columnDefinition(column)}`)];
  const ways: readonly Way[] = [
    {
      token: `retype:${step.table}.${column.name}`,
      does: 'convert every value; one that cannot be converted stops it',
      sql: type(`${name}::text::${column.sqlType}`),
    },
    { token: `drop:${step.table}.${column.name}`, does: 'delete the values', sql: anew },
  ];
  return {
    ...addingStep({ ...step, kind: 'retype-column', sql: type(`NULL::${column.sqlType}`) }),
    risk: 'loses',
    count: countWhere(step.table, `${name} IS NOT NULL`),
    ways,
    advice: 'declare "convertFrom" with an expression that makes the new value of the old, or leave the field as it was',
  };
}

/** The text would be read as HTML, and what looks like an element would be gone. */
function htmlStep(table: Table, column: Column): Step {
  const name = quoted(column.name);
  const token = `retype:${table.name}.${column.name}`;
  const sql = [`UPDATE ${quoted(table.name)} SET ${name} = ${escapedHtml(name)} WHERE ${name} IS NOT NULL`];
  const why = `${table.subject} declares ${column.field ?? column.name} as HTML; it is plain text`;
  return {
    ...addingStep({ kind: 'retype-column', table: table.name, column: column.name, plugin: column.plugin, sql: [], why }),
    risk: 'loses',
    count: countWhere(table.name, `${name} IS NOT NULL`),
    ways: [{ token, does: 'write every value as HTML that reads the same', sql }],
    advice: 'declare "convertFrom" with an expression that makes the new text of the old, or leave the field as it was',
  };
}

function requireStep(table: Table, column: Column): Step {
  const name = `${table.name}.${column.name}`;
  const sql = [alterColumn(table.name, column.name, 'SET NOT NULL')];
  const fill = `UPDATE ${quoted(table.name)} SET ${quoted(column.name)} = ${column.default ?? 'NULL'} WHERE ${quoted(column.name)} IS NULL`;
  const ways: readonly Way[] = [
    ...(column.default === null ? [] : [{ token: `fill:${name}`, does: 'write the default into them', sql: [fill, ...sql] }]),
    { token: `null:${name}`, does: 'leave them empty until somebody fills them in', sql: null },
  ];
  const step = addingStep({
    kind: 'require',
    table: table.name,
    column: column.name,
    plugin: column.plugin,
    sql,
    why: `${table.subject} requires ${column.field ?? column.name}`,
  });
  return {
    ...step,
    risk: 'tightens',
    count: countWhere(table.name, `${quoted(column.name)} IS NULL`),
    ways,
    advice: 'declare a "backfill" for them, fill them in first, or do not require the field',
    onBigTable: { now: [], later: notNullLater(table.name, column.name) },
  };
}

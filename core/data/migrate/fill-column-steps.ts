import type { Column } from '../column.js';
import { quoted, quotedText } from '../quoted.js';
import type { Table } from '../table.js';
import { alterColumn, alterTable, columnDefinition, countWhere } from './ddl.js';
import type { Backfill, MovedColumn } from './expansion.js';
import { notNullLater } from './not-null.js';
import { addingStep, type Step } from './step.js';

/** A new column to which the values of another move. Values that do not convert stand against it. */
export function moveColumnStep(table: Table, column: Column, move: MovedColumn): Step {
  const field = column.field ?? column.name;
  const filled = filledColumn(table, column, {
    kind: 'move-column',
    why: move.isRetyped ? `${table.subject} declares ${field} as ${column.sqlType}, converted from ${move.from}` : `${field} was formerly ${move.from}`,
  });
  const step = move.counter === null ? filled : withStatement(filled, countersSql(move.counter));
  if (!move.isRetyped) return step;
  return {
    ...step,
    risk: 'tightens',
    count: countWhere(table.name, `${quoted(move.from)} IS NOT NULL AND ${quoted(move.to)} IS NULL`),
    ways: column.nullable
      ? [{ token: `null:${table.name}.${column.name}`, does: 'leave the field empty in the rows whose value does not convert', sql: step.sql }]
      : [],
    advice: `correct the values of these rows, or let the expression of convertFrom convert them`,
  };
}

/** A new column that is filled by an expression in the rows that are there. */
export function backfillColumnStep(table: Table, column: Column, backfill: Backfill): Step {
  const why = `${table.subject} declares ${column.field ?? column.name}, filled by its backfill`;
  const step = filledColumn(table, column, { kind: 'add-column', why });
  return column.nullable ? step : { ...step, ...demandFilled(table, backfill) };
}

/** A column that is there, becomes required, and is filled where it is empty. */
export function backfillRequiredStep(table: Table, column: Column, backfill: Backfill): Step {
  const why = `${table.subject} requires ${column.field ?? column.name}; rows that leave it empty get its backfill`;
  const step = addingStep({ kind: 'require', table: table.name, column: column.name, plugin: column.plugin, sql: [], why });
  return { ...step, ...demandFilled(table, backfill), onBigTable: { now: [], later: notNullLater(table.name, column.name) } };
}

function withStatement(step: Step, statement: string): Step {
  const sql = [...step.sql, statement];
  return { ...step, sql, onBigTable: { now: sql, later: step.onBigTable?.later ?? [] } };
}

function countersSql({ from, to }: NonNullable<MovedColumn['counter']>): string {
  return `UPDATE trellis_sequence SET field = ${quotedText(to)} WHERE field = ${quotedText(from)}`;
}

function demandFilled(table: Table, { to }: Backfill): Pick<Step, 'risk' | 'count' | 'advice'> {
  return {
    risk: 'tightens',
    count: countWhere(table.name, `${quoted(to)} IS NULL`),
    advice: 'let the expression of backfill give these rows a value, or do not require the field',
  };
}

function filledColumn(table: Table, column: Column, told: Pick<Step, 'kind' | 'why'>): Step {
  const bare = alterTable(table.name, `ADD COLUMN ${columnDefinition({ ...column, nullable: true, default: null })}`);
  // A default that comes later is not that of rows which are there.
  const sql = [bare, ...(column.default === null ? [] : [alterColumn(table.name, column.name, `SET DEFAULT ${column.default}`)])];
  const later = column.nullable ? [] : notNullLater(table.name, column.name);
  return addingStep({ ...told, table: table.name, column: column.name, plugin: column.plugin, sql, onBigTable: { now: sql, later } });
}

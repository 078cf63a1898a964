import type { Column } from '../column.js';
import { quoted } from '../quoted.js';
import type { Constraint, Index, Table } from '../table.js';

/** A column as CREATE TABLE and ADD COLUMN spell it. */
export function columnDefinition(column: Column): string {
  if (column.generated !== null) return `${quoted(column.name)} ${column.sqlType} GENERATED ALWAYS AS (${column.generated}) STORED`;
  const notNull = column.nullable ? '' : ' NOT NULL';
  return `${quoted(column.name)} ${column.sqlType}${column.default === null ? '' : ` DEFAULT ${column.default}`}${notNull}`;
}

/** The table with all that stands in it alone; foreign keys follow when every table is there. */
export function createTable(table: Table): string {
  const constraints = table.constraints.filter((constraint) => constraint.kind !== 'foreign');
  const parts = [...table.columns.map(columnDefinition), ...constraints.map((constraint) => `CONSTRAINT ${quoted(constraint.name)} ${constraint.sql}`)];
  return `CREATE TABLE ${quoted(table.name)} (\n  ${parts.join(',\n  ')}\n)`;
}

export function alterTable(table: string, change: string): string {
  return `ALTER TABLE ${quoted(table)} ${change}`;
}

export function alterColumn(table: string, column: string, change: string): string {
  return alterTable(table, `ALTER COLUMN ${quoted(column)} ${change}`);
}

export function addConstraint(table: string, constraint: Constraint): string {
  return alterTable(table, `ADD CONSTRAINT ${quoted(constraint.name)} ${constraint.sql}`);
}

export function validateConstraint(table: string, constraint: Constraint): string {
  return alterTable(table, `VALIDATE CONSTRAINT ${quoted(constraint.name)}`);
}

export function createIndex(table: string, index: Index, isConcurrent: boolean): string {
  return `CREATE ${index.isUnique ? 'UNIQUE ' : ''}INDEX ${isConcurrent ? 'CONCURRENTLY ' : ''}${quoted(index.name)} ON ${quoted(table)} ${index.sql}`;
}

/** SELECT of the number of rows for which the condition holds. */
export function countWhere(table: string, condition: string): string {
  return `SELECT count(*) FROM ${quoted(table)} WHERE ${condition}`;
}

export function countAll(table: string): string {
  return `SELECT count(*) FROM ${quoted(table)}`;
}

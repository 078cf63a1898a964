import type { Column } from '../column.js';
import type { Table } from '../table.js';
import { alterTable, columnDefinition, countAll } from './ddl.js';
import { addingStep, type Step } from './step.js';

/** A new column. One that must not be empty and has no constant default cannot be given to rows that are there. */
export function addColumnStep(table: Table, column: Column): Step {
  const name = `${table.name}.${column.name}`;
  const why = `${table.subject} declares ${column.field ?? column.name}`;
  const step = addingStep({
    kind: 'add-column',
    table: table.name,
    column: column.name,
    plugin: column.plugin,
    sql: [alterTable(table.name, `ADD COLUMN ${columnDefinition(column)}`)],
    why,
  });
  if (column.nullable || column.default !== null) return step;
  return {
    ...step,
    why: `${why}, required and without a constant default`,
    risk: 'tightens',
    count: countAll(table.name),
    ways: [
      {
        token: `null:${name}`,
        does: 'leave it empty in the rows that are there',
        sql: [alterTable(table.name, `ADD COLUMN ${columnDefinition({ ...column, nullable: true })}`)],
      },
    ],
    advice: 'give the field a "backfill" or a constant default, or do not require it',
  };
}

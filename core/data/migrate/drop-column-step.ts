import type { Column } from '../column.js';
import { quoted } from '../quoted.js';
import type { Table } from '../table.js';
import { compareTypes } from './compare-types.js';
import { alterTable, countWhere } from './ddl.js';
import { addingStep, type Step, type Way } from './step.js';

/** The column of a field that its plugin, still there, declares no more. */
export function dropColumnStep(table: Table, column: Column, added: readonly Column[]): Step {
  const name = `${table.name}.${column.name}`;
  const sql = [alterTable(table.name, `DROP COLUMN ${quoted(column.name)}`)];
  const renames = added
    .filter((other) => ['same', 'widens'].includes(compareTypes(column.sqlType, other.sqlType)))
    .map((other): Way => ({ token: `rename:${name}->${table.name}.${other.name}`, does: `keep its values as ${other.field ?? other.name}`, sql: null }));
  const guess = renames.length === 0 ? '' : '; together with the new column it looks like a rename';
  return {
    ...addingStep({
      kind: 'drop-column',
      table: table.name,
      column: column.name,
      plugin: column.plugin,
      sql,
      why: `${table.subject} declares ${column.field ?? column.name} no more${guess}`,
    }),
    risk: 'loses',
    count: countWhere(table.name, `${quoted(column.name)} IS NOT NULL`),
    ways: [...renames, { token: `drop:${name}`, does: 'delete the column with its values', sql }],
    advice: renames.length === 0 ? 'declare the field again' : `declare the field again, or the new one with "formerly": "${column.field ?? column.name}"`,
  };
}

import { quoted } from '../quoted.js';
import type { Table } from '../table.js';
import { countAll } from './ddl.js';
import { addingStep, type Step } from './step.js';

/** The table of an entity that its plugin, still there, declares no more. */
export function dropTableStep(table: Table, before: ReadonlyMap<string, Table>, added: readonly Table[]): Step {
  const pointing = [...before.values()].flatMap((other) =>
    other.constraints
      .filter((constraint) => constraint.kind === 'foreign' && constraint.target === table.name)
      .map((constraint) => `ALTER TABLE IF EXISTS ${quoted(other.name)} DROP CONSTRAINT IF EXISTS ${quoted(constraint.name)}`),
  );
  const sql = [...pointing, `DROP TABLE ${quoted(table.name)}`];
  const twin = added.find((other) => isAlike(table, other));
  return {
    ...addingStep({ kind: 'drop-table', table: table.name, plugin: table.plugin, sql, why: `${table.subject} is declared no more` }),
    risk: 'loses',
    count: countAll(table.name),
    ways: [{ token: `drop:${table.name}`, does: 'delete the table with its rows', sql }],
    advice: `declare ${table.subject} again${twin === undefined ? '' : ` under its old name (it looks as if it had been renamed to ${twin.subject})`}`,
  };
}

function isAlike(one: Table, other: Table): boolean {
  const own = (table: Table): readonly string[] => table.columns.map((column) => `${column.name} ${column.sqlType}`);
  const theirs = new Set(own(other));
  const shared = own(one).filter((column) => theirs.has(column)).length;
  return shared * 4 >= one.columns.length * 3;
}

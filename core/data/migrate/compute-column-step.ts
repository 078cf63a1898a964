import type { Column } from '../column.js';
import { quoted } from '../quoted.js';
import type { Table } from '../table.js';
import { countWhere } from './ddl.js';
import { addingStep, type Step } from './step.js';

/** What people wrote in a column would be gone where it is computed from now on. A row that holds the default alone has nothing to lose. */
export function computeColumnSteps(table: Table, column: Column, before: Column): readonly Step[] {
  if (before.isComputed !== false || column.isComputed !== true) return [];
  const name = quoted(before.name);
  const step: Step = {
    ...addingStep({
      kind: 'compute-column',
      table: table.name,
      column: column.name,
      plugin: column.plugin,
      sql: [],
      why: `${table.subject} computes ${column.field ?? column.name}; its values were written by people`,
    }),
    risk: 'loses',
    count: countWhere(table.name, before.default === null ? `${name} IS NOT NULL` : `${name} IS DISTINCT FROM ${before.default}`),
    ways: [{ token: `compute:${table.name}.${column.name}`, does: 'let what is computed take their place, but in frozen records', sql: [] }],
    advice: 'declare the computed field under a name of its own, beside this one, or leave the field as it was',
  };
  return [step];
}

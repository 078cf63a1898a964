import { quoted } from '../quoted.js';
import type { Constraint, Index, Table } from '../table.js';
import { addConstraint, countWhere, validateConstraint } from './ddl.js';
import { addingStep, type Step, type StepKind, type Way } from './step.js';

/** A foreign key on values that are there; those that point to nothing stand against it. */
export function addForeignKeyStep(table: Table, constraint: Constraint): Step {
  const [column = ''] = constraint.columns;
  const sql = [addConstraint(table.name, constraint)];
  const isOrphan = `${quoted(column)} IS NOT NULL AND NOT EXISTS (SELECT FROM ${quoted(constraint.target ?? '')} t WHERE t.id = ${quoted(table.name)}.${quoted(column)})`;
  return {
    ...addingStep({
      kind: 'add-constraint',
      table: table.name,
      column,
      plugin: table.plugin,
      sql,
      why: `${column} points to ${constraint.target ?? 'a record'}`,
    }),
    risk: 'tightens',
    count: countWhere(table.name, isOrphan),
    ways: emptying(table, column, isOrphan, sql),
    advice: 'correct the values that point to nothing',
    onBigTable: validatedLater(table.name, constraint),
  };
}

/** The options of an enum or a state, on values that are there; those that are no option any more stand against it. */
export function addOptionsStep(table: Table, constraint: Constraint): Step {
  const [name = ''] = constraint.columns;
  const column = table.columns.find((other) => other.name === name);
  const options = constraint.sql.slice('CHECK '.length);
  const step = addingStep({
    kind: 'add-constraint',
    table: table.name,
    column: name,
    plugin: column?.plugin ?? table.plugin,
    sql: [addConstraint(table.name, constraint)],
    why: '',
  });
  const isOther = `NOT ${options}`;
  return {
    ...step,
    why: `${name} takes ${column?.options?.join(', ') ?? 'its options'}`,
    risk: 'tightens',
    count: countWhere(table.name, isOther),
    ways: emptying(table, name, isOther, step.sql),
    advice: 'declare the options again that are in use, or change those rows first',
    onBigTable: validatedLater(table.name, constraint),
  };
}

/** A unique key on values that are there; those that are there twice stand against it, and no token can choose between them. */
export function addUniqueStep(table: Table, key: Constraint | Index, kind: StepKind): Step {
  const columns = key.columns.map(quoted);
  return {
    ...addingStep({
      kind,
      table: table.name,
      plugin: table.plugin,
      sql: [],
      why: `no two rows share ${key.columns.length === 0 ? 'the table' : key.columns.join(', ')}`,
    }),
    column: key.columns.length === 1 ? (key.columns[0] ?? null) : null,
    risk: 'tightens',
    count:
      columns.length === 0
        ? `SELECT greatest(count(*) - 1, 0) FROM ${quoted(table.name)}`
        : countTwins(table.name, columns, key.sql.includes('NULLS NOT DISTINCT')),
    advice: `make the values different first: ${twinsQuery(table.name, columns)}`,
  };
}

/** Holds for what is written from now on at once; the rows that are there are looked at while others write. */
export function validatedLater(table: string, constraint: Constraint): Step['onBigTable'] {
  return { now: [`${addConstraint(table, constraint)} NOT VALID`], later: [validateConstraint(table, constraint)] };
}

function emptying(table: Table, column: string, condition: string, sql: readonly string[]): readonly Way[] {
  if (table.columns.find((other) => other.name === column)?.nullable !== true) return [];
  const clear = `UPDATE ${quoted(table.name)} SET ${quoted(column)} = NULL WHERE ${condition}`;
  return [{ token: `clear:${table.name}.${column}`, does: 'empty the field in those rows', sql: [clear, ...sql] }];
}

function countTwins(table: string, columns: readonly string[], nullsAreEqual: boolean): string {
  const filled = nullsAreEqual ? '' : ` WHERE ${columns.map((column) => `${column} IS NOT NULL`).join(' AND ')}`;
  return `SELECT coalesce(sum(n), 0) FROM (SELECT count(*) AS n FROM ${quoted(table)}${filled} GROUP BY ${columns.join(', ')} HAVING count(*) > 1) twins`;
}

function twinsQuery(table: string, columns: readonly string[]): string {
  if (columns.length === 0) return `SELECT * FROM ${table}`;
  return `SELECT ${columns.join(', ')}, count(*) FROM ${table} GROUP BY ${columns.join(', ')} HAVING count(*) > 1`;
}

/** A rule over whole rows, which rows that are there may break. */
export function addCheckStep(table: Table, constraint: Constraint): Step {
  const broken = countWhere(table.name, `NOT ${constraint.sql.slice('CHECK '.length)}`);
  return {
    ...addingStep({
      kind: 'add-constraint',
      table: table.name,
      plugin: table.plugin,
      sql: [addConstraint(table.name, constraint)],
      why: 'a rule of the ledger is declared anew',
    }),
    risk: 'tightens',
    count: broken,
    onBigTable: validatedLater(table.name, constraint),
    advice: 'post what corrects these balances first',
  };
}

/** Periods that must not overlap, in rows that are there; which of two rivals gives way no token can choose. */
export function addExclusionStep(table: Table, constraint: Constraint): Step {
  const rivals = `SELECT count(*) FROM ${quoted(table.name)} WHERE ${constraint.standsAgainst ?? 'false'}`;
  return {
    ...addingStep({
      kind: 'add-constraint',
      table: table.name,
      plugin: table.plugin,
      sql: [addConstraint(table.name, constraint)],
      why: `periods of ${constraint.columns.join(', ')} do not overlap`,
    }),
    risk: 'tightens',
    count: rivals,
    advice: `end or move the periods that overlap, and those that end before they begin: SELECT * FROM ${table.name} WHERE ${constraint.standsAgainst ?? 'false'}`,
  };
}

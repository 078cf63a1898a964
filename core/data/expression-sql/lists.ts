import type { Node } from '../../definitions/expressions/checked.js';
import { join, sql, type Sql } from '../sql.js';
import { quotient } from './quotient.js';
import type { ListRows, MacroSql, SqlCompiler } from './sql-compiler.js';
import { sqlType } from './sql-types.js';

const number = { kind: 'number' } as const;

/**
 * SQL of macros that give a value. The body is computed in a subquery of its own: an aggregate whose argument names only the record around
 * would belong to that record's query.
 */
export const listSql = {
  sum: (rows, body, compiler) => sql`(SELECT coalesce(sum(given.v), 0) FROM (SELECT ${compiler.value(body, number)} AS v ${source(rows)}) AS given)`,
  // OFFSET 0 keeps the planner from computing the body once for the sum and once for the count.
  avg: (rows, body, compiler) =>
    sql`(SELECT ${quotient(sql`sum(given.v)`, sql`count(given.v)`)} FROM (SELECT ${compiler.value(body, number)} AS v ${source(rows)} OFFSET 0) AS given)`,
  min: (rows, body, compiler) => extreme(sql`min`, rows, body, compiler),
  max: (rows, body, compiler) => extreme(sql`max`, rows, body, compiler),
  count: (rows, body, compiler) => countRows({ ...rows, where: [...rows.where, compiler.truth(body, 'filter')] }),
} as const satisfies Record<string, MacroSql>;

/** SQL of macros that give a condition, which is never NULL. */
export const listTestSql = {
  all: (rows, body, compiler) => sql`(NOT EXISTS (SELECT ${source({ ...rows, where: [...rows.where, sql`NOT ${compiler.truth(body, 'exact')}`] })}))`,
  unique: (rows, body, compiler) =>
    sql`(NOT EXISTS (SELECT FROM (SELECT ${compiler.value(body)} AS v ${source(rows)}) AS given WHERE given.v IS NOT NULL GROUP BY given.v HAVING count(*) > 1))`,
  exists: (rows, body, compiler) => sql`(EXISTS (SELECT ${source({ ...rows, where: [...rows.where, compiler.truth(body, 'filter')] })}))`,
} as const satisfies Record<string, MacroSql>;

/** How many rows a list has. */
export function countRows(rows: ListRows): Sql {
  return sql`(SELECT count(*)::numeric ${source(rows)})`;
}

function source({ from, where }: ListRows): Sql {
  return where.length === 0 ? sql`FROM ${from}` : sql`FROM ${from} WHERE ${join(where, ' AND ')}`;
}

function extreme(aggregate: Sql, rows: ListRows, body: Node, compiler: SqlCompiler): Sql {
  const value = sqlType(body.type) === 'text' ? sql`given.v COLLATE "C"` : sql`given.v`;
  return sql`(SELECT ${aggregate}(${value}) FROM (SELECT ${compiler.value(body)} AS v ${source(rows)}) AS given)`;
}

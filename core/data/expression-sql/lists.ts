import { join, sql, type Sql } from '../sql.js';
import { quotient } from './quotient.js';
import type { ListRows, MacroSql } from './sql-compiler.js';
import { sqlType } from './sql-types.js';

const number = { kind: 'number' } as const;

/** SQL of macros that give a value. */
export const listSql = {
  sum: (rows, body, compiler) => sql`(SELECT coalesce(sum(${compiler.value(body, number)}), 0) ${source(rows)})`,
  avg: (rows, body, compiler) =>
    sql`(SELECT ${quotient(sql`sum(given.v)`, sql`count(given.v)`)} FROM (SELECT ${compiler.value(body, number)} AS v ${source(rows)} OFFSET 0) AS given)`,
  min: (rows, body, compiler) => sql`(SELECT min(${ordered(compiler.value(body), body.type)}) ${source(rows)})`,
  max: (rows, body, compiler) => sql`(SELECT max(${ordered(compiler.value(body), body.type)}) ${source(rows)})`,
  count: (rows, body, compiler) => countRows({ ...rows, where: [...rows.where, compiler.truth(body, 'filter')] }),
} as const satisfies Record<string, MacroSql>;

/** SQL of macros that give a condition, which is never NULL. */
export const listTestSql = {
  all: (rows, body, compiler) => sql`(NOT EXISTS (SELECT ${source({ ...rows, where: [...rows.where, sql`NOT ${compiler.truth(body, 'exact')}`] })}))`,
  exists: (rows, body, compiler) => sql`(EXISTS (SELECT ${source({ ...rows, where: [...rows.where, compiler.truth(body, 'filter')] })}))`,
} as const satisfies Record<string, MacroSql>;

/** How many rows a list has. */
export function countRows(rows: ListRows): Sql {
  return sql`(SELECT count(*)::numeric ${source(rows)})`;
}

function source({ from, where }: ListRows): Sql {
  return where.length === 0 ? sql`FROM ${from}` : sql`FROM ${from} WHERE ${join(where, ' AND ')}`;
}

function ordered(value: Sql, type: Parameters<typeof sqlType>[0]): Sql {
  return sqlType(type) === 'text' ? sql`${value} COLLATE "C"` : value;
}

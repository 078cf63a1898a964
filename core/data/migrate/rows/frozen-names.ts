import { identifier, literal, sql, type Sql } from '../../sql.js';
import { standardTimeZone } from '../../../kernel/time-zone.js';
import type { SqlNames } from '../../expression-sql/sql-names.js';
import type { FoundTable } from './find-frozen.js';

/** Names of an expression over one row of a table of a migration. */
export function frozenNames(table: FoundTable, alias: Sql, tables: ReadonlyMap<string, FoundTable>): SqlNames {
  return {
    path: (node) => walk(table, alias, node.path, tables),
    list: ({ path }) => {
      throw new Error(`no list in ${path.join('.')}`);
    },
    today: sql`trellis_today(${literal(standardTimeZone)})`,
    now: sql`now()`,
  };
}

/** The column at the end of a path; every id on the way is a scalar subquery by primary key. */
function walk(table: FoundTable, alias: Sql, [name = '', ...rest]: readonly string[], tables: ReadonlyMap<string, FoundTable>): Sql {
  const column = table.columns.get(name);
  if (column === undefined) throw new Error(`${table.name} has no column ${name}`);
  const here = sql`${alias}.${identifier(column.name)}`;
  if (rest.length === 0) return here;
  const target = typeof column.kind === 'string' ? undefined : tables.get(column.kind.idOf);
  if (target === undefined) throw new Error(`${name} leads nowhere`);
  const other = identifier(`walked_${rest.length}`);
  return sql`(SELECT ${walk(target, other, rest, tables)} FROM ${identifier(target.name)} ${other} WHERE ${other}.id = ${here})`;
}

import { identifier, join, sql, type Sql } from '../sql.js';

/**
 * SQL that needs its operands several times: they are computed once in a subquery. Writing them out again and again would double the
 * statement with every level of nesting. OFFSET 0 keeps the planner from doing the same.
 */
export function givenOnce(operands: readonly Sql[], write: (...names: readonly Sql[]) => Sql): Sql {
  const names = operands.map((_, index) => identifier(`v${index}`));
  const columns = operands.map((operand, index) => sql`${operand} AS ${names[index] ?? identifier('v')}`);
  return sql`(SELECT ${write(...names.map((name) => sql`given.${name}`))} FROM (SELECT ${join(columns, ', ')} OFFSET 0) AS given)`;
}

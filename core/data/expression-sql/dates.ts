import type { Node } from '../../definitions/expressions/checked.js';
import { raw, sql, type Sql } from '../sql.js';
import { givenOnce } from './given-once.js';
import type { SqlCompiler, ValueSql } from './sql-compiler.js';

const [date, number] = [{ kind: 'date' }, { kind: 'number' }] as const;

/** SQL of functions on dates. What would leave the years 1 to 9999 is null. */
export const dateSql = {
  today: (_, compiler) => compiler.today,
  now: (_, compiler) => compiler.now,
  date: ([operand], compiler) => {
    if (operand === undefined) throw new Error('date() without argument');
    return operand.type.kind === 'date' ? compiler.value(operand) : givenOnce([compiler.value(operand)], read);
  },
  year: part('year'),
  month: part('month'),
  day: part('day'),
  addDays: withDateAndNumber(
    (day, count) => sql`CASE WHEN ${count} BETWEEN date '0001-01-01' - ${day} AND date '9999-12-31' - ${day} THEN ${day} + ${count}::integer END`,
  ),
  addMonths: withDateAndNumber(
    (day, count) =>
      sql`CASE WHEN ${count} + extract(year FROM ${day}) * 12 + extract(month FROM ${day}) BETWEEN 13 AND 120000 THEN (${day} + make_interval(months => ${count}::integer))::date END`,
  ),
  daysBetween: ([from, to], compiler) => sql`(${ofType(to, date, compiler)} - ${ofType(from, date, compiler)})::numeric`,
} as const satisfies Record<string, ValueSql>;

function ofType(operand: Node | undefined, type: typeof date | typeof number, compiler: SqlCompiler): Sql {
  if (operand === undefined) throw new Error('a function without argument');
  return compiler.value(operand, type);
}

function part(name: 'year' | 'month' | 'day'): ValueSql {
  return ([operand], compiler) => sql`extract(${raw(name)} FROM ${ofType(operand, date, compiler)})`;
}

function withDateAndNumber(write: (day: Sql, count: Sql) => Sql): ValueSql {
  return ([day, count], compiler) => {
    const operands = [ofType(day, date, compiler), sql`trunc(${ofType(count, number, compiler)})`];
    return givenOnce(operands, (once = sql`NULL`, times = sql`NULL`) => write(once, times));
  };
}

/** Step by step, because make_date() fails on a day that does not exist and AND promises no order. */
function read(text: Sql = sql`NULL`): Sql {
  const [year, month, day] = [sql`substr(${text}, 1, 4)::integer`, sql`substr(${text}, 6, 2)::integer`, sql`substr(${text}, 9, 2)::integer`];
  const lastDay = sql`extract(day FROM make_date(${year}, ${month}, 1) + interval '1 month -1 day')`;
  return sql`CASE WHEN ${text} ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}([T ].*)?$' THEN CASE WHEN ${year} > 0 AND ${month} BETWEEN 1 AND 12 THEN CASE WHEN ${day} BETWEEN 1 AND ${lastDay} THEN make_date(${year}, ${month}, ${day}) END END END`;
}

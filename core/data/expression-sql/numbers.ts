import type { Node } from '../../definitions/expressions/checked.js';
import { join, raw, sql, type Sql } from '../sql.js';
import { givenOnce } from './given-once.js';
import type { SqlCompiler, ValueSql } from './sql-compiler.js';
import { sharedType, sqlType } from './sql-types.js';
import { trimmed } from './texts.js';

const number = { kind: 'number' } as const;

/** SQL of functions on numbers, and of the least and greatest of several values. */
export const numberSql = {
  round: ([operand, places], compiler) => {
    const rounded = ofNumber(operand, compiler);
    if (places === undefined) return sql`round(${rounded}, 0)`;
    return sql`round(${rounded}, ${placesOf(places, compiler)})`;
  },
  floor: ([operand], compiler) => sql`floor(${ofNumber(operand, compiler)})`,
  ceil: ([operand], compiler) => sql`ceil(${ofNumber(operand, compiler)})`,
  abs: ([operand], compiler) => sql`abs(${ofNumber(operand, compiler)})`,
  min: (args, compiler) => extreme(sql`min`, args, compiler),
  max: (args, compiler) => extreme(sql`max`, args, compiler),
  number: ([operand], compiler) => {
    if (operand === undefined) throw new Error('number() without argument');
    if (operand.type.kind === 'number') return compiler.value(operand);
    return givenOnce([trimmed(compiler.value(operand))], (text = sql`NULL`) => sql`CASE WHEN ${text} ~ ${numberPattern} THEN (${text})::numeric END`);
  },
} as const satisfies Record<string, ValueSql>;

const numberPattern = sql`'^[+-]?[0-9]{1,60}([.][0-9]{1,60})?$'`;

function ofNumber(operand: Node | undefined, compiler: SqlCompiler): Sql {
  if (operand === undefined) throw new Error('a function without argument');
  return compiler.value(operand, number);
}

/** 0 to 20; NULL must stay, which least and greatest would swallow. */
function placesOf(places: Node, compiler: SqlCompiler): Sql {
  return givenOnce(
    [compiler.value(places, number)],
    (count = sql`NULL`) => sql`CASE WHEN ${count} IS NOT NULL THEN least(greatest(trunc(${count}), 0), 20)::integer END`,
  );
}

/** NULL when one of the values is; least() and greatest() would leave it out. */
function extreme(aggregate: Sql, args: readonly Node[], compiler: SqlCompiler): Sql {
  const type = sharedType(args.map((argument) => argument.type));
  const values = join(
    args.map((argument) => compiler.value(argument, type)),
    ', ',
  );
  const value = sqlType(type) === 'text' ? sql`given.v COLLATE "C"` : sql`given.v`;
  return sql`(SELECT CASE WHEN count(given.v) = count(*) THEN ${aggregate}(${value}) END FROM unnest(ARRAY[${values}]::${raw(sqlType(type))}[]) AS given(v))`;
}

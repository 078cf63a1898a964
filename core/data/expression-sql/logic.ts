import type { Node } from '../../definitions/expressions/checked.js';
import { join, sql, type Sql } from '../sql.js';
import type { SqlCompiler, TruthMode, TruthSql, ValueSql } from './sql-compiler.js';
import { sharedType } from './sql-types.js';

/**
 * SQL of && || and !. AND and OR promise no order, CASE computes the second operand only where the outcome hangs on it. In WHERE they are AND
 * and OR all the same, so that indexes serve them: no piece of SQL fails whatever it is given, so that nothing but time is lost.
 */
export const logicSql = {
  '_&&_': (args, compiler, mode) => {
    if (mode === 'filter') return sql`(${join(truths(args, compiler, mode), ' AND ')})`;
    const [left, right] = bothOf(args);
    return sql`(CASE WHEN ${compiler.truth(left, 'filter')} THEN ${compiler.truth(right, mode)} ELSE false END)`;
  },
  '_||_': (args, compiler, mode) => {
    if (mode === 'filter') return sql`(${join(truths(args, compiler, mode), ' OR ')})`;
    const [left, right] = bothOf(args);
    return sql`(CASE WHEN ${compiler.truth(left, 'filter')} THEN true ELSE ${compiler.truth(right, mode)} END)`;
  },
  // The negation of NULL would be NULL and lose the row.
  '!_': (args, compiler) => sql`(NOT ${join(truths(args, compiler, 'exact'), '')})`,
} as const satisfies Record<string, TruthSql>;

/** SQL of what chooses between values. */
export const choiceSql = {
  '_?_:_': ([condition, ...choices], compiler) => {
    const [yes, no] = sameTyped(choices, compiler);
    if (condition === undefined || yes === undefined || no === undefined) throw new Error('_?_:_ takes three operands');
    return sql`(CASE WHEN ${compiler.truth(condition, 'filter')} THEN ${yes} ELSE ${no} END)`;
  },
  coalesce: (args, compiler) => sql`coalesce(${join(sameTyped(args, compiler), ', ')})`,
} as const satisfies Record<string, ValueSql>;

function bothOf([left, right]: readonly Node[]): readonly [Node, Node] {
  if (left === undefined || right === undefined) throw new Error('a connective without operands');
  return [left, right];
}

function truths(args: readonly Node[], compiler: SqlCompiler, mode: TruthMode): readonly Sql[] {
  return args.map((argument) => compiler.truth(argument, mode));
}

function sameTyped(args: readonly Node[], compiler: SqlCompiler): readonly Sql[] {
  const type = sharedType(args.map((argument) => argument.type));
  return args.map((argument) => compiler.value(argument, type));
}

import type { Node } from '../../definitions/expressions/checked.js';
import { sql, type Sql } from '../sql.js';
import { quotient } from './quotient.js';
import type { SqlCompiler, ValueSql } from './sql-compiler.js';

const number = { kind: 'number' } as const;

/** SQL of + - * / %. */
export const arithmeticSql = {
  '_+_': (args, compiler) => {
    const [left, right] = args;
    const isText = args.some((argument) => argument.type.kind === 'text' || argument.type.kind === 'record');
    if (left === undefined || right === undefined) throw new Error('_+_ takes two operands');
    if (!isText) return operator(sql`+`)(args, compiler);
    return sql`(${compiler.value(left)} || ${compiler.value(right)})`;
  },
  '_-_': operator(sql`-`),
  '_*_': operator(sql`*`),
  '_/_': withNumbers((left, right) => quotient(left, right)),
  '_%_': withNumbers((left, right) => sql`(${left} % nullif(${right}, 0))`),
  '-_': withNumbers((operand) => sql`(- ${operand})`),
} as const satisfies Record<string, ValueSql>;

function operator(symbol: Sql): ValueSql {
  return withNumbers((left, right) => sql`(${left} ${symbol} ${right})`);
}

function withNumbers(write: (left: Sql, right: Sql) => Sql): ValueSql {
  return ([left, right = left]: readonly Node[], compiler: SqlCompiler) => {
    if (left === undefined || right === undefined) throw new Error('an operator without operands');
    return write(compiler.value(left, number), compiler.value(right, number));
  };
}

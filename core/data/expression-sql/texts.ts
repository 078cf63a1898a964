import { casePairs } from '../../definitions/expressions/case-pairs.js';
import type { Node } from '../../definitions/expressions/checked.js';
import { spaces } from '../../definitions/expressions/functions/spaces.js';
import { join, literal, sql, type Sql } from '../sql.js';
import { settled } from './comparison.js';
import { countRows } from './lists.js';
import type { SqlCompiler, TruthSql, ValueSql } from './sql-compiler.js';

const lower = sql`${literal(casePairs.upper)}, ${literal(casePairs.lower)}`;
const upper = sql`${literal(casePairs.lower)}, ${literal(casePairs.upper)}`;

/** SQL of functions on texts. */
export const textSql = {
  size: ([operand], compiler) =>
    operand?.type.kind === 'list' ? countRows(compiler.rows(operand)) : ofText((text) => sql`char_length(${text})::numeric`)([operand], compiler),
  length: ofText((text) => sql`char_length(${text})::numeric`),
  lower: ofText((text) => sql`translate(${text}, ${lower})`),
  upper: ofText((text) => sql`translate(${text}, ${upper})`),
  trim: ofText(trimmed),
  text: (args, compiler) =>
    join(
      args.map((argument) => written(argument, compiler)),
      '',
    ),
  concat: (args, compiler) =>
    sql`(${join(
      args.map((argument) => written(argument, compiler)),
      ' || ',
    )})`,
} as const satisfies Record<string, ValueSql>;

/** SQL of tests of texts. */
export const textTestSql = {
  contains: testOfTexts((text, part) => sql`(strpos(${text}, ${part}) > 0)`),
  startsWith: testOfTexts((text, part) => sql`starts_with(${text}, ${part})`),
  endsWith: testOfTexts((text, part) => sql`starts_with(reverse(${text}), reverse(${part}))`),
} as const satisfies Record<string, TruthSql>;

/** The text without the characters that count as spaces at its ends. */
export function trimmed(text: Sql): Sql {
  return sql`btrim(${text}, ${literal(spaces)})`;
}

function ofText(write: (text: Sql) => Sql) {
  return ([operand]: readonly (Node | undefined)[], compiler: SqlCompiler): Sql => {
    if (operand === undefined) throw new Error('a function without argument');
    return write(compiler.value(operand));
  };
}

function testOfTexts(write: (text: Sql, part: Sql) => Sql): TruthSql {
  return ([text, part], compiler, mode) => {
    if (text === undefined || part === undefined) throw new Error('a test without arguments');
    return settled(write(compiler.value(text), compiler.value(part)), mode);
  };
}

function written(operand: Node, compiler: SqlCompiler): Sql {
  return sql`coalesce(${asText(operand, compiler.value(operand))}, '')`;
}

function asText({ type }: Node, value: Sql): Sql {
  switch (type.kind) {
    case 'number':
      return sql`trim_scale(${value})::text`;
    case 'boolean':
      return sql`(${value})::text`;
    case 'date':
      return sql`to_char(${value}, 'YYYY-MM-DD')`;
    case 'instant':
      return sql`to_char(${value} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
    default:
      return value;
  }
}

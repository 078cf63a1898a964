import { Environment, ParseError, type ASTNode } from '@marcbachmann/cel-js';
import { limits } from './limits.js';
import type { ExpressionMistake } from './mistake.js';
import { tooDeep } from './too-deep.js';

/** The tree of a text in CEL, as the parser gives it; nothing in it has been looked up yet. */
export function parseExpression(
  text: string,
): { readonly kind: 'tree'; readonly tree: ASTNode } | { readonly kind: 'wrong'; readonly mistake: ExpressionMistake } {
  if (text.length > limits.text) return { kind: 'wrong', mistake: tooLong(text) };
  if (text.trim() === '') return { kind: 'wrong', mistake: empty(text) };
  try {
    return { kind: 'tree', tree: parser.parse(text).ast };
  } catch (error) {
    if (error instanceof ParseError) return { kind: 'wrong', mistake: notUnderstood(text, error) };
    throw error;
  }
}

// Only its parser is used: what the names mean, how values combine and what becomes of null are ours. Brackets may nest a little deeper
// than our own bound, which counts calls and branches too and says so in its own words.
const parser = new Environment({ unlistedVariablesAreDyn: true, limits: { maxDepth: limits.depth * 2 } });

function notUnderstood(text: string, error: ParseError): ExpressionMistake {
  const { start, end } = error.range ?? { start: 0, end: text.length };
  if (error.code === 'limit_exceeded') return tooDeep(start, end);
  const found = text.slice(start, end) || 'the end of the expression';
  return { start, end, code: 'syntax', found, expected: expectedBy(error), remedy: remedyFor(error, found) };
}

function tooLong(text: string): ExpressionMistake {
  const remedy = 'Split it: compute a part of it in a formula field of its own.';
  return { start: limits.text, end: text.length, code: 'too-long', found: `${text.length} characters`, expected: `at most ${limits.text} characters`, remedy };
}

function empty(text: string): ExpressionMistake {
  return { start: 0, end: text.length, code: 'syntax', found: 'nothing', expected: 'an expression', remedy: 'Write an expression, or leave the key out.' };
}

function expectedBy(error: ParseError): string {
  switch (error.code) {
    case 'reserved_identifier':
      return 'a name that is not a reserved word of CEL';
    case 'unterminated_string':
      return 'a closing quotation mark';
    case 'expected_token':
      return `${tokens.get(/Expected (\w+)/u.exec(error.summary)?.[1] ?? '') ?? 'something else'} here`;
    default:
      return 'a value or an operator of CEL';
  }
}

const tokens = new Map([
  ['RPAREN', ')'],
  ['RBRACKET', ']'],
  ['RBRACE', '}'],
  ['COLON', ': of a condition ? yes : no'],
  ['IDENTIFIER', 'a name'],
]);

function remedyFor(error: ParseError, found: string): string {
  if (error.code === 'reserved_identifier') return 'Rename the field; this word cannot be used in expressions.';
  if (found === '=') return 'Compare with ==.';
  if (found === '&' || found === '|') return 'Write && for and, || for or.';
  return `${error.summary}.`;
}

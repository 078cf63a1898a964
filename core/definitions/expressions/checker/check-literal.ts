import type { ASTNode } from '@marcbachmann/cel-js';
import type { LiteralNode } from '../checked.js';
import { wrong, type Checking } from './checking.js';

/** A number, text, truth value or null that is written out. */
export function checkLiteral(checking: Checking, node: ASTNode & { readonly op: 'value' }): LiteralNode | null {
  const { args: value, start, end } = node;
  if (value === null) return { op: 'literal', type: { kind: 'null' }, value, start, end };
  if (typeof value === 'boolean') return { op: 'literal', type: { kind: 'boolean' }, value, start, end };
  if (typeof value === 'string') return isStorable(value) ? { op: 'literal', type: { kind: 'text' }, value, start, end } : notStorable(checking, start, end);
  // The parser reads 0.1 as a binary fraction; the digits as they are written are exact.
  const digits = checking.text.slice(start, end);
  if (/^[0-9]{1,40}(\.[0-9]{1,40})?$/u.test(digits)) return { op: 'literal', type: { kind: 'number' }, value: digits, start, end };
  return wrong(checking, {
    start,
    end,
    code: 'syntax',
    found: digits,
    expected: 'a number of at most 40 digits, or a text',
    remedy: 'Write plain digits, for instance 0.001.',
  });
}

/** PostgreSQL takes neither NUL nor half a character. */
function isStorable(text: string): boolean {
  return !text.includes('\0') && !/\p{Surrogate}/u.test(text);
}

function notStorable(checking: Checking, start: number, end: number): null {
  return wrong(checking, {
    start,
    end,
    code: 'syntax',
    found: 'a text that cannot be stored',
    expected: 'whole characters without NUL',
    remedy: 'Remove that character.',
  });
}

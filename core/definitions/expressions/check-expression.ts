import type { CheckedExpression, Node } from './checked.js';
import { checkNode } from './checker/check-node.js';
import type { Checking } from './checker/checking.js';
import { describeType } from './describe-type.js';
import type { ExpressionMistake } from './mistake.js';
import { parseExpression } from './parse-expression.js';
import type { ExpressionType, Scope } from './types.js';

/** The outcome of checking a text. */
export type ExpressionCheck =
  { readonly kind: 'checked'; readonly expression: CheckedExpression } | { readonly kind: 'wrong'; readonly mistakes: readonly ExpressionMistake[] };

/** Parses an expression, looks up its names and checks its types; `expected` are the kinds that its value may have (null always may). */
export function checkExpression(text: string, scope: Scope, expected?: readonly ExpressionType['kind'][]): ExpressionCheck {
  const parsed = parseExpression(text);
  if (parsed.kind === 'wrong') return { kind: 'wrong', mistakes: [parsed.mistake] };
  const checking: Checking = { text, scope, mistakes: [], reads: new Map(), check: (node, place) => checkNode(checking, node, place) };
  const root = checkNode(checking, parsed.tree, { depth: 1, locals: new Map() });
  if (root !== null && expected !== undefined) expectKind(checking, root, expected);
  if (root === null || checking.mistakes.length > 0) return { kind: 'wrong', mistakes: checking.mistakes };
  return { kind: 'checked', expression: { text, type: root.type, root, reads: [...checking.reads.values()] } };
}

function expectKind({ mistakes, text }: Checking, { type }: Node, expected: readonly ExpressionType['kind'][]): void {
  // A record stands for its id, which is text.
  const kinds = type.kind === 'record' ? ['record', 'text'] : type.kind === 'text' ? ['text', 'record'] : [type.kind];
  if (type.kind === 'null' || type.kind === 'any' || expected.some((kind) => kinds.includes(kind))) return;
  const remedy = expected.includes('boolean')
    ? 'Write a condition, for instance amount > 0.'
    : expected.includes('text')
      ? 'Write text(…) around it.'
      : 'Write an expression of that type.';
  mistakes.push({ start: 0, end: text.length, code: 'expected-type', found: describeType(type), expected: expected.join(' or '), remedy });
}

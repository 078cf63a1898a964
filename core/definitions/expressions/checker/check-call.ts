import type { ASTNode } from '@marcbachmann/cel-js';
import { nearest } from '../../../kernel/did-you-mean.js';
import type { CallNode, Node } from '../checked.js';
import { describeForm, describeType, writtenName } from '../describe-type.js';
import { functions, macros } from '../functions/table.js';
import type { FunctionForm } from '../types.js';
import { inside, wrong, type Checking, type Place } from './checking.js';
import { matchForm, type FormMatch } from './match-form.js';

/** An operator or a function with its arguments; what stands before a dot has been checked already and is the first. */
export function checkCall(
  checking: Checking,
  node: ASTNode,
  name: string,
  args: readonly ASTNode[],
  place: Place,
  before: readonly Node[] = [],
): CallNode | null {
  const forms = formsOf(checking, name);
  const checked = [...before, ...args.map((argument, index) => checking.check(argument, isSpine(name, index) ? place : inside(place)))];
  if (forms === null) return unknownFunction(checking, node, name);
  if (!checked.every((argument) => argument !== null)) return null;
  const types = checked.map((argument) => argument.type);
  const matches = forms.map((form) => matchForm(form, types));
  const match = matches.find((candidate) => candidate.kind === 'match');
  if (match === undefined) return wrongArguments(checking, { node, name, forms, matches, args: checked });
  return { op: 'call', name, args: checked, type: match.result, start: node.start, end: node.end };
}

/** `a + b + c` nests to the left as often as the operator stands there; that is length, not depth. */
function isSpine(name: string, index: number): boolean {
  return index === 0 && /^_[^?]+_$/u.test(name);
}

function formsOf({ scope }: Checking, name: string): readonly FunctionForm[] | null {
  const form = scope.functions?.get(name);
  return form === undefined ? (functions.get(name)?.forms ?? null) : [form];
}

function unknownFunction(checking: Checking, node: ASTNode, name: string): null {
  const names = [...functions.keys(), ...macros.keys(), ...(checking.scope.functions?.keys() ?? [])].filter((candidate) => /^[a-z]/iu.test(candidate));
  const meant = nearest(name, names);
  const remedy = macros.has(name) ? `Write it after a list: lines.${name}(x, …).` : meant === null ? 'Use one of these.' : `Did you mean ${meant}?`;
  const expected = `one of ${[...new Set(names)]
    .filter((candidate) => candidate !== 'in')
    .toSorted()
    .join(', ')}`;
  return wrong(checking, { start: node.start, end: node.end, code: 'unknown-function', found: `${name}()`, expected, remedy });
}

interface Refused {
  readonly node: ASTNode;
  readonly name: string;
  readonly forms: readonly FunctionForm[];
  readonly matches: readonly FormMatch[];
  readonly args: readonly Node[];
}

function wrongArguments(checking: Checking, refused: Refused): null {
  const { node, name, forms, matches, args } = refused;
  const written = forms.map((form) => describeForm(name, form)).join(' or ');
  // The form that most arguments fit is the one that was meant.
  const furthest = matches.reduce((best, match) => (match.kind === 'argument' && (best.kind !== 'argument' || match.index > best.index) ? match : best));
  if (furthest.kind !== 'argument') {
    const remedy = 'Give as many arguments as one of these forms takes.';
    return wrong(checking, { start: node.start, end: node.end, code: 'wrong-argument-count', found: `${args.length} arguments`, expected: written, remedy });
  }
  const argument = args[furthest.index] ?? args[0];
  const found = argument === undefined ? 'nothing' : describeType(argument.type);
  const { start, end } = argument ?? node;
  const remedy = remedyFor(name, found, furthest.expected);
  return wrong(checking, { start, end, code: 'wrong-type', found, expected: `${furthest.expected}, as in ${written}`, remedy });
}

function remedyFor(name: string, found: string, expected: string): string {
  if (name === '_+_' && (found === 'text' || expected === 'text')) return 'Write text(…) around what is not text, or use concat(…).';
  if (found === 'text' && expected === 'date') return 'Write a day as date("2026-12-31").';
  if (found === 'date' && expected === 'text') return 'Write a day as date("2026-12-31"), or text(…) around the date.';
  if (found === 'text' && expected === 'number') return 'Write number(…) around the text.';
  if (expected === 'text') return 'Write text(…) around it.';
  if (expected === 'boolean') return 'Compare it with something, for instance != null.';
  if (found.startsWith('list')) return `Say what to do with the elements, for instance with ${[...macros.keys()].slice(0, 6).join(', ')}, or size().`;
  return `Give ${writtenName(name)} what it takes.`;
}

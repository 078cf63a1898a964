import type { ASTNode } from '@marcbachmann/cel-js';
import type { MacroNode, Node } from '../checked.js';
import { describeType } from '../describe-type.js';
import { macros } from '../functions/table.js';
import { inside, wrong, type Checking, type Local, type Place } from './checking.js';

/** `lines.sum(l, l.amount)`: the list has been checked already. */
export function checkMacro(checking: Checking, node: ASTNode, name: string, over: Node, args: readonly ASTNode[], place: Place): MacroNode | null {
  const [variable, body] = args;
  const entry = macros.get(name);
  if (entry === undefined || over.type.kind !== 'list') return null;
  if (variable?.op !== 'id' || body === undefined || args.length !== 2) return wrongForm(checking, node, name);
  const element = over.type.of;
  const local: Local = { type: element, reads: readsOf(over, place) };
  const checked = checking.check(body, inside({ ...place, locals: new Map([...place.locals, [variable.args, local]]) }));
  if (checked === null) return null;
  const { kind } = checked.type;
  if (kind !== 'null' && kind !== 'any' && !entry.body.includes(kind)) return wrongBody(checking, checked, name, entry.body);
  return { op: 'macro', name, over, variable: variable.args, body: checked, type: entry.result(element, checked.type), start: node.start, end: node.end };
}

/** Whether a name after a list and a dot is a macro rather than a function. */
export function isMacro(name: string, over: Node): boolean {
  return over.type.kind === 'list' && macros.has(name);
}

/** The record's path that the elements come from, through any filters; null of what is computed. */
function readsOf(over: Node, place: Place): readonly string[] | null {
  if (over.op === 'macro' && over.name === 'filter') return readsOf(over.over, place);
  if (over.op !== 'path' || over.from === 'variable') return null;
  if (over.from === 'record') return over.path;
  const prefix = place.locals.get(over.path[0] ?? '')?.reads;
  return prefix ? [...prefix, ...over.path.slice(1)] : null;
}

function wrongForm(checking: Checking, { start, end }: ASTNode, name: string): null {
  const example = macros.get(name)?.example ?? '';
  return wrong(checking, {
    start,
    end,
    code: 'wrong-argument-count',
    found: checking.text.slice(start, end),
    expected: `list.${name}(x, …): a name for the element and what to take of it`,
    remedy: `Write it as in ${example}.`,
  });
}

function wrongBody(checking: Checking, { start, end, type }: Node, name: string, kinds: readonly string[]): null {
  const remedy = kinds.includes('boolean') ? 'Write a condition, for instance x.amount > 0.' : 'Take a single value of the element.';
  return wrong(checking, { start, end, code: 'wrong-type', found: describeType(type), expected: `${kinds.join(' or ')} in ${name}(x, …)`, remedy });
}

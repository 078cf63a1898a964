import { UserError } from '../../kernel/user-error.js';
import type { CallNode, CheckedExpression, MacroNode, Node, PathNode } from './checked.js';
import type { Environment } from './environment.js';
import { Exact } from './exact.js';
import type { MacroEntry } from './functions/macro-entry.js';
import { functions, macros } from './functions/table.js';
import { limits } from './limits.js';
import { RecordValue } from './record-value.js';
import { isList, type Value } from './value.js';

/** The value of a checked expression. A condition is true or false, never null. */
export function evaluate(expression: CheckedExpression, environment: Environment): Value {
  const value = valueOf(expression.root, { environment, local: null, budget: { steps: 0 } });
  return value === null && expression.type.kind === 'boolean' ? false : value;
}

/** The elements of the record's lists that make a condition false, where it says something of each: by the list's name, the elements' ids. */
export function offendersOf(expression: CheckedExpression, environment: Environment): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>();
  for (const node of conjuncts(expression.root)) {
    const list = node.op === 'macro' ? listOf(node) : null;
    if (node.op !== 'macro' || list === null) continue;
    const { entry, items, values } = elementsOf(node, { environment, local: null, budget: { steps: 0 } });
    const ids = (entry.offenders?.(values) ?? []).flatMap((place) => (items[place] instanceof RecordValue ? (items[place].id ?? []) : []));
    found.set(list, new Set([...(found.get(list) ?? []), ...ids]));
  }
  return found;
}

function conjuncts(node: Node): readonly Node[] {
  return node.op === 'call' && node.name === '_&&_' ? node.args.flatMap(conjuncts) : [node];
}

/** The list of the record that a macro goes over, through any filters. */
function listOf({ over }: MacroNode): string | null {
  if (over.op === 'macro') return over.name === 'filter' ? listOf(over) : null;
  return over.op === 'path' && over.from === 'record' && over.path.length === 1 ? (over.path[0] ?? null) : null;
}

interface Frame {
  readonly environment: Environment;
  readonly local: Local | null;
  readonly budget: { steps: number };
}

/** Variables of the macros around, innermost first. */
interface Local {
  readonly name: string;
  readonly value: Value;
  readonly outer: Local | null;
}

function valueOf(node: Node, frame: Frame): Value {
  frame.budget.steps += 1;
  if (frame.budget.steps > limits.steps) throw new UserError(422, 'expression.tooMuchWork', { most: limits.steps });
  switch (node.op) {
    case 'literal':
      return node.type.kind === 'number' ? new Exact(String(node.value)) : node.value;
    case 'path':
      return pathValue(node, frame);
    case 'list':
      return node.items.map((item) => valueOf(item, frame));
    case 'macro':
      return macroValue(node, frame);
    case 'call':
      return call(node, frame);
  }
}

function call({ name, args }: CallNode, frame: Frame): Value {
  const own = frame.environment.functions?.get(name);
  if (own !== undefined) return own(args.map((argument) => valueOf(argument, frame)));
  const entry = functions.get(name);
  if (entry === undefined) throw new Error(`the environment lacks the function ${name}`);
  const values: Value[] = [];
  for (const [place, argument] of args.entries()) {
    const isNeeded = place === 0 || (entry.needs?.(place, values) ?? true);
    values.push(isNeeded ? valueOf(argument, frame) : null);
  }
  return entry.evaluate(values, frame.environment);
}

function macroValue(node: MacroNode, frame: Frame): Value {
  const { entry, items, values } = elementsOf(node, frame);
  return entry.evaluate(items, values);
}

function elementsOf(node: MacroNode, frame: Frame): { readonly entry: MacroEntry; readonly items: readonly Value[]; readonly values: readonly Value[] } {
  const entry = macros.get(node.name);
  if (entry === undefined) throw new Error(`no macro ${node.name}`);
  const over = valueOf(node.over, frame);
  const items = isList(over) ? over : [];
  if (items.length > limits.listItems) throw new UserError(422, 'expression.listTooLong', { most: limits.listItems });
  const values = items.map((value) => valueOf(node.body, { ...frame, local: { name: node.variable, value, outer: frame.local } }));
  return { entry, items, values };
}

function pathValue(node: PathNode, { environment, local }: Frame): Value {
  const [first = '', ...rest] = node.path;
  return rest.reduce<Value>((value, name) => (value instanceof RecordValue ? value.get(name) : null), rootValue(node.from, first, environment, local));
}

function rootValue(from: PathNode['from'], name: string, environment: Environment, local: Local | null): Value {
  if (from === 'record') return environment.record?.get(name) ?? null;
  if (from === 'variable') return environment.variables.get(name) ?? null;
  let found = local;
  while (found !== null && found.name !== name) found = found.outer;
  return found?.value ?? null;
}

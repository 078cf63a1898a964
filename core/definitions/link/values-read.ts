import type { CheckedExpression, Node, PathNode } from '../expressions/checked.js';
import type { ExpressionType } from '../expressions/types.js';
import type { Entity } from '../model.js';
import type { Linking } from './linking.js';

/** A value that an expression reads. */
export interface ValueRead {
  /** The way to the record that it is of; `ofRecord` alone is the record that stands without a prefix. */
  readonly start: readonly string[];
  readonly entity: Entity;
  /** What of the record; empty for the record itself, which is its id. */
  readonly path: readonly string[];
}

/** What the names of the expressions of a step mean. */
export interface Names {
  readonly linking: Linking;
  /** Id of the entity whose fields stand without a prefix. */
  readonly entity: string | null;
  readonly variables: ReadonlyMap<string, ExpressionType>;
  /** Values that have a name, with what they are made of. */
  readonly lets: ReadonlyMap<string, CheckedExpression>;
}

/** Where the way to the record without a prefix begins; no name. */
export const ofRecord = '.';

/** Every value of a record that the expression is made of, also by way of variables. */
export function valuesRead({ root, reads }: CheckedExpression, names: Names): readonly ValueRead[] {
  return [...reads.flatMap((path) => ofOwn(path, names)), ...inNode(root, names, new Map())];
}

/** Where a path leads to; null when it is none, or begins at no record. */
export function leadsTo({ root }: CheckedExpression, names: Names): readonly string[] | null {
  const [found] = root.op === 'path' ? ofPath(root, names, new Map()) : [];
  if (found === undefined) return null;
  const way = [...found.start, ...found.path];
  return way.at(-1) === 'id' ? way.slice(0, -1) : way;
}

/** By name of a macro's variable: what an element is; null where the elements are of the record itself, whose reads are known. */
type Locals = ReadonlyMap<string, ExpressionType | null>;

function inNode(node: Node, names: Names, locals: Locals): readonly ValueRead[] {
  if (node.op === 'path') return node.from === 'record' ? [] : ofPath(node, names, locals);
  if (node.op === 'list') return node.items.flatMap((item) => inNode(item, names, locals));
  if (node.op === 'macro') {
    const { over } = node;
    const element = isOfRecord(over, locals) || over.type.kind !== 'list' ? null : over.type.of;
    return [...inNode(over, names, locals), ...inNode(node.body, names, new Map([...locals, [node.variable, element]]))];
  }
  if (node.op !== 'call') return [];
  // A record is called by what it holds.
  const [called] = node.name === 'labelOf' ? node.args : [];
  if (called?.op === 'path') return ofPath({ ...called, path: [...called.path, 'title'] }, names, locals);
  return node.args.flatMap((arg) => inNode(arg, names, locals));
}

function isOfRecord(over: Node, locals: Locals): boolean {
  if (over.op === 'macro') return over.name === 'filter' && isOfRecord(over.over, locals);
  return over.op === 'path' && (over.from === 'record' || (over.from === 'local' && locals.get(over.path[0] ?? '') === null));
}

function ofPath({ from, path }: PathNode, names: Names, locals: Locals): readonly ValueRead[] {
  const [name = '', ...rest] = path;
  if (from === 'record') return ofOwn(path, names);
  if (from === 'local') return ofType(locals.get(name) ?? undefined, [`${name}()`], rest, names);
  // What stood in the record before is of the same record.
  if (name === 'old') return ofOwn(rest, names);
  const given = names.lets.get(name);
  if (given?.root.op === 'path') return ofPath({ ...given.root, path: [...given.root.path, ...rest] }, names, locals);
  const own = ofType(names.variables.get(name), [name], rest, names);
  return given === undefined ? own : [...valuesRead(given, names), ...own];
}

function ofOwn(path: readonly string[], { entity, linking }: Names): readonly ValueRead[] {
  const record = linking.skeletons.get(entity ?? '');
  return record === undefined ? [] : [{ start: [ofRecord], entity: record, path }];
}

/** Goes on until a record of an entity is reached: what is asked, and settings, only hold such. */
function ofType(type: ExpressionType | undefined, start: readonly string[], path: readonly string[], names: Names): readonly ValueRead[] {
  if (type?.kind !== 'record') return [];
  const entity = names.linking.skeletons.get(type.record.name);
  if (entity !== undefined) return [{ start, entity, path }];
  const [name, ...rest] = path;
  return name === undefined ? [] : ofType(type.record.member(name), [...start, name], rest, names);
}

import type { ASTNode } from '@marcbachmann/cel-js';
import { nearest } from '../../../kernel/did-you-mean.js';
import type { PathNode } from '../checked.js';
import { describeType } from '../describe-type.js';
import { functions, macros } from '../functions/table.js';
import type { ExpressionType, RecordType } from '../types.js';
import { wrong, type Checking, type Place } from './checking.js';

/** A name with what follows it: `owner.team.name`, `row["Company Name"]`. */
export function checkPath(checking: Checking, node: ASTNode, place: Place): PathNode | null {
  const steps = stepsOf(node);
  const [first, ...rest] = steps ?? [];
  if (first === undefined) return noName(checking, node);
  const root = rootOf(checking, first.name, place);
  if (root === null) return unknownRoot(checking, first, place);
  let type: ExpressionType = root.type;
  for (const [index, step] of rest.entries()) {
    const next = memberOf(type, step.name);
    if (next === undefined) return unknownMember(checking, step, type, steps?.[index]?.name ?? '');
    type = next;
  }
  const path = [first.name, ...rest.map((step) => step.name)];
  noteReads(checking, root, path);
  return { op: 'path', from: root.from, path, type, start: node.start, end: node.end };
}

interface Step {
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

interface Root {
  readonly from: PathNode['from'];
  readonly type: ExpressionType;
  readonly reads: readonly string[] | null;
}

function stepsOf(node: ASTNode): readonly Step[] | null {
  if (node.op === 'id') return [{ name: node.args, start: node.start, end: node.end }];
  if (node.op === '.') {
    const before = stepsOf(node.args[0]);
    return before && [...before, { name: node.args[1], start: node.pos, end: node.end }];
  }
  if (node.op !== '[]') return null;
  const [over, key] = node.args;
  const before = stepsOf(over);
  return before !== null && key.op === 'value' && typeof key.args === 'string' ? [...before, { name: key.args, start: key.start, end: key.end }] : null;
}

function rootOf({ scope }: Checking, name: string, { locals }: Place): Root | null {
  const local = locals.get(name);
  if (local !== undefined) return { from: 'local', type: local.type, reads: local.reads };
  const variable = scope.variables.get(name);
  if (variable !== undefined) return { from: 'variable', type: variable, reads: null };
  const member = scope.record?.member(name);
  return member === undefined ? null : { from: 'record', type: member, reads: [name] };
}

function noteReads({ reads }: Checking, root: Root, path: readonly string[]): void {
  if (root.reads === null) return;
  const read = [...root.reads, ...path.slice(1)];
  reads.set(read.join('.'), read);
}

function memberOf(type: ExpressionType, name: string): ExpressionType | undefined {
  if (type.kind === 'any') return type;
  return type.kind === 'record' ? type.record.member(name) : undefined;
}

function noName(checking: Checking, { start, end }: ASTNode): null {
  return wrong(checking, {
    start,
    end,
    code: 'wrong-type',
    found: checking.text.slice(start, end),
    expected: 'a dot or ["…"] only after a name',
    remedy: 'Follow a field or a variable with a dot; nothing computed has members.',
  });
}

function unknownRoot(checking: Checking, { name, start, end }: Step, place: Place): null {
  const record = checking.scope.record;
  const names = [...new Set([...place.locals.keys(), ...checking.scope.variables.keys(), ...(record?.names() ?? [])])];
  if (functions.has(name) || macros.has(name)) {
    const remedy = macros.has(name) && !functions.has(name) ? `Write list.${name}(x, …).` : `It is a function: write ${name}(…).`;
    return wrong(checking, { start, end, code: 'unknown-name', found: name, expected: 'a field or a variable', remedy });
  }
  return unknownName(checking, { name, start, end }, names, record === null ? 'the names known here' : `the fields of ${record.name}`);
}

function unknownMember(checking: Checking, step: Step, type: ExpressionType, before: string): null {
  const { start, end, name } = step;
  if (type.kind === 'record') {
    const names = type.record.names();
    const found = names.find((one) => one.startsWith(`${name}-`) && checking.text.startsWith(one, end - name.length));
    if (found === undefined) return unknownName(checking, step, names, `the fields of ${type.record.name}`);
    return wrong(checking, { start, end, code: 'unknown-name', found: name, expected: listed(names), remedy: `Write ${before}["${found}"]: - is a minus.` });
  }
  const remedy =
    type.kind === 'list' ? `Say what to do with the elements, for instance ${before}.sum(x, x.${step.name}).` : 'Take the dot and what follows it away.';
  return wrong(checking, { start, end, code: 'wrong-type', found: `${before} is ${describeType(type)}`, expected: 'a record before the dot', remedy });
}

function unknownName(checking: Checking, { name, start, end }: Step, names: readonly string[], where: string): null {
  const meant = nearest(name, names) ?? memberCalled(checking.scope.record, name);
  const remedy = meant === null ? `Use one of ${where}.` : `Did you mean ${meant}?`;
  return wrong(checking, { start, end, code: 'unknown-name', found: name, expected: listed(names), remedy });
}

/** A reference one step away that has a field of this name: `team` may well mean `owner.team`. */
function memberCalled(record: RecordType | null, name: string): string | null {
  for (const candidate of record?.names() ?? []) {
    const type = record?.member(candidate);
    if (type?.kind === 'record' && type.record.member(name) !== undefined) return `${candidate}.${name}`;
  }
  return null;
}

const mostListed = 40;

function listed(names: readonly string[]): string {
  if (names.length === 0) return 'no name is known here';
  const shown = names.slice(0, mostListed).join(', ');
  return `one of ${shown}${names.length > mostListed ? ', …' : ''}`;
}

import type { ListNode, MacroNode, Node, PathNode } from '../../definitions/expressions/checked.js';
import type { ExpressionType } from '../../definitions/expressions/types.js';
import { identifier, join, literal, raw, sql, type Sql } from '../sql.js';
import { settled } from './comparison.js';
import type { ListRows, SqlCompiler, TruthMode } from './sql-compiler.js';
import type { SqlArray, SqlNames, SqlRows } from './sql-names.js';
import { castTo, sqlType } from './sql-types.js';
import { macroSql, truthSql, valueSql } from './table.js';

/** The compiler of one expression over these names. */
export function sqlCompiler(names: SqlNames): SqlCompiler {
  return compilerOf({ names, locals: new Map(), aliases: { made: 0 } });
}

interface Context {
  readonly names: SqlNames;
  /** What the variables of the macros around mean. */
  readonly locals: ReadonlyMap<string, ListRows>;
  readonly aliases: { made: number };
}

function compilerOf(context: Context): SqlCompiler {
  const compiler: SqlCompiler = {
    value: (node, type) => value(node, compiler, context, type),
    truth: (node, mode) => truth(node, compiler, mode),
    key: (node) => key(node, context),
    rows: (node) => rows(node, compiler, context),
    array: (node) => array(node, context),
    inside: (variable, elements) => compilerOf({ ...context, locals: new Map([...context.locals, [variable, elements]]) }),
    today: context.names.today,
    now: context.names.now,
  };
  return compiler;
}

function value(node: Node, compiler: SqlCompiler, context: Context, type: ExpressionType = { kind: 'text' }): Sql {
  switch (node.op) {
    case 'literal':
      if (node.value === null) return castTo(type, sql`NULL`);
      return typeof node.value === 'boolean' ? raw(String(node.value)) : castTo(node.type, literal(node.value));
    case 'path':
      return castTo(node.type, pathSql(node, context));
    case 'macro':
      return macro(node, compiler);
    case 'call':
      return valueSql.get(node.name)?.(node.args, compiler) ?? truthSql.get(node.name)?.(node.args, compiler, 'exact') ?? unknown(node.name);
    case 'list':
      throw new Error('a list is no value in SQL');
  }
}

function truth(node: Node, compiler: SqlCompiler, mode: TruthMode): Sql {
  if (node.op === 'literal') return node.value === true ? sql`true` : sql`false`;
  const test = node.op === 'call' ? truthSql.get(node.name) : undefined;
  if (test !== undefined && node.op === 'call') return test(node.args, compiler, mode);
  const condition = compiler.value(node, { kind: 'boolean' });
  return node.op === 'macro' ? condition : settled(condition, mode);
}

function macro(node: MacroNode, compiler: SqlCompiler): Sql {
  const write = macroSql.get(node.name);
  if (write === undefined) throw new Error(`${node.name}() gives a list, which is no value in SQL`);
  const elements = compiler.rows(node.over);
  return write(elements, node.body, compiler.inside(node.variable, elements));
}

function unknown(name: string): never {
  throw new Error(`no SQL for ${name}()`);
}

function pathSql(node: PathNode, context: Context): Sql {
  if (node.from !== 'local') return context.names.path(node);
  const { element, rest } = local(node, context);
  const found = rest.length === 0 ? (element.item ?? element.key) : element.names?.path({ ...node, from: 'record', path: rest });
  if (!found) throw new Error(`no SQL for ${node.path.join('.')}`);
  return found;
}

function local({ path }: PathNode, { locals }: Context): { readonly element: ListRows; readonly rest: readonly string[] } {
  const [variable = '', ...rest] = path;
  const element = locals.get(variable);
  if (element === undefined) throw new Error(`no variable ${variable}`);
  return { element, rest };
}

/** Ids are compared as uuid where both sides are known to be one. Only the canonical spelling of a literal is the same text. */
function key(node: Node, context: Context): Sql | null {
  if (node.op === 'literal') return typeof node.value === 'string' && uuidPattern.test(node.value) ? sql`${literal(node.value)}::uuid` : null;
  if (node.op !== 'path' || (node.type.kind !== 'text' && node.type.kind !== 'record')) return null;
  if (node.from !== 'local') return context.names.key?.(node) ?? null;
  const { element, rest } = local(node, context);
  return rest.length === 0 ? element.key : (element.names?.key?.({ ...node, from: 'record', path: rest }) ?? null);
}

const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/u;

function rows(node: Node, compiler: SqlCompiler, context: Context): ListRows {
  if (node.op === 'list') return rowsOfArray(context, literalArray(node, compiler));
  if (node.op === 'macro' && (node.name === 'filter' || node.name === 'map')) return rowsOfMacro(node, compiler);
  const found = node.op === 'path' ? list(node, context) : null;
  if (found === null) throw new Error('no SQL for this list');
  return 'array' in found
    ? rowsOfArray(context, found.array)
    : { from: found.from, where: found.where ? [found.where] : [], item: found.item ?? null, key: found.key ?? null, names: found.names };
}

function rowsOfMacro({ name, over, variable, body }: MacroNode, compiler: SqlCompiler): ListRows {
  const elements = compiler.rows(over);
  const inner = compiler.inside(variable, elements);
  if (name === 'filter') return { ...elements, where: [...elements.where, inner.truth(body, 'filter')] };
  return { ...elements, item: inner.value(body), key: inner.key(body), names: null };
}

function rowsOfArray({ aliases }: Context, elements: Sql): ListRows {
  aliases.made += 1;
  const alias = identifier(`item_${aliases.made}`);
  return { from: sql`unnest(${elements}) AS ${alias}(v)`, where: [], item: sql`${alias}.v`, key: null, names: null };
}

function literalArray({ items, type }: ListNode, compiler: SqlCompiler): Sql {
  const of = type.kind === 'list' ? type.of : type;
  const values = items.map((item) => compiler.value(item, of));
  return sql`ARRAY[${join(values, ', ')}]::${raw(sqlType(of))}[]`;
}

function array(node: Node, context: Context): SqlArray | null {
  const found = node.op === 'path' ? list(node, context) : null;
  return found !== null && 'array' in found ? found : null;
}

function list(node: PathNode, context: Context): SqlRows | SqlArray {
  if (node.from !== 'local') return context.names.list(node);
  const { element, rest } = local(node, context);
  if (element.names === null) throw new Error(`no SQL for ${node.path.join('.')}`);
  return element.names.list({ ...node, from: 'record', path: rest });
}

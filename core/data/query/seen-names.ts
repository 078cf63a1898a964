import type { PathNode } from '../../definitions/expressions/checked.js';
import type { SqlNames } from '../expression-sql/sql-names.js';
import { identifier, literal, sql, type Sql } from '../sql.js';
import { rowNames } from '../row-names.js';
import { allOf, type QueryContext, type RowSource } from './query-context.js';

/** Names of an expression over a row as the caller sees it: a hidden field is empty, and so is whatever lies behind a record that is hidden. */
export function seenNames(context: QueryContext, source: RowSource): SqlNames {
  const { today, now } = rowNames(source.entity, source.alias, context.model, null);
  const list = (node: PathNode): never => {
    throw new Error(`no SQL for ${node.path.join('.')}`);
  };
  return {
    path: (node) => (node.from === 'variable' ? list(node) : walk(context, source, node.path)),
    key: (node) => (node.from === 'variable' ? null : keyOf(context, source, node.path)),
    list,
    today,
    now,
  };
}

function walk(context: QueryContext, source: RowSource, path: readonly string[]): Sql {
  const [name = '', ...rest] = path;
  const field = source.entity.fields.get(name);
  if (field === undefined) throw new Error(`${source.entity.id} has no field ${name}`);
  const column = context.column(source, field);
  if (rest.length === 0 || context.seen(source, field).kind === 'nowhere') return column;
  if (field.type === 'address') return sql`(${column} ->> ${literal(rest.join('.'))})`;
  const other = context.source(context.target(field));
  const where = allOf([sql`${other.alias}.id = ${column}`, context.rowCondition(other)]);
  return sql`(SELECT ${walk(context, other, rest)} FROM ${identifier(other.entity.table)} ${other.alias} WHERE ${where})`;
}

function keyOf(context: QueryContext, source: RowSource, path: readonly string[]): Sql | null {
  const [name = '', ...rest] = path;
  const field = source.entity.fields.get(name);
  if (field === undefined) return null;
  if (rest.length > 0) return field.target === null ? null : isKey(context, source, path) ? walk(context, source, path) : null;
  return field.type === 'reference' || field.type === 'id' ? walk(context, source, path) : null;
}

function isKey(context: QueryContext, source: RowSource, [name = '', ...rest]: readonly string[]): boolean {
  const field = source.entity.fields.get(name);
  if (field === undefined) return false;
  if (rest.length === 0) return field.type === 'reference' || field.type === 'id';
  return field.target !== null && field.type === 'reference' && isKey(context, { ...source, entity: context.target(field) }, rest);
}

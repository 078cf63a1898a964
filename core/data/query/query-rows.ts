import type { CheckedExpression } from '../../definitions/expressions/checked.js';
import { fieldType } from '../../definitions/field-types/registry.js';
import type { Entity, Field } from '../../definitions/model.js';
import type { QuerySource } from '../../definitions/query-source.js';
import { conditionToSql, expressionToSql } from '../expression-sql.js';
import type { SqlNames } from '../expression-sql/sql-names.js';
import { identifier, join, raw, sql, type Sql } from '../sql.js';
import { allOf, type QueryContext } from './query-context.js';
import { seenNames } from './seen-names.js';

/**
 * The rows of a query in place of a table, made of what the caller sees and of nothing else. PostgreSQL takes the subquery apart, so a filter over it
 * goes by the indexes of what it reads.
 */
export function queryRows(context: QueryContext, entity: Entity, query: QuerySource): Sql {
  const from = context.model.entities.get(query.from);
  if (from === undefined) throw new Error(`${entity.id} reads nothing`);
  const source = context.source(from);
  const names = seenNames(context, source);
  const values = [...query.values].map(([name, expression]) => column(entity, name, (field) => valueSql(expression, field, names)));
  const where = allOf([context.rowCondition(source), query.where === null ? null : conditionToSql(query.where, names)]);
  const rows = sql`FROM ${identifier(from.table)} ${source.alias} WHERE ${where}`;
  if (query.measures.size === 0) return sql`(SELECT ${join([sql`${source.alias}.id AS id`, ...values.map(({ named }) => named)], ', ')} ${rows})`;
  const measures = [...query.measures].map(([name, { of, value }]) =>
    column(entity, name, (field) => (value === null ? raw('count(*)') : rounded(figure(of, valueSql(value, field, names), field), field))),
  );
  const places = values.map((_, index) => raw(String(index + 1)));
  const grouped = sql`SELECT ${join(
    [...values, ...measures].map(({ named }) => named),
    ', ',
  )} ${rows} GROUP BY ${join(places, ', ')}`;
  const keys = join(
    values.map(({ name }) => sql`g.${name}`),
    ', ',
  );
  // A row has an id of its own, made of its values.
  return sql`(SELECT md5(jsonb_build_array(${keys})::text)::uuid AS id, g.* FROM (${grouped}) g)`;
}

function column(entity: Entity, name: string, content: (field: Field) => Sql): { readonly name: Sql; readonly named: Sql } {
  const field = entity.fields.get(name);
  if (field === undefined) throw new Error(`${entity.id} has no field ${name}`);
  return { name: identifier(field.column), named: sql`${content(field)} AS ${identifier(field.column)}` };
}

function figure(of: 'count' | 'sum' | 'avg' | 'min' | 'max', content: Sql, field: Field): Sql {
  return of === 'sum' && field.scale !== null ? sql`coalesce(sum(${content}), 0)` : sql`${raw(of)}(${content})`;
}

/** As the field has it. A path is taken as it is, so that an index on it serves. */
function valueSql(expression: CheckedExpression, field: Field, names: SqlNames): Sql {
  const { root } = expression;
  const kind = fieldType(field.type).storage(field).kind;
  if (kind === 'uuid') return sql`(${(root.op === 'path' ? names.key?.(root) : null) ?? expressionToSql(expression, names)})::uuid`;
  if (root.op === 'path' && (kind === 'date' || kind === 'instant')) return sql`(${names.path(root)})::${raw(kind === 'date' ? 'date' : 'timestamptz')}`;
  if (root.op === 'path' && kind === 'text') return sql`(${names.path(root)})::text`;
  return rounded(expressionToSql(expression, names), field);
}

function rounded(content: Sql, field: Field): Sql {
  if (field.scale === null) return content;
  return field.type === 'integer' ? sql`round((${content})::numeric)::bigint` : sql`round((${content})::numeric, ${raw(String(field.scale))})`;
}

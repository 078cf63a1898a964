import type { CheckedExpression } from '../../definitions/expressions/checked.js';
import { fieldType } from '../../definitions/field-types/registry.js';
import type { Entity, Field } from '../../definitions/model.js';
import type { QueryBranch, QuerySource } from '../../definitions/query-source.js';
import { conditionToSql, expressionToSql } from '../expression-sql.js';
import type { SqlNames } from '../expression-sql/sql-names.js';
import { identifier, join, literal, raw, sql, type Sql } from '../sql.js';
import { parameterType } from './condition-sql.js';
import { allOf, type QueryContext } from './query-context.js';
import { seenNames } from './seen-names.js';

/**
 * The rows of a query in place of a table, made of what the caller sees and of nothing else. PostgreSQL takes the subqueries apart, so a filter over them
 * goes by the indexes of what they read.
 */
export function queryRows(context: QueryContext, entity: Entity, query: QuerySource): Sql {
  const rows = join(
    query.branches.map((branch) => branchRows(context, entity, query, branch)),
    ' UNION ALL ',
  );
  if (query.measures.size === 0) return sql`(${rows})`;
  const fields = fieldsOf(entity, query);
  const keys = fields.filter(({ name }) => !query.measures.has(name)).map(({ column }) => identifier(column));
  const figures = fields.flatMap((field) => {
    const of = query.measures.get(field.name);
    return of === undefined ? [] : [sql`${figure(of, field)} AS ${identifier(field.column)}`];
  });
  const places = keys.map((_, index) => raw(String(index + 1)));
  const grouped = sql`SELECT ${join([...keys.map((key) => sql`u.${key}`), ...figures], ', ')} FROM (${rows}) u GROUP BY ${join(places, ', ')}`;
  const values = join(
    keys.map((key) => sql`g.${key}`),
    ', ',
  );
  // A row has an id of its own, made of its values.
  return sql`(SELECT md5(jsonb_build_array(${values})::text)::uuid AS id, g.* FROM (${grouped}) g)`;
}

/** What the query's records of one entity give it. */
function branchRows(context: QueryContext, entity: Entity, query: QuerySource, branch: QueryBranch): Sql {
  const from = context.model.entities.get(branch.from);
  if (from === undefined) throw new Error(`${entity.id} reads nothing`);
  const source = context.source(from);
  const names = seenNames(context, source);
  // Of a union all branches must have the very same types, or it is not taken apart.
  const isOne = query.branches.length === 1;
  const columns = fieldsOf(entity, query).map((field) => {
    const expression = branch.values.get(field.name);
    const type = raw(parameterType(field));
    const content =
      expression === undefined ? sql`NULL::${type}` : isOne ? valueSql(expression, field, names) : sql`(${valueSql(expression, field, names)})::${type}`;
    return sql`${content} AS ${identifier(field.column)}`;
  });
  const where = allOf([context.rowCondition(source), branch.where === null ? null : conditionToSql(branch.where, names)]);
  const id = query.measures.size > 0 ? [] : [sql`${idOf(query, branch, sql`${source.alias}.id`)} AS id`];
  return sql`SELECT ${join([...id, ...columns], ', ')} FROM ${identifier(from.table)} ${source.alias} WHERE ${where}`;
}

/** Fields that any branch gives a value, and those that count. */
function fieldsOf(entity: Entity, { branches, measures }: QuerySource): readonly Field[] {
  return [...entity.fields.values()].filter(({ name }) => measures.has(name) || branches.some(({ values }) => values.has(name)));
}

/** A record that two branches give is two rows, so the second has an id of its own. */
function idOf({ branches }: QuerySource, branch: QueryBranch, id: Sql): Sql {
  const isFirst = branches.find(({ from }) => from === branch.from) === branch;
  return isFirst ? id : sql`md5(${literal(branch.key)} || ${id}::text)::uuid`;
}

function figure(of: 'count' | 'sum' | 'avg' | 'min' | 'max', field: Field): Sql {
  if (of === 'count') return raw('count(*)');
  const content = sql`u.${identifier(field.column)}`;
  return rounded(of === 'sum' && field.scale !== null ? sql`coalesce(sum(${content}), 0)` : sql`${raw(of)}(${content})`, field);
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

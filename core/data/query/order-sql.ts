import type { FieldValue } from '../../definitions/field-types/field-type.js';
import type { Field } from '../../definitions/model.js';
import { calledPerson } from '../json-fields.js';
import { identifier, raw, sql, value, type Sql } from '../sql.js';
import { parameterType } from './condition-sql.js';
import { allOf, type QueryContext, type RowSource } from './query-context.js';

/** By what a list is sorted; ties are broken by the id in the same direction, as indexes have it. */
export interface Order {
  readonly path: readonly string[];
  readonly direction: 'ASC' | 'DESC';
}

export function orderSql(context: QueryContext, source: RowSource, order: Order): Sql {
  const direction = raw(order.direction);
  if (order.path.length === 1 && order.path[0] === 'id') return sql`${source.alias}.id ${direction}`;
  return sql`${sortValue(context, source, order.path)} ${direction}, ${source.alias}.id ${direction}`;
}

function sortValue(context: QueryContext, source: RowSource, path: readonly string[]): Sql {
  const [name = '', ...rest] = path;
  const field = source.entity.fields.get(name);
  if (field === undefined) throw new Error(`${source.entity.id} has no field ${name}`);
  const column = context.column(source, field);
  if (rest.length === 0) return sortable(context, field, column);
  const other = context.source(context.target(field));
  const where = allOf([sql`${other.alias}.id = ${column}`, context.rowCondition(other)]);
  return sql`(SELECT ${sortValue(context, other, rest)} FROM ${identifier(other.entity.table)} ${other.alias} WHERE ${where})`;
}

/** People are sorted as they are called. */
function sortable({ sight }: QueryContext, field: Field, column: Sql): Sql {
  return field.type === 'person-name' ? calledPerson(column, sight.locale ?? 'vi') : column;
}

/** Rows behind a known one, in the order of the list (nulls last when ascending, first when descending). */
export function afterSql(context: QueryContext, source: RowSource, order: Order, last: { readonly id: string; readonly value: FieldValue }): Sql {
  const id = sql`${source.alias}.id`;
  const isAscending = order.direction === 'ASC';
  const beyondId = isAscending ? sql`${id} > ${value(last.id, 'uuid')}` : sql`${id} < ${value(last.id, 'uuid')}`;
  const [name = ''] = order.path;
  const field = source.entity.fields.get(name);
  if (field === undefined || name === 'id') return beyondId;
  const column = sortable(context, field, context.column(source, field));
  if (last.value === null) return isAscending ? sql`${column} IS NULL AND ${beyondId}` : sql`${column} IS NOT NULL OR ${beyondId}`;
  const known = value(last.value, parameterType(field));
  const beyond = isAscending
    ? sql`(${column}, ${id}) > (${known}, ${value(last.id, 'uuid')})`
    : sql`(${column}, ${id}) < (${known}, ${value(last.id, 'uuid')})`;
  return isAscending && !field.required ? sql`${beyond} OR ${column} IS NULL` : beyond;
}

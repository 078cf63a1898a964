import type { FieldValue } from '../../definitions/field-types/field-type.js';
import type { Entity } from '../../definitions/model.js';
import { raw, sql, value, type Sql } from '../sql.js';
import type { Condition } from './condition.js';
import { conditionSql } from './condition-sql.js';
import { afterSql, orderSql, type Order } from './order-sql.js';
import { allOf, QueryContext, type RowSource } from './query-context.js';
import { recordColumns, type Wanted } from './record-columns.js';
import type { Sight } from './sight.js';
import type { Model } from '../../definitions/model.js';
import { tableSql } from './table-sql.js';

/** A list, bounded and understood. */
export interface ListQuery {
  readonly condition: Condition | null;
  readonly order: Order;
  readonly offset: number;
  readonly limit: number;
  readonly after: { readonly id: string; readonly value: FieldValue } | null;
  readonly wanted: Wanted;
  /** Of balances: the day at whose end they are told; null for now. */
  readonly asOf: string | null;
}

/** One page as one JSON text. The page is cut first; labels, lines and expanded records are made for its rows alone. */
export function listSql(model: Model, sight: Sight, entity: Entity, query: ListQuery): Sql {
  const context = new QueryContext(model, sight, query.asOf);
  const source = context.source(entity);
  const after = query.after === null ? null : afterSql(context, source, query.order, query.after);
  const where = allOf([...conditions(context, source, query.condition), after]);
  const page = sql`SELECT ${source.alias}.* FROM ${tableSql(context, entity)} ${source.alias} WHERE ${where} ORDER BY ${orderSql(context, source, query.order)} ${pageBounds(query)}`;
  return sql`SELECT coalesce(json_agg(_row), '[]'::json)::text FROM (SELECT ${recordColumns(context, source, query.wanted)} FROM (${page}) ${source.alias}) _row`;
}

/** Written out, because for bounds it does not know PostgreSQL makes either a poor plan or a new one each time. */
function pageBounds({ limit, offset }: ListQuery): Sql {
  return offset === 0 ? raw(`LIMIT ${limit}`) : sql`LIMIT ${raw(String(limit))} OFFSET ${value(offset, 'integer')}`;
}

/** How many rows match, counted no further than the limit. */
export function countSql(model: Model, sight: Sight, entity: Entity, condition: Condition | null, limit: number | null, asOf: string | null = null): Sql {
  const context = new QueryContext(model, sight, asOf);
  const source = context.source(entity);
  const from = sql`FROM ${tableSql(context, entity)} ${source.alias} WHERE ${allOf(conditions(context, source, condition))}`;
  return limit === null ? sql`SELECT count(*)::text ${from}` : sql`SELECT count(*)::text FROM (SELECT 1 ${from} LIMIT ${raw(String(limit))}) c`;
}

/** What the planner thinks of the number of rows; nothing is read. */
export function estimateSql(model: Model, sight: Sight, entity: Entity, condition: Condition | null): Sql {
  const context = new QueryContext(model, sight);
  const source = context.source(entity);
  return sql`EXPLAIN (FORMAT JSON) SELECT 1 FROM ${tableSql(context, entity)} ${source.alias} WHERE ${allOf(conditions(context, source, condition))}`;
}

/** Rights and filter together. */
export function conditions(context: QueryContext, source: RowSource, condition: Condition | null): readonly (Sql | null)[] {
  return [context.rowCondition(source), condition === null ? null : conditionSql(context, source, condition)];
}

import type { Entity, Field } from '../../definitions/model.js';
import { identifier, join, raw, sql, value, type Sql } from '../sql.js';
import { allOf, type QueryContext, type RowSource } from './query-context.js';

/** The field that names the record above. */
export function aboveField(entity: Entity): Field | null {
  return entity.fields.get(entity.tree?.parent ?? '') ?? null;
}

/**
 * Ids of the records and of all that lies within them, as an array that is made once for the statement. Only what the caller sees is walked through,
 * so nothing tells where a hidden record lies.
 */
export function subtreeIds(context: QueryContext, entity: Entity, ids: readonly unknown[]): Sql {
  const above = aboveField(entity);
  if (above === null) throw new Error(`${entity.id} is no tree`);
  const top = context.source(entity);
  const next = context.source(entity);
  const tops = allOf([sql`${top.alias}.id = ANY(${value(ids, 'uuid[]')})`, context.rowCondition(top)]);
  const nexts = context.rowCondition(next);
  const step = sql`SELECT ${next.alias}.id FROM ${identifier(entity.table)} ${next.alias} JOIN down ON ${context.column(next, above)} = down.id${nexts === null ? raw('') : sql` WHERE ${nexts}`}`;
  return sql`ARRAY(WITH RECURSIVE down AS (SELECT ${top.alias}.id FROM ${identifier(entity.table)} ${top.alias} WHERE ${tops} UNION ${step}) SELECT id FROM down)`;
}

/** Where a record of a tree lies, as far up as the caller sees, and how many records that the caller sees lie directly within it. */
export function treeColumns(context: QueryContext, source: RowSource): readonly (readonly [name: string, content: Sql])[] {
  const { entity } = source;
  const above = aboveField(entity);
  if (entity.tree === null || above === null || context.seen(source, above).kind === 'nowhere') return [];
  const table = identifier(entity.table);
  const [first, next, child] = [context.source(entity), context.source(entity), context.source(entity)];
  const walk = (one: RowSource, level: Sql): Sql =>
    sql`SELECT ${one.alias}.id, ${context.column(one, above)} AS above, ${context.label(one)} AS label, ${level} AS level FROM ${table} ${one.alias}`;
  const start = sql`${walk(first, raw('1'))} WHERE ${allOf([sql`${first.alias}.id = ${context.column(source, above)}`, context.rowCondition(first)])}`;
  const condition = allOf([sql`up.level < ${raw(String(entity.tree.maxDepth))}`, context.rowCondition(next)]);
  const further = sql`${walk(next, raw('up.level + 1'))} JOIN up ON ${next.alias}.id = up.above WHERE ${condition}`;
  const path = sql`(WITH RECURSIVE up AS (${join([start, further], ' UNION ALL ')}) SELECT coalesce(json_agg(json_build_object('id', up.id, '_label', up.label) ORDER BY up.level DESC), '[]'::json) FROM up)`;
  const within = allOf([sql`${context.column(child, above)} = ${source.alias}.id`, context.rowCondition(child)]);
  return [
    ['_path', path],
    ['_children', sql`(SELECT count(*)::integer FROM ${table} ${child.alias} WHERE ${within})`],
  ];
}

import type { Entity, Model } from '../../definitions/model.js';
import { identifier, join, literal, raw, sql, value, type Sql } from '../sql.js';
import { allOf, QueryContext } from './query-context.js';
import { searchSql } from './search-sql.js';
import type { Sight } from './sight.js';

/** The first few records of each entity that the words find, as one JSON text. */
export function findSql(model: Model, sight: Sight, entities: readonly Entity[], words: readonly string[], each: number): Sql {
  const context = new QueryContext(model, sight);
  const parts = entities.map((entity) => {
    const source = context.source(entity);
    const where = allOf([context.rowCondition(source), searchSql(context, source, words)]);
    const columns = sql`${literal(entity.id)}::text AS entity, ${literal(entity.path)}::text AS path, ${source.alias}.id, ${context.label(source)} AS label`;
    return sql`(SELECT ${columns} FROM ${identifier(entity.table)} ${source.alias} WHERE ${where} LIMIT ${value(each, 'integer')})`;
  });
  if (parts.length === 0) return sql`SELECT '[]'`;
  return sql`SELECT coalesce(json_agg(f), ${raw("'[]'::json")})::text FROM (${join(parts, ' UNION ALL ')}) f`;
}

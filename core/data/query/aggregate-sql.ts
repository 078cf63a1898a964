import type { Entity, Field, Model } from '../../definitions/model.js';
import { isList } from '../json-fields.js';
import { columnAt } from '../row-names.js';
import { identifier, join, literal, raw, sql, value, type Sql } from '../sql.js';
import type { Condition } from './condition.js';
import { jsonValue } from './json-value.js';
import { conditions } from './list-sql.js';
import { allOf, QueryContext, type RowSource } from './query-context.js';
import type { Sight } from './sight.js';
import { tableSql } from './table-sql.js';

/** One figure of each group; count has no field. */
export interface Measure {
  readonly name: string;
  readonly of: 'count' | 'sum' | 'avg' | 'min' | 'max';
  readonly field: Field | null;
  /** Path to the currency of amounts; null of other numbers, and where it is not said. */
  readonly currency: readonly string[] | null;
}

export interface AggregateQuery {
  readonly condition: Condition | null;
  readonly groups: readonly Field[];
  readonly measures: readonly Measure[];
  readonly limit: number;
  readonly asOf: string | null;
}

/** Groups and figures as JSON text (`answer`), over the values that the caller sees; and for each measure, by place, whether a group of it would mix currencies (`x0`). */
export function aggregateSql(model: Model, sight: Sight, entity: Entity, query: AggregateQuery): Sql {
  const context = new QueryContext(model, sight, query.asOf);
  const source = context.source(entity);
  const groups = query.groups.map((field, index) => groupOf(field, context.column(source, field), index));
  const measures = query.measures.map((measure, index) => ({
    measure,
    content: measureSql(context, source, measure),
    name: identifier(`m${index}`),
    isMixed: mixedSql(context, source, measure),
    mixedName: identifier(`x${index}`),
  }));
  const selected = join(
    [
      ...groups.map(({ column, name }) => sql`${column} AS ${name}`),
      ...measures.flatMap(({ content, name, isMixed, mixedName }) => [sql`${content} AS ${name}`, sql`${isMixed} AS ${mixedName}`]),
    ],
    ', ',
  );
  const names = join(
    groups.map(({ name }) => name),
    ', ',
  );
  const grouping = groups.length === 0 ? raw('') : sql`GROUP BY ${names} ORDER BY ${names} LIMIT ${value(query.limit, 'integer')}`;
  const inner = sql`SELECT ${selected} FROM ${tableSql(context, entity)} ${source.alias} ${join(
    groups.map(({ elements }) => elements),
    ' ',
  )} WHERE ${allOf(conditions(context, source, query.condition))} ${grouping}`;
  const pairs = [
    ...groups.map(({ field, name }) => sql`${literal(field.name)}, ${jsonValue(field, sql`a.${name}`)}`),
    ...measures.map(({ measure, name }) => sql`${literal(measure.name)}, ${measureJson(measure, sql`a.${name}`)}`),
    ...groupLabels(context, groups),
  ];
  const mixed = measures.map(({ mixedName }) => sql`coalesce(bool_or(a.${mixedName}), false) AS ${mixedName}`);
  const answer = sql`coalesce(json_agg(json_build_object(${join(pairs, ', ')})), '[]'::json)::text AS answer`;
  return sql`SELECT ${join([answer, ...mixed], ', ')} FROM (${inner}) a`;
}

/** A record is in the group of each element of a list, and in that of none when the list is empty. */
function groupOf(field: Field, content: Sql, index: number): { readonly field: Field; readonly column: Sql; readonly name: Sql; readonly elements: Sql } {
  const name = identifier(`g${index}`);
  if (!isList(field)) return { field, column: content, name, elements: raw('') };
  const each = identifier(`each_${index}`);
  return { field, column: sql`${each}.v`, name, elements: sql`LEFT JOIN LATERAL jsonb_array_elements_text(${content}) AS ${each}(v) ON true` };
}

function measureSql(context: QueryContext, source: RowSource, measure: Measure): Sql {
  if (measure.field === null) return raw('count(*)');
  const column = context.column(source, measure.field);
  if (measure.of === 'avg') return sql`round(avg(${column}), ${raw(String((measure.field.scale ?? 0) + 4))})`;
  return sql`${raw(measure.of)}(${column})`;
}

/** Whether amounts of a group are in several currencies; hidden ones do not count. */
function mixedSql(context: QueryContext, source: RowSource, { field, currency }: Measure): Sql {
  if (field === null || currency === null) return raw('false');
  const code = sql`(${columnAt(source.entity, source.alias, currency, context.model)})::text`;
  const counted = sql`FILTER (WHERE ${context.column(source, field)} IS NOT NULL)`;
  return sql`min(${code}) ${counted} <> max(${code}) ${counted}`;
}

function measureJson({ of, field }: Measure, content: Sql): Sql {
  if (field === null) return content;
  return of === 'avg' || (of === 'sum' && field.scale !== 0) ? sql`${content}::text` : jsonValue(field, content);
}

function groupLabels(context: QueryContext, groups: readonly { readonly field: Field; readonly name: Sql }[]): readonly Sql[] {
  const pairs = groups
    .filter(({ field }) => field.type === 'reference')
    .map(({ field, name }) => {
      const other = context.source(context.target(field));
      const where = allOf([sql`${other.alias}.id = a.${name}`, context.rowCondition(other)]);
      return sql`${literal(field.name)}, (SELECT ${context.label(other)} FROM ${identifier(other.entity.table)} ${other.alias} WHERE ${where})`;
    });
  return pairs.length === 0 ? [] : [sql`'_labels', json_build_object(${join(pairs, ', ')})`];
}

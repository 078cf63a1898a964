import type { DatedFetchDeclaration } from '../../../schemas/generated/types.js';
import type { Entity, Field, Model } from '../../definitions/model.js';
import { columnAt } from '../row-names.js';
import { identifier, join, literal, raw, sql, value, type Sql } from '../sql.js';
import { parameterType } from './condition-sql.js';
import { jsonValue } from './json-value.js';

/** A question for what is valid: values of the keys, and the day; empty for today. */
export interface DatedQuestion {
  readonly keys: Readonly<Record<string, unknown>>;
  readonly day: string | null;
}

/** Where what is valid is looked for. */
export interface DatedSource {
  readonly model: Model;
  readonly entity: Entity;
  /** That of the record which asks; null where it has none. */
  readonly company: string | null;
}

/** What is valid of a field for each question that finds something, as JSON text of a list by place: one statement, whatever their number. */
export function validValuesSql(source: DatedSource, fetch: Pick<DatedFetchDeclaration, 'field'>, questions: readonly DatedQuestion[], today: string): Sql {
  const { entity } = source;
  const dated = entity.dated;
  const asked = entity.fields.get(fetch.field);
  if (dated === null || asked === undefined) throw new Error(`${entity.id} is not dated`);
  const rows = questions.map(({ keys, day }, place) => ({
    place,
    day: day ?? today,
    ...Object.fromEntries(dated.by.map((name, index) => [`k${index}`, keys[name] ?? null])),
  }));
  const keys = dated.by.map((name) => fieldOf(entity, name));
  const shape = join([raw('place integer, day date'), ...keys.map((field, index) => sql`${identifier(`k${index}`)} ${raw(parameterType(field))}`)], ', ');
  const same = keys.map((field, index) => sameSql(field, identifier(`k${index}`)));
  const from = identifier(fieldOf(entity, dated.from).column);
  const to = identifier(fieldOf(entity, dated.to).column);
  const where = join([...same, sql`t.${from} <= w.day`, sql`(t.${to} IS NULL OR t.${to} >= w.day)`, ...wall(source)], ' AND ');
  const found = sql`SELECT DISTINCT ON (w.place) w.place, ${jsonValue(asked, sql`t.${identifier(asked.column)}`)} AS content
    FROM jsonb_to_recordset(${value(JSON.stringify(rows), 'jsonb')}) AS w(${shape}) JOIN ${identifier(entity.table)} t ON ${where} ORDER BY w.place, ${isShared(source)}`;
  return sql`SELECT coalesce(json_object_agg(f.place, json_build_object(${literal('value')}, f.content)), ${raw("'{}'::json")})::text FROM (${found}) f`;
}

/** What belongs to a company is valid for that company; as long as there is one company, for what belongs to none too. */
function wall({ model, entity, company }: DatedSource): readonly Sql[] {
  const companies = model.played.get('company');
  if (entity.company === null || companies === undefined) return [];
  const own = columnAt(entity, identifier('t'), entity.company, model);
  const ours = company === null ? sql`(SELECT count(*) FROM ${identifier(companies.table)}) = 1` : sql`${own} = ${value(company, 'uuid')}`;
  return [sql`(${own} IS NULL OR ${ours})`];
}

/** What a company has of its own goes before what is everybody's. */
function isShared({ model, entity }: DatedSource): Sql {
  return entity.company === null ? sql`w.place` : sql`${columnAt(entity, identifier('t'), entity.company, model)} IS NULL`;
}

/** An empty key is a key; where it cannot be empty the index is used as it is. */
function sameSql(field: Field, name: Sql): Sql {
  const column = sql`t.${identifier(field.column)}`;
  return field.required ? sql`${column} = w.${name}` : sql`(${column} = w.${name} OR (${column} IS NULL AND w.${name} IS NULL))`;
}

function fieldOf(entity: Entity, name: string): Field {
  const field = entity.fields.get(name);
  if (field === undefined) throw new Error(`${entity.id} has no field ${name}`);
  return field;
}

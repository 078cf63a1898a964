import { checkRule } from '../../access/check-rule.js';
import { ruleSql } from '../../access/rule-sql.js';
import type { Executor } from '../../data/database.js';
import { conditionToSql } from '../../data/expression-sql.js';
import { jsonValue } from '../../data/query/json-value.js';
import { columnAt, rowNames, userParameters } from '../../data/row-names.js';
import { identifier, join, literal, raw, sql, value, type Sql } from '../../data/sql.js';
import type { FieldValue } from '../../definitions/field-types/field-type.js';
import type { Entity, Field, Model } from '../../definitions/model.js';
import type { Caller } from '../../kernel/caller.js';
import type { Platform } from '../platform.js';

/** Records that a reference is about to point to. */
export interface Wish {
  readonly entity: Entity;
  readonly field: Field;
  readonly ids: ReadonlySet<string>;
}

/** What is known of a record that is referred to. */
export interface Found {
  /** The caller may see it. */
  readonly isSeen: boolean;
  /** The field's `where` takes it. */
  readonly isChoosable: boolean;
  /** Values that fields of the referring record fetch from it, by their names. */
  readonly fetched: ReadonlyMap<string, FieldValue>;
}

/** By `entity.field` and id; what is not there was not found. */
export type Lookups = ReadonlyMap<string, ReadonlyMap<string, Found>>;

export function wishKey(entity: Entity, field: Field): string {
  return `${entity.id}.${field.name}`;
}

/** Looks up all records that references are to point to, and what is fetched from them: one statement. */
export async function lookUp(platform: Platform, executor: Executor, caller: Caller, wishes: readonly Wish[]): Promise<Lookups> {
  const asked = wishes.filter((wish) => wish.ids.size > 0);
  if (asked.length === 0) return new Map();
  const parts = asked.map((wish, index) => wishSql(platform, caller, wish, index));
  const rows = await executor.rows(join(parts, ' UNION ALL '));
  const found = new Map<string, Map<string, Found>>();
  for (const row of rows) {
    const wish = asked[Number(row['wish'])];
    if (wish === undefined) continue;
    const key = wishKey(wish.entity, wish.field);
    const inner = found.get(key) ?? new Map<string, Found>();
    inner.set(String(row['id']), { isSeen: row['seen'] === true, isChoosable: row['choosable'] === true, fetched: fetchedOf(row['fetched']) });
    found.set(key, inner);
  }
  return found;
}

function wishSql(platform: Platform, caller: Caller, { entity, field, ids }: Wish, index: number): Sql {
  const { model } = platform;
  const target = targetOf(model, field);
  const rule = platform.policyOf(caller).entity(target.id).rows('read');
  const owner = model.entities.get(target.parent?.entity ?? '');
  // A line is seen when its owner is.
  const seen =
    owner === undefined
      ? ruleSql(rule, target, 't', caller, model)
      : sql`EXISTS (SELECT 1 FROM ${identifier(owner.table)} "owner" WHERE "owner".id = t.parent_id AND (${ruleSql(rule, owner, 'owner', caller, model)}))`;
  const choosable = choiceOf(model, field, target, caller);
  const fetched = fetchers(entity, field).map((one) => sql`${literal(one.name)}, ${fetchedSql(model, target, one)}`);
  const values = fetched.length === 0 ? raw("'{}'::json") : sql`json_build_object(${join(fetched, ', ')})`;
  return sql`SELECT ${raw(String(index))} AS wish, t.id::text AS id, coalesce((${seen}), false) AS seen, coalesce((${choosable}), false) AS choosable, (${values})::text AS fetched
    FROM ${identifier(target.table)} t WHERE t.id = ANY(${value([...ids], 'uuid[]')})`;
}

/** Fields of the record that are filled in through this reference. */
export function fetchers(entity: Entity, reference: Field): readonly Field[] {
  return [...entity.fields.values()].filter((field) => field.fetch !== null && field.fetch[0] === reference.name);
}

function fetchedSql(model: Model, target: Entity, field: Field): Sql {
  const path = field.fetch?.slice(1) ?? [];
  const source = path.reduce<{ entity: Entity | undefined; field: Field | undefined }>(
    ({ entity }, name) => {
      const next = entity?.fields.get(name);
      return { field: next, entity: model.entities.get(next?.target ?? '') };
    },
    { entity: target, field: undefined },
  ).field;
  const column = columnAt(target, identifier('t'), path, model);
  return source === undefined ? raw('NULL') : jsonValue({ ...source, type: source.type }, column);
}

/** The field's `where`, checked when the plugin was loaded. */
function choiceOf(model: Model, field: Field, target: Entity, caller: Caller): Sql {
  const where = field.declaration?.type === 'reference' ? field.declaration.where : undefined;
  if (where === undefined) return raw('true');
  const checked = checkRule(where, target, model);
  return checked.kind === 'checked' ? conditionToSql(checked.expression, rowNames(target, identifier('t'), model, userParameters(caller))) : raw('false');
}

function targetOf(model: Model, field: Field): Entity {
  const target = model.entities.get(field.target ?? '');
  if (target === undefined) throw new Error(`${field.name} points to no entity`);
  return target;
}

function fetchedOf(json: unknown): ReadonlyMap<string, FieldValue> {
  const object: unknown = typeof json === 'string' ? JSON.parse(json) : {};
  if (typeof object !== 'object' || object === null) return new Map();
  return new Map(Object.entries(object).flatMap(([name, content]) => (isFieldValue(content) ? [[name, content] as const] : [])));
}

/** What PostgreSQL wrote as JSON of a column is a value of some field. */
export function isFieldValue(json: unknown): json is FieldValue {
  return json !== undefined;
}

/** The only record that each of these references could point to, when there is exactly one to choose: one statement. */
export async function onlyChoices(platform: Platform, executor: Executor, caller: Caller, fields: readonly Field[]): Promise<ReadonlyMap<string, string>> {
  if (fields.length === 0) return new Map();
  const parts = fields.map((field) => {
    const target = targetOf(platform.model, field);
    const seen = ruleSql(platform.policyOf(caller).entity(target.id).rows('read'), target, 't', caller, platform.model);
    return sql`(SELECT ${literal(field.name)} AS field, t.id::text AS id FROM ${identifier(target.table)} t WHERE (${seen}) AND (${choiceOf(platform.model, field, target, caller)}) LIMIT 2)`;
  });
  const rows = await executor.rows(join(parts, ' UNION ALL '));
  const names = rows.map((row) => String(row['field']));
  return new Map(
    rows
      .filter((_, index) => names.indexOf(names[index] ?? '') === names.lastIndexOf(names[index] ?? ''))
      .map((row) => [String(row['field']), String(row['id'])]),
  );
}

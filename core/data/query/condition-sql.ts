import { pointedAt } from '../../definitions/field-types/any-reference.js';
import { fieldType } from '../../definitions/field-types/registry.js';
import type { Entity, Field } from '../../definitions/model.js';
import { fold } from '../../kernel/fold.js';
import { calledPerson, isList, listedTexts, searchedText } from '../json-fields.js';
import { identifier, join, raw, sql, value, type Sql } from '../sql.js';
import type { Comparison, Condition } from './condition.js';
import { anyMemberFields } from './any-reference-sql.js';
import { allOf, type QueryContext, type RowSource } from './query-context.js';
import { searchSql } from './search-sql.js';
import { subtreeIds } from './tree-sql.js';

/** A filter as a condition for WHERE. */
export function conditionSql(context: QueryContext, source: RowSource, condition: Condition): Sql {
  switch (condition.kind) {
    case 'and':
      return allOf(condition.of.map((one) => conditionSql(context, source, one)));
    case 'or':
      return condition.of.length === 0
        ? raw('false')
        : join(
            condition.of.map((one) => sql`(${conditionSql(context, source, one)})`),
            ' OR ',
          );
    case 'not':
      return negated(conditionSql(context, source, condition.of));
    case 'search':
      return searchSql(context, source, condition.words);
    case 'comparison':
      return comparisonSql(context, source, condition);
  }
}

function negated(condition: Sql): Sql {
  return sql`NOT coalesce((${condition}), false)`;
}

function comparisonSql(context: QueryContext, source: RowSource, comparison: Comparison): Sql {
  if (comparison.operator === 'neq') return negated(comparisonSql(context, source, { ...comparison, operator: 'eq' }));
  if (comparison.operator === 'isNull') {
    const isThere = alongPath(context, source, comparison.path, (end, field) => presence(context, end, field));
    return comparison.values[0] === true ? negated(isThere) : isThere;
  }
  if (comparison.operator === 'under')
    return alongPath(context, source, comparison.path, (end, field) =>
      equalTo(context, end, field, subtreeIds(context, treeOf(context, end, field), comparison.values)),
    );
  if (comparison.operator !== 'eq') return alongPath(context, source, comparison.path, (end, field) => test(context, end, field, comparison));
  const wanted = comparison.values.filter((one) => one !== null);
  const isAny = wanted.length === 0 ? raw('false') : alongPath(context, source, comparison.path, (end, field) => equality(context, end, field, wanted));
  if (!comparison.values.includes(null)) return isAny;
  const isMissing = negated(alongPath(context, source, comparison.path, (end, field) => presence(context, end, field)));
  return wanted.length === 0 ? isMissing : sql`(${isAny}) OR ${isMissing}`;
}

/** Each reference on the way must be to a record that the caller sees; otherwise there is no value. */
function alongPath(context: QueryContext, source: RowSource, path: readonly string[], end: (source: RowSource, field: Field) => Sql): Sql {
  const [name = '', ...rest] = path;
  const field = source.entity.fields.get(name);
  if (field === undefined) throw new Error(`${source.entity.id} has no field ${name}`);
  if (rest.length === 0) return end(source, field);
  const other = context.source(context.target(field));
  const where = allOf([sql`${other.alias}.id = ${context.column(source, field)}`, context.rowCondition(other), alongPath(context, other, rest, end)]);
  return sql`EXISTS (SELECT 1 FROM ${identifier(other.entity.table)} ${other.alias} WHERE ${where})`;
}

function presence(context: QueryContext, source: RowSource, field: Field): Sql {
  if (isList(field)) return sql`${context.column(source, field)} <> ${raw("'[]'::jsonb")}`;
  if (field.type !== 'many-to-many') return sql`${context.column(source, field)} IS NOT NULL`;
  const seen = context.seen(source, field);
  const links = sql`EXISTS (SELECT 1 FROM ${identifier(field.column)} m WHERE m.owner_id = ${source.alias}.id)`;
  return seen.kind === 'where' ? sql`(${seen.condition}) AND ${links}` : links;
}

function equality(context: QueryContext, source: RowSource, field: Field, values: Comparison['values']): Sql {
  if (field.type === 'any-reference') return pointsToAny(context, source, field, values);
  const type = parameterType(field);
  if (isList(field)) return sql`${listedTexts(field, context.column(source, field))} ?| ${value(values, 'text[]')}`;
  if (field.type === 'person-name') return eitherName(context.column(source, field), (called) => sql`${called} = ANY(${value(values, 'text[]')})`);
  if (values.length === 1 && field.type !== 'many-to-many') return sql`${context.column(source, field)} = ${value(values[0], type)}`;
  return equalTo(context, source, field, sql`${value(values, `${type}[]`)}`);
}

/** By the columns that it consists of, which have indexes. */
function pointsToAny(context: QueryContext, source: RowSource, field: Field, values: Comparison['values']): Sql {
  const tests = anyMemberFields(source.entity, field).flatMap((member): readonly Sql[] => {
    const ids = values.flatMap((one) => {
      const pointed = pointedAt(field, one);
      return pointed?.member.field === member.name ? [pointed.id] : [];
    });
    return ids.length === 0 ? [] : [sql`${context.column(source, member)} = ANY(${value(ids, 'uuid[]')})`];
  });
  return tests.length === 0 ? raw('false') : sql`(${join(tests, ' OR ')})`;
}

/** The field against any of an array. */
function equalTo(context: QueryContext, source: RowSource, field: Field, values: Sql): Sql {
  if (field.type !== 'many-to-many') return sql`${context.column(source, field)} = ANY(${values})`;
  const seen = context.seen(source, field);
  const links = sql`EXISTS (SELECT 1 FROM ${identifier(field.column)} m WHERE m.owner_id = ${source.alias}.id AND m.target_id = ANY(${values}))`;
  return seen.kind === 'where' ? sql`(${seen.condition}) AND ${links}` : links;
}

function treeOf(context: QueryContext, { entity }: RowSource, field: Field): Entity {
  return field.type === 'id' ? entity : context.target(field);
}

function test(context: QueryContext, source: RowSource, field: Field, { operator, values }: Comparison): Sql {
  const column = context.column(source, field);
  const type = parameterType(field);
  const [first, second] = values;
  switch (operator) {
    case 'gt':
      return sql`${column} > ${value(first, type)}`;
    case 'gte':
      return sql`${column} >= ${value(first, type)}`;
    case 'lt':
      return sql`${column} < ${value(first, type)}`;
    case 'lte':
      return sql`${column} <= ${value(first, type)}`;
    case 'between':
      return sql`${column} BETWEEN ${value(first, type)} AND ${value(second, type)}`;
    case 'contains':
      return likeSql(field, column, sql`${value(`%${likeText(first)}%`, 'text')}`);
    case 'startsWith':
      return likeSql(field, column, sql`${value(`${likeText(first)}%`, 'text')}`);
    default:
      throw new Error(`no SQL for ${operator}`);
  }
}

/** Whether the text, any text of a list, or a name in either order is like the pattern. */
function likeSql(field: Field, column: Sql, pattern: Sql): Sql {
  if (isList(field))
    return sql`EXISTS (SELECT 1 FROM jsonb_array_elements_text(${listedTexts(field, column)}) AS one(v) WHERE trellis_fold(one.v) LIKE ${pattern})`;
  if (field.type === 'person-name') return eitherName(column, (called) => sql`trellis_fold(${called}) LIKE ${pattern}`);
  const [before, after] = field.type === 'rich-text' ? searchedText(field) : ['', ''];
  return sql`trellis_fold(${raw(before)}${column}${raw(after)}) LIKE ${pattern}`;
}

function eitherName(column: Sql, test: (called: Sql) => Sql): Sql {
  return sql`(${test(calledPerson(column, 'vi'))} OR ${test(calledPerson(column, 'en'))})`;
}

function likeText(text: unknown): string {
  return fold(String(text)).replaceAll(/[\\%_]/gu, '\\$&');
}

/** What PostgreSQL is told of a parameter that a column is compared with. */
export function parameterType(field: Field): string {
  switch (fieldType(field.type).storage(field).kind) {
    case 'decimal':
      return 'numeric';
    case 'integer':
      return 'bigint';
    case 'boolean':
      return 'boolean';
    case 'date':
      return 'date';
    case 'instant':
      return 'timestamptz';
    case 'uuid':
    // Links of a many-to-many are kept beside the row.
    case 'none':
      return 'uuid';
    default:
      return 'text';
  }
}

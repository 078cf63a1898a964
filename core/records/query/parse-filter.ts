import type { Condition } from '../../data/query/condition.js';
import { described, type FieldValue, type Operator } from '../../definitions/field-types/field-type.js';
import { isWhole } from '../../definitions/field-types/is-whole.js';
import { fieldType } from '../../definitions/field-types/registry.js';
import type { Entity, Field } from '../../definitions/model.js';
import { searchWords } from '../../kernel/fold.js';
import { messageIn } from '../../kernel/messages/message.js';
import { textIn } from '../../kernel/locale.js';
import { UserError } from '../../kernel/user-error.js';
import { visibleFields, visiblePath, type Names } from './visible-field.js';

const deepest = 5;
const mostValues = 1000;
const mostConditions = 200;
const mostWords = 10;

/** Understands a filter: every name is looked up, every value made canonical, or 400 that names the valid ones. */
export function parseFilter(names: Names, entity: Entity, json: unknown): Condition {
  const budget = { left: mostConditions };
  return parseObject(names, entity, json, 1, budget);
}

function parseObject(names: Names, entity: Entity, json: unknown, depth: number, budget: { left: number }): Condition {
  if (depth > deepest) throw new UserError(400, 'query.too-deep', { most: deepest });
  if (typeof json !== 'object' || json === null || Array.isArray(json))
    throw new UserError(400, 'query.wrong-form', { parameter: 'filter', expected: 'an object', found: described(json) });
  const parts = Object.entries(json).map(([key, value]): Condition => {
    budget.left -= 1;
    if (budget.left < 0) throw new UserError(400, 'query.too-large', { most: mostConditions, what: 'conditions', found: `${mostConditions}+` });
    const inner = (one: unknown): Condition => parseObject(names, entity, one, depth + 1, budget);
    if (key === 'and' || key === 'or') return { kind: key, of: listOf(key, value).map(inner) };
    if (key === 'not') return { kind: 'not', of: inner(value) };
    return key === 'q' ? parseSearch(names, entity, value) : parseComparison(names, entity, key, value);
  });
  const [only] = parts;
  return parts.length === 1 && only !== undefined ? only : { kind: 'and', of: parts };
}

function listOf(key: string, json: unknown): readonly unknown[] {
  if (!Array.isArray(json)) throw new UserError(400, 'query.wrong-form', { parameter: key, expected: 'a list of filters', found: described(json) });
  return json;
}

/** Words of a full-text search; text without any word finds everything. */
export function parseSearch(names: Names, entity: Entity, json: unknown): Condition {
  if (typeof json !== 'string') throw new UserError(400, 'query.wrong-form', { parameter: 'q', expected: 'text', found: described(json) });
  if (/[\0\p{Cs}]/u.test(json)) throw new UserError(400, 'query.wrong-form', { parameter: 'q', expected: 'text without NUL', found: 'NUL' });
  const words = searchWords(json.slice(0, 500)).slice(0, mostWords);
  if (words.length === 0) return { kind: 'and', of: [] };
  const fields = visibleFields(entity, names.platform.policyOf(names.caller).entity(entity.id));
  if (!fields.some((field) => field.search !== null)) throw new UserError(400, 'query.no-search', { entity: textIn(entity.labelPlural, names.caller.locale) });
  return { kind: 'search', words };
}

const operators: readonly Operator[] = ['neq', 'gt', 'gte', 'lt', 'lte', 'contains', 'startsWith', 'isNull', 'between', 'under'];

function parseComparison(names: Names, entity: Entity, key: string, json: unknown): Condition {
  const cut = key.lastIndexOf('_');
  const name = cut < 0 ? key : key.slice(0, cut);
  const suffix = cut < 0 ? 'eq' : key.slice(cut + 1);
  const path = name.split('.');
  const field = visiblePath(names, entity, path);
  const valid = [...fieldType(field.type).operators, ...(isOfTree(names, entity, field) ? (['under'] as const) : [])];
  const operator = suffix === 'eq' && cut < 0 ? 'eq' : operators.find((one) => one === suffix);
  if (operator === undefined || !valid.includes(operator)) {
    throw new UserError(400, 'query.unknown-operator', {
      field: name,
      found: cut < 0 ? '=' : `_${suffix}`,
      valid: valid.map((one) => (one === 'eq' ? '=' : `_${one}`)),
    });
  }
  return { kind: 'comparison', path, operator, values: valuesOf(names, field, name, operator, json) };
}

/** An id or reference whose record may lie within others. */
function isOfTree({ platform: { model } }: Names, entity: Entity, field: Field): boolean {
  if (field.type === 'id') return field.name === 'id' && entity.tree !== null;
  return (field.type === 'reference' || field.type === 'many-to-many') && (model.entities.get(field.target ?? '')?.tree ?? null) !== null;
}

function valuesOf(names: Names, field: Field, name: string, operator: Operator, json: unknown): readonly FieldValue[] {
  const wrong = (expected: string): UserError => new UserError(400, 'query.wrong-type', { field: name, expected, found: described(json) });
  if (operator === 'isNull') {
    if (typeof json !== 'boolean') throw wrong('true or false');
    return [json];
  }
  const list = Array.isArray(json) ? json : [json];
  if (list.length > mostValues) throw new UserError(400, 'query.too-large', { most: mostValues, what: 'values', found: list.length });
  if (operator === 'between' && (!Array.isArray(json) || list.length !== 2)) throw wrong('a list of two values');
  if (Array.isArray(json) && operator !== 'eq' && operator !== 'neq' && operator !== 'between' && operator !== 'under') throw wrong('one value');
  const takesNull = operator === 'eq' || operator === 'neq';
  return list.map((one) => {
    if (one === null && takesNull) return null;
    return canonical(names, field, name, one);
  });
}

/** Filters compare with any value of the type, also one that the field could not hold: longer text, more digits. */
function canonical(names: Names, field: Field, name: string, json: unknown): FieldValue {
  const isNumeral = typeof json === 'number' || (typeof json === 'string' && !/^-?P/u.test(json));
  if (field.scale !== null && isNumeral) return isWhole(field) ? whole(name, json) : number(name, json);
  if (isText(field)) return text(name, json);
  const type = fieldType(field.type);
  const taken = (type.acceptItem ?? type.accept)(json, field);
  if (taken.kind === 'value' && taken.value !== null) return taken.value;
  const problem = taken.kind === 'refused' ? messageIn(taken.code, taken.params, names.caller.locale) : described(json);
  throw new UserError(400, 'query.wrong-value', { field: name, problem });
}

/** Types of which parts are asked for: any text may be looked for in them. */
function isText(field: Field): boolean {
  return fieldType(field.type).operators.includes('contains');
}

function text(name: string, json: unknown): string {
  if (typeof json !== 'string' || /[\0\p{Cs}]/u.test(json) || json.length > 4000)
    throw new UserError(400, 'query.wrong-type', { field: name, expected: 'text', found: described(json) });
  return json;
}

/** A whole number that PostgreSQL compares with an integer. */
function whole(name: string, json: string | number): string {
  const text = number(name, json);
  if (!/^[+-]?\d{1,18}(\.0*)?$/u.test(text)) throw new UserError(400, 'query.wrong-type', { field: name, expected: 'a whole number', found: described(json) });
  return text.replace(/\..*$/u, '');
}

/** Any decimal of at most 60 characters; nothing that PostgreSQL would read otherwise, such as NaN. */
function number(name: string, json: string | number): string {
  const shown = typeof json === 'number' ? json.toLocaleString('en-US', { useGrouping: false, maximumFractionDigits: 20 }) : json.trim();
  if (!/^[+-]?(\d{1,40}(\.\d{0,20})?|\.\d{1,20})$/u.test(shown))
    throw new UserError(400, 'query.wrong-type', { field: name, expected: 'a number', found: described(json) });
  return shown;
}

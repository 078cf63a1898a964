import type { Condition } from '../../data/query/condition.js';
import type { ListQuery } from '../../data/query/list-sql.js';
import type { Order } from '../../data/query/order-sql.js';
import { DateValue } from '../../definitions/expressions/date-value.js';
import { described } from '../../definitions/field-types/field-type.js';
import { fieldType } from '../../definitions/field-types/registry.js';
import type { Entity } from '../../definitions/model.js';
import { UserError } from '../../kernel/user-error.js';
import { readCursor } from './cursor.js';
import { demandParameters, jsonParameter, type Parameters } from './parameters.js';
import { parseFilter, parseSearch } from './parse-filter.js';
import { takesAsOf, validOn } from './valid-on.js';
import { parseWanted } from './parse-wanted.js';
import { visibleFields, visiblePath, type Names } from './visible-field.js';

/** How the total is found: exact up to a limit and estimated beyond it unless asked otherwise. */
export type CountMode = 'capped' | 'exact' | 'estimated' | 'none';

export interface AskedList extends ListQuery {
  readonly count: CountMode;
  readonly hasCursor: boolean;
}

/** Most rows of a page; no parameter lifts it. */
export const mostRows = 200;
const usualRows = 25;
const valid = ['filter', 'sort', 'range', 'q', 'fields', 'expand', 'count', 'cursor'] as const;

/** Understands the parameters of a list. */
export function parseListQuery(names: Names, entity: Entity, given: Parameters): AskedList {
  const parameters = demandParameters(given, takesAsOf(entity) ? [...valid, 'asOf'] : valid);
  const filter = jsonOf(parameters, 'filter', '{"state":"new"}');
  const order = parseOrder(names, entity, parameters.get('sort'));
  const [from, to] = parseRange(parameters.get('range'), namedIds(filter));
  const cursor = parameters.get('cursor');
  const asOf = parseAsOf(parameters.get('asOf'));
  if (cursor !== undefined && order.path.length > 1) throw new UserError(400, 'query.cursor');
  return {
    condition: validOn(names, entity, asOf, conditionOf(names, entity, filter, parameters.get('q'))),
    order,
    offset: cursor === undefined ? from : 0,
    limit: to - from + 1,
    after: cursor === undefined || cursor === '' ? null : readCursor(cursor, entity, order),
    wanted: parseWanted(names, entity, parameters, true),
    count: parseCount(parameters.get('count'), cursor !== undefined),
    hasCursor: cursor !== undefined,
    asOf,
  };
}

/** Filter and search of parameters, together; null when nothing is asked. */
export function conditionOf(names: Names, entity: Entity, filter: unknown, q: string | undefined): Condition | null {
  const conditions = [...(filter === undefined ? [] : [parseFilter(names, entity, filter)]), ...(q === undefined ? [] : [parseSearch(names, entity, q)])];
  const [first] = conditions;
  if (first === undefined) return null;
  return conditions.length === 1 ? first : { kind: 'and', of: conditions };
}

export function jsonOf(parameters: ReadonlyMap<string, string>, name: string, example: string): unknown {
  const text = parameters.get(name);
  return text === undefined ? undefined : jsonParameter(name, text, example);
}

export function parseOrder(names: Names, entity: Entity, text: string | undefined): Order {
  if (text === undefined) return orderOf(names, entity, entity.view.sort[0], entity.view.sort[1]);
  const json = jsonParameter('sort', text, '["createdAt","DESC"]');
  const [name, direction]: readonly unknown[] = Array.isArray(json) ? json : [];
  if (typeof name !== 'string' || (direction !== 'ASC' && direction !== 'DESC') || !Array.isArray(json) || json.length !== 2) {
    throw new UserError(400, 'query.wrong-form', { parameter: 'sort', expected: '["field","ASC"] or ["field","DESC"]', found: described(text) });
  }
  const path = name.split('.');
  const field = visiblePath(names, entity, path);
  if (fieldType(field.type).isSortable) return { path, direction };
  const sortable = visibleFields(entity, names.platform.policyOf(names.caller).entity(entity.id)).filter((one) => fieldType(one.type).isSortable);
  throw new UserError(400, 'query.not-sortable', { found: name, valid: sortable.map((one) => one.name) });
}

/** The view's order, or the newest first for those who do not see its field. */
function orderOf(names: Names, entity: Entity, name: string, direction: 'ASC' | 'DESC'): Order {
  const isSeen = names.platform.policyOf(names.caller).entity(entity.id).fieldRows(name).kind !== 'none';
  return isSeen ? { path: [name], direction } : { path: ['id'], direction: 'DESC' };
}

/** A day that balances are told at. */
export function parseAsOf(text: string | undefined): string | null {
  if (text === undefined || text === '') return null;
  const day = DateValue.parse(text);
  if (day !== null) return day.text;
  throw new UserError(400, 'query.wrong-form', { parameter: 'asOf', expected: 'a day like 2026-12-31', found: described(text) });
}

function parseRange(text: string | undefined, ids: number | null): readonly [from: number, to: number] {
  if (ids !== null && ids > mostRows) throw new UserError(400, 'query.too-large', { most: mostRows, what: 'ids', found: ids });
  if (text === undefined) return [0, (ids ?? usualRows) === 0 ? 0 : (ids ?? usualRows) - 1];
  const json = jsonParameter('range', text, '[0,24]');
  const [from, to]: readonly unknown[] = Array.isArray(json) ? json : [];
  if (!isRow(from) || !isRow(to) || to < from || to - from + 1 > mostRows) throw new UserError(400, 'query.range', { most: mostRows, found: described(text) });
  return [from, to];
}

/** The number of a row as PostgreSQL can skip to it. */
function isRow(json: unknown): json is number {
  return typeof json === 'number' && Number.isSafeInteger(json) && json >= 0 && json <= 2_000_000_000;
}

/** How many records a filter names by id at its top; those all come in one page. */
function namedIds(filter: unknown): number | null {
  if (typeof filter !== 'object' || filter === null || !('id' in filter)) return null;
  return Array.isArray(filter.id) ? filter.id.length : null;
}

function parseCount(text: string | undefined, hasCursor: boolean): CountMode {
  if (text === undefined) return hasCursor ? 'none' : 'capped';
  if (text === 'exact' || text === 'estimated' || text === 'none') return text;
  throw new UserError(400, 'query.wrong-form', { parameter: 'count', expected: 'exact, estimated or none', found: described(text) });
}

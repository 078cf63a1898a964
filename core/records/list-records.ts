import type { Verb } from '../../schemas/generated/types.js';
import { sightOf } from '../access/sight-of.js';
import { countSql, estimateSql, listSql } from '../data/query/list-sql.js';
import type { Sight } from '../data/query/sight.js';
import type { Entity } from '../definitions/model.js';
import type { Caller } from '../kernel/caller.js';
import type { Platform } from './platform.js';
import { writeCursor } from './query/cursor.js';
import type { Parameters } from './query/parameters.js';
import { parseListQuery, type AskedList } from './query/parse-list-query.js';
import { demandVerb } from './rights.js';

/** A page of a list. */
export interface ListAnswer {
  /** JSON array, as PostgreSQL wrote it. */
  readonly json: string;
  readonly from: number;
  /** Rows on this page. */
  readonly rows: number;
  /** Null when nobody asked. */
  readonly total: number | null;
  /** Of the next page; null on the last one, and in lists without a cursor. */
  readonly cursor: string | null;
}

/** Totals are exact up to here unless asked otherwise. */
const cap = 10_000;

/** One page of the records that the caller may see: one statement, and one beside it for the total. */
export async function listRecords(platform: Platform, caller: Caller, entity: Entity, parameters: Parameters, verb: Verb = 'read'): Promise<ListAnswer> {
  demandVerb(platform, caller, entity, verb);
  const asked = parseListQuery({ platform, caller }, entity, parameters);
  const query = asked.hasCursor ? withSortField(asked) : asked;
  const sight = sightOf(caller, platform.policyOf(caller), platform.model, verb);
  const [json, total] = await Promise.all([platform.database.text(listSql(platform.model, sight, entity, query)), totalOf(platform, sight, entity, asked)]);
  const page = json ?? '[]';
  const rows = asked.hasCursor ? rowsOf(page) : null;
  const last = rows?.at(-1);
  const cursor = rows === null || last === undefined || rows.length < asked.limit ? null : writeCursor(entity, asked.order, last, caller.locale);
  return { json: page, from: asked.offset, rows: rows?.length ?? countRows(page), total, cursor };
}

function withSortField(asked: AskedList): AskedList {
  const { fields } = asked.wanted;
  return fields === null ? asked : { ...asked, wanted: { ...asked.wanted, fields: new Set([...fields, asked.order.path[0] ?? 'id']) } };
}

async function totalOf(platform: Platform, sight: Sight, entity: Entity, { condition, count: mode, asOf }: AskedList): Promise<number | null> {
  const { database, model } = platform;
  if (mode === 'none') return null;
  if (mode === 'estimated') return estimated(await database.rows(estimateSql(model, sight, entity, condition)));
  const counted = Number(await database.text(countSql(model, sight, entity, condition, mode === 'exact' ? null : cap + 1, asOf)));
  if (mode === 'exact' || counted <= cap) return counted;
  return Math.max(counted, estimated(await database.rows(estimateSql(model, sight, entity, condition))));
}

/** EXPLAIN (FORMAT JSON) gives one column with `[{"Plan": {"Plan Rows": n}}]`. */
function estimated(rows: readonly Readonly<Record<string, unknown>>[]): number {
  const plan = JSON.stringify(rows[0] ?? {});
  return Number(/"?Plan Rows\\?":\s*(\d+)/u.exec(plan)?.[1] ?? 0);
}

function rowsOf(json: string): readonly Readonly<Record<string, unknown>>[] {
  const rows: unknown = JSON.parse(json);
  return Array.isArray(rows) ? rows : [];
}

/** Rows of a page without parsing it: json_agg writes each row as an object, and the id stands first in each. */
function countRows(json: string): number {
  return json === '[]' ? 0 : json.split('{"id":').filter((part, index) => index > 0 && /^"[0-9a-f-]{36}"/u.test(part)).length;
}

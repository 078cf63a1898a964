import type { MetaEntity } from '../../../schemas/generated/types.js';
import { membersOf, request } from '../api/request.js';

/** Most records that are worked on at once because a list shows them. */
export const mostFound = 1000;
const ofPage = 200;

/** What a list shows beside its pages: the filter as the API takes it. Empty where all is shown. */
export type ListFilter = Readonly<Record<string, unknown>>;

/** What is known of a record of a list, on whatever page. */
export interface FoundRecord {
  readonly label: string;
  readonly version: number;
}

/** All records that a list finds, by id. */
export async function foundRecords(entity: MetaEntity, filter: ListFilter, count: number): Promise<ReadonlyMap<string, FoundRecord>> {
  const found = new Map<string, FoundRecord>();
  for (let from = 0; from < Math.min(count, mostFound); from += ofPage)
    for (const [id, record] of await rowsOf(entity, filter, [from, Math.min(from + ofPage, mostFound) - 1])) found.set(id, record);
  return found;
}

/** Those of some records, at most 200, that the list still finds. */
export async function stillFound(entity: MetaEntity, filter: ListFilter, ids: readonly string[]): Promise<ReadonlySet<string>> {
  return new Set((await rowsOf(entity, within(filter, ids), [0, ofPage - 1])).keys());
}

/** No more than these records, and of them only those that the list finds. */
export function within({ _asOf: asOf, ...filter }: ListFilter, ids: readonly string[]): ListFilter {
  return { and: [filter, { id: ids }], ...(asOf === undefined ? {} : { _asOf: asOf }) };
}

/** Parts that are asked for one after the other. */
export function inPages(ids: readonly string[]): readonly (readonly string[])[] {
  return Array.from({ length: Math.ceil(ids.length / ofPage) }, (_, index) => ids.slice(index * ofPage, (index + 1) * ofPage));
}

async function rowsOf(
  { path }: MetaEntity,
  { _asOf: asOf, ...filter }: ListFilter,
  range: readonly [number, number],
): Promise<ReadonlyMap<string, FoundRecord>> {
  const query = new URLSearchParams({ filter: JSON.stringify(filter), range: JSON.stringify(range), sort: '["id","ASC"]', fields: 'id', count: 'none' });
  if (typeof asOf === 'string') query.set('asOf', asOf);
  const { json } = await request('GET', `/${path}?${query.toString()}`);
  return new Map((Array.isArray(json) ? json.map(membersOf) : []).map(foundIn));
}

/** A row of a list, by its id. */
export function foundIn(row: ReadonlyMap<string, unknown>): readonly [string, FoundRecord] {
  return [String(row.get('id')), { label: String(row.get('_label') ?? ''), version: Number(row.get('version')) }];
}

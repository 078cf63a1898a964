import { recordId } from '../definitions/field-types/reference.js';
import type { Entity } from '../definitions/model.js';
import type { Caller } from '../kernel/caller.js';
import { UserError } from '../kernel/user-error.js';
import { listRecords } from './list-records.js';
import type { Platform } from './platform.js';
import { mostRows } from './query/parse-list-query.js';

/** What came of one of several records. */
export interface BulkOutcome {
  readonly id: string;
  readonly ok: boolean;
  /** Why not. */
  readonly error?: UserError;
}

const mostIds = 200;
/** Most records that a filter may find. */
const mostFound = 1000;

/** Does something to several records, named by `ids` or found by `filter`, each on its own: what one refuses does not hold up the others. */
export async function bulk(
  platform: Platform,
  caller: Caller,
  entity: Entity,
  input: ReadonlyMap<string, unknown>,
  work: (id: string) => Promise<unknown>,
): Promise<readonly BulkOutcome[]> {
  const outcomes: BulkOutcome[] = [];
  for (const id of await idsOf(platform, caller, entity, input)) outcomes.push(await outcomeOf(id, work));
  return outcomes;
}

async function outcomeOf(id: string, work: (id: string) => Promise<unknown>): Promise<BulkOutcome> {
  try {
    await work(id);
    return { id, ok: true };
  } catch (error) {
    if (error instanceof UserError) return { id, ok: false, error };
    throw error;
  }
}

async function idsOf(platform: Platform, caller: Caller, entity: Entity, sent: ReadonlyMap<string, unknown>): Promise<readonly string[]> {
  if (sent.has('filter') && !sent.has('ids') && !isEmptyFilter(sent.get('filter'))) return found(platform, caller, entity, sent.get('filter'));
  const ids = sent.get('ids');
  const list = Array.isArray(ids) ? ids.map(recordId) : [];
  const known = list.filter((id) => id !== null);
  if (sent.has('filter') || list.length === 0 || list.length > mostIds || known.length < list.length) throw new UserError(400, 'record.ids', { most: mostIds });
  return [...new Set(known)];
}

/** One that finds everything is more likely a mistake than a wish. */
function isEmptyFilter(filter: unknown): boolean {
  if (typeof filter !== 'object' || filter === null) return true;
  const parts = Object.entries(filter);
  return parts.every(([key, inner]) => ['and', 'or'].includes(key) && Array.isArray(inner) && inner.every(isEmptyFilter));
}

/** Records that the filter of a list finds among those that the caller sees, oldest first. They are gathered before any of them is changed. */
async function found(platform: Platform, caller: Caller, entity: Entity, filter: unknown): Promise<readonly string[]> {
  const ids: string[] = [];
  const page = async (from: number): Promise<number> => {
    const range = JSON.stringify([from, from + mostRows - 1]);
    const asked = { filter: JSON.stringify(filter), fields: 'id', sort: '["id","ASC"]', range, count: 'exact' };
    const { json, total } = await listRecords(platform, caller, entity, asked);
    const rows: unknown = JSON.parse(json);
    ids.push(...(Array.isArray(rows) ? rows.map((row: unknown) => (typeof row === 'object' && row !== null && 'id' in row ? String(row.id) : '')) : []));
    return total ?? 0;
  };
  const total = await page(0);
  if (total > mostFound) throw new UserError(400, 'record.filter-too-many', { found: total, most: mostFound });
  for (let from = mostRows; from < total; from += mostRows) await page(from);
  return [...new Set(ids)];
}

import { sql, value } from '../data/sql.js';
import type { Entity } from '../definitions/model.js';
import type { Caller } from '../kernel/caller.js';
import { textIn } from '../kernel/locale.js';
import { notFound, readRecord } from './get-record.js';
import type { Platform } from './platform.js';

const furthest = 8;

/** A document of a chain, as the record page shows it. */
export interface ChainLink {
  readonly entity: string;
  readonly entityLabel: string;
  readonly id: string;
  readonly label: string;
  readonly state: string | null;
  /** Steps from the record: negative for what it came of, positive for what came of it. */
  readonly distance: number;
}

/** What a record came of and what came of it, through any number of documents; only what the caller may see. Throws 404. */
export async function chainOf(platform: Platform, caller: Caller, entity: Entity, id: string): Promise<readonly ChainLink[]> {
  const own = await readRecord(platform, platform.database, caller, entity, id);
  if (own === null) throw notFound(entity, caller);
  const rows = await platform.database.rows(sql`
    WITH RECURSIVE up AS (
      SELECT c.source_entity AS entity, c.source_id AS id, -1 AS distance FROM trellis_chain c WHERE c.target_id = ${value(id, 'uuid')}
      UNION SELECT c.source_entity, c.source_id, up.distance - 1 FROM up JOIN trellis_chain c ON c.target_id = up.id WHERE up.distance > ${value(-furthest, 'integer')}),
    down AS (
      SELECT c.target_entity AS entity, c.target_id AS id, 1 AS distance FROM trellis_chain c WHERE c.source_id = ${value(id, 'uuid')}
      UNION SELECT c.target_entity, c.target_id, down.distance + 1 FROM down JOIN trellis_chain c ON c.source_id = down.id WHERE down.distance < ${value(furthest, 'integer')})
    SELECT entity, id::text AS id, distance FROM up UNION SELECT entity, id::text, distance FROM down ORDER BY distance, id LIMIT 200`);
  const links = await Promise.all(rows.map((row) => linkOf(platform, caller, row)));
  return links.filter((link) => link !== null);
}

async function linkOf(platform: Platform, caller: Caller, row: Readonly<Record<string, unknown>>): Promise<ChainLink | null> {
  const entity = platform.model.entities.get(String(row['entity']));
  const json = entity === undefined ? null : await readRecord(platform, platform.database, caller, entity, String(row['id']));
  if (entity === undefined || json === null) return null;
  const parsed: unknown = JSON.parse(json);
  const record = new Map<string, unknown>(typeof parsed === 'object' && parsed !== null ? Object.entries(parsed) : []);
  const state = record.get('state');
  return {
    entity: entity.id,
    entityLabel: textIn(entity.label, caller.locale),
    id: String(row['id']),
    label: String(record.get('_label') ?? ''),
    state: typeof state === 'string' ? state : null,
    distance: Number(row['distance']),
  };
}

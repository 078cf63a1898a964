import type { LedgerTables } from '../../data/ledgers/ledger-tables.js';
import { rollupsOf, rollupSum, type Rollup } from '../../data/ledgers/rollups-of.js';
import { identifier, join, raw, sql, value } from '../../data/sql.js';
import type { Entity, Field } from '../../definitions/model.js';
import { refreshEarlier } from '../conversions/refresh-done.js';
import { recompute } from '../write/recompute.js';
import { figure } from './figures.js';
import type { Posting } from './post-entries.js';
import type { Entry } from './write-entries.js';

/** The records that keep rollups of a posting, locked: each with the rollups to bring up to date. */
export type RollupOwners = readonly OwnersOf[];

interface OwnersOf {
  readonly dimension: Field | null;
  readonly rollups: readonly Rollup[];
  readonly owners: readonly { readonly entity: Entity; readonly id: string }[];
}

/**
 * Locks the records of which rollups will follow from entries there. They come before the balances: whoever holds a document and posts for it
 * waits for nobody who holds the balances and wants the document.
 */
export async function lockRollupOwners(posting: Posting, tables: LedgerTables, entries: readonly Pick<Entry, 'place' | 'countsFor'>[]): Promise<RollupOwners> {
  const locked: OwnersOf[] = [];
  for (const [dimension, rollups] of rollupsOf(posting.platform.model, tables)) {
    const ids = summedFor(dimension, entries);
    const [first] = rollups;
    if (ids.length > 0 && first !== undefined) locked.push({ dimension, rollups, owners: await lockOwners(posting, first.entity, ids) });
  }
  return locked;
}

/** Brings rollups over a ledger up to date for the records that the entries touch, and the formulas that read them. */
export async function refreshRollups(posting: Posting, tables: LedgerTables, known: RollupOwners, entries: readonly Entry[]): Promise<void> {
  const { platform, tx } = posting;
  const touched = new Map<string, { readonly entity: Entity; readonly id: string }>();
  for (const { dimension, rollups, owners } of known) {
    // What nothing was added to is as it was.
    const moved = rollups.filter(({ measure }) => entries.some(({ figures }) => !figure(figures, measure.name).isZero()));
    const ids = summedFor(dimension, entries);
    const [first] = moved;
    if (ids.length === 0 || first === undefined) continue;
    const sums = moved.map((rollup) => sql`${identifier(rollup.field.column)} = ${raw(rollupSum(tables, rollup))}`);
    await tx.rows(sql`UPDATE ${identifier(first.entity.table)} t SET ${join(sums, ', ')} WHERE t.id = ANY(${value(ids, 'uuid[]')})`);
    for (const owner of owners) touched.set(`${owner.entity.id} ${owner.id}`, owner);
  }
  const records = [...touched].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, record]) => record);
  for (const { entity, id } of records) await recompute(platform, tx, posting.caller, entity, id);
  for (const { entity, id } of records) await refreshEarlier(posting, entity, [id]);
}

/** Ids of the records that entries are summed for. */
function summedFor(dimension: Field | null, entries: readonly Pick<Entry, 'place' | 'countsFor'>[]): readonly string[] {
  const idOf = (entry: Pick<Entry, 'place' | 'countsFor'>): unknown => (dimension === null ? entry.countsFor : entry.place.get(dimension.name));
  return [...new Set(entries.flatMap((entry) => idOf(entry) ?? []))].map(String).sort();
}

/** The records themselves, or those whose lines they are, locked before anything of them is written. */
async function lockOwners(
  { platform, tx }: Posting,
  entity: Entity,
  ids: readonly string[],
): Promise<readonly { readonly entity: Entity; readonly id: string }[]> {
  const owner = platform.model.entities.get(entity.parent?.entity ?? '');
  const table = identifier((owner ?? entity).table);
  const which =
    owner === undefined
      ? sql`o.id = ANY(${value(ids, 'uuid[]')})`
      : sql`o.id IN (SELECT t.parent_id FROM ${identifier(entity.table)} t WHERE t.id = ANY(${value(ids, 'uuid[]')}))`;
  const rows = await tx.rows(sql`SELECT o.id::text AS id FROM ${table} o WHERE ${which} ORDER BY o.id FOR NO KEY UPDATE`);
  return rows.map((row) => ({ entity: owner ?? entity, id: String(row['id']) }));
}

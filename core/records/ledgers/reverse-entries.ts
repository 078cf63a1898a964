import { ledgerTables } from '../../data/ledgers/ledger-tables.js';
import { identifier, join, keyName, literal, sql, value } from '../../data/sql.js';
import { newId } from '../../kernel/ids.js';
import { lockBalances, type Place } from './balance-rows.js';
import { figuresOf, negated } from './figures.js';
import { finish, take, type Posting, type Stand } from './post-entries.js';
import { lockRollupOwners } from './rollups.js';
import type { Entry } from './write-entries.js';

/** Takes back what a record has posted and what has not been taken back yet: the same entries with the opposite figures. A unique key on what is reversed lets no entry be reversed twice. */
export async function reverseEntries(posting: Posting, of: string): Promise<readonly string[]> {
  const tables = ledgerTables(posting.platform.model, posting.ledger);
  const { entries, dimensions, measures } = tables;
  const place = dimensions.map((field) => sql`${literal(field.name)}, to_jsonb(e.${identifier(field.column)})`);
  const figures = measures.map((field) => sql`e.${identifier(field.column)}::text AS ${keyName(field.name)}`);
  const rows = await posting.tx.rows(sql`
    SELECT e.id::text AS id, e.counts_for::text AS counts_for, jsonb_build_object(${join(place, ', ')})::text AS place, ${join(figures, ', ')}
    FROM ${identifier(entries.table)} e WHERE e.source = ${value(of, 'uuid')} AND e.reverses IS NULL
      AND NOT EXISTS (SELECT FROM ${identifier(entries.table)} r WHERE r.reverses = e.id) ORDER BY e.id`);
  if (rows.length === 0) return [];
  const reversed = rows.map((row): Entry => ({
    id: newId(),
    place: placeOf(row['place']),
    figures: negated(figuresOf(measures, row)),
    countsFor: typeof row['counts_for'] === 'string' ? row['counts_for'] : null,
    reverses: String(row['id']),
  }));
  const places = reversed.map((entry) => entry.place);
  const owners = await lockRollupOwners(posting, tables, reversed);
  const stand: Stand = { tables, owners, balances: new Map(await lockBalances(posting.tx, tables, places)), posted: new Map() };
  for (const entry of reversed) take(stand, entry);
  return finish(posting, stand, newId(), reversed);
}

function placeOf(json: unknown): Place {
  const values: unknown = JSON.parse(String(json));
  return new Map(typeof values === 'object' && values !== null ? Object.entries(values) : []);
}

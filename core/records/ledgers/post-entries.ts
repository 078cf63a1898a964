import type { Decimal } from 'decimal.js';
import type { Executor } from '../../data/database.js';
import { ledgerTables, type LedgerTables } from '../../data/ledgers/ledger-tables.js';
import { Exact } from '../../definitions/expressions/exact.js';
import type { Caller } from '../../kernel/caller.js';
import { textIn } from '../../kernel/locale.js';
import { UserError } from '../../kernel/user-error.js';
import { newId } from '../../kernel/ids.js';
import type { Platform } from '../platform.js';
import { lastRate, lockBalances, placeKey, readPosted, type Place } from './balance-rows.js';
import { demandChecks } from './demand-checks.js';
import { demandConstraints } from './demand-constraints.js';
import { added, atScale, figure, isNothing, negated, zero, type Figures } from './figures.js';
import { lockRollupOwners, refreshRollups, type RollupOwners } from './rollups.js';
import { movingAverage } from './value-of.js';
import { writeEntries, type Entry } from './write-entries.js';

/** The document that posts, as entries name it. */
export interface Source {
  readonly entity: string;
  readonly id: string;
  readonly label: string | null;
}

/** One entry as a posting step wants it; what it adds may depend on what there is. */
export interface WantedEntry {
  readonly place: Place;
  /** Place of a second entry that takes the opposite. */
  readonly counter: Place | null;
  /** Record or line that it counts for. */
  readonly countsFor: string | null;
  /** Whether what it adds depends on what was posted for that record or line before. */
  readonly readsPosted: boolean;
  /** What is added to each measure; a measure that is left out is zero, or worth what the ledger's valuation says. */
  measures(balance: Figures, posted: Figures): Promise<ReadonlyMap<string, Decimal>>;
}

export interface Posting {
  readonly platform: Platform;
  readonly tx: Executor;
  readonly caller: Caller;
  readonly ledger: string;
  /** YYYY-MM-DD */
  readonly date: string;
  readonly source: Source;
}

/**
 * Adds the entries of one posting. The records that keep sums of it and the balances that it touches are locked first, so that whoever else posts there waits; what would break a constraint
 * is refused with the figures. Gives the ids of the entries.
 */
export async function postEntries(posting: Posting, wanted: readonly WantedEntry[]): Promise<readonly string[]> {
  const tables = ledgerTables(posting.platform.model, posting.ledger);
  const places = wanted.flatMap(bothOf).map(({ place }) => place);
  if (places.length === 0) return [];
  const stand: Stand = {
    tables,
    owners: await lockRollupOwners(posting, tables, wanted.flatMap(bothOf)),
    balances: new Map(await lockBalances(posting.tx, tables, places)),
    posted: new Map(await readPosted(posting.tx, tables, [...new Set(wanted.flatMap((entry) => (entry.readsPosted ? (entry.countsFor ?? []) : [])))])),
  };
  const id = newId();
  const entries: Entry[] = [];
  for (const entry of wanted) entries.push(...(await settle(posting, stand, entry)));
  return finish(posting, stand, id, entries);
}

/** Balances and what was posted, as they become while the entries are worked out. */
export interface Stand {
  readonly tables: LedgerTables;
  readonly owners: RollupOwners;
  readonly balances: Map<string, Figures>;
  readonly posted: Map<string, Figures>;
}

/** Holds the entries against the checks and the balances against the constraints, writes the entries, and brings what follows from them up to date. */
export async function finish(posting: Posting, stand: Stand, id: string, entries: readonly Entry[]): Promise<readonly string[]> {
  if (entries.length === 0) return [];
  await demandChecks(posting, stand.tables, entries);
  await demandConstraints(posting, stand, entries);
  await writeEntries(posting, stand.tables, id, entries);
  await refreshRollups(posting, stand.tables, stand.owners, entries);
  return entries.map((entry) => entry.id);
}

/** The entry, and the one that takes the opposite. */
function bothOf({ place, counter, countsFor }: WantedEntry): readonly Pick<Entry, 'place' | 'countsFor'>[] {
  return counter === null
    ? [{ place, countsFor }]
    : [
        { place, countsFor },
        { place: counter, countsFor },
      ];
}

async function settle(posting: Posting, stand: Stand, wanted: WantedEntry): Promise<readonly Entry[]> {
  const { tables } = stand;
  const balance = stand.balances.get(placeKey(wanted.place, tables.dimensions)) ?? new Map();
  const posted = wanted.countsFor === null ? undefined : stand.posted.get(`${wanted.countsFor} ${placeKey(wanted.place, tables.dimensions)}`);
  const given = await wanted.measures(balance, posted ?? new Map());
  const figures = atScale(tables.measures, await valued(posting, stand, wanted.place, balance, given));
  if (isNothing(figures)) return [];
  for (const place of [wanted.place, wanted.counter]) if (place !== null) demandWhole(posting, tables, place);
  const entry: Entry = { id: newId(), place: wanted.place, figures, countsFor: wanted.countsFor, reverses: null };
  take(stand, entry);
  if (wanted.counter === null) return [entry];
  const other: Entry = { ...entry, id: newId(), place: wanted.counter, figures: negated(figures) };
  take(stand, other);
  return [entry, other];
}

/** Every dimension that the ledger requires has to be known. */
function demandWhole({ caller }: Posting, { entries, dimensions }: LedgerTables, place: Place): void {
  const missing = dimensions.find((field) => field.required && (place.get(field.name) ?? null) === null);
  if (missing === undefined) return;
  const params = { ledger: textIn(entries.label, caller.locale), dimension: textIn(missing.label, caller.locale) };
  throw new UserError(422, 'ledger.no-dimension', params);
}

/** Adds an entry to the balances at hand. */
export function take({ tables, balances, posted }: Stand, { place, figures, countsFor }: Entry): void {
  const key = placeKey(place, tables.dimensions);
  balances.set(key, added(balances.get(key) ?? new Map(), figures));
  if (countsFor === null) return;
  const counted = `${countsFor} ${key}`;
  posted.set(counted, added(posted.get(counted) ?? new Map(), figures));
}

async function valued({ tx }: Posting, { tables }: Stand, place: Place, balance: Figures, given: Figures): Promise<Figures> {
  const { valuation } = tables.ledger;
  if (valuation === null || given.has(valuation.value)) return given;
  const quantity = tables.measures.find((field) => field.name === valuation.quantity);
  const worth = tables.measures.find((field) => field.name === valuation.value);
  const amount = figure(given, valuation.quantity);
  if (quantity === undefined || worth === undefined || amount.isZero()) return given;
  const stand = { quantity: figure(balance, valuation.quantity), value: figure(balance, valuation.value) };
  const rate = stand.quantity.gt(0) ? null : await lastRate(tx, tables, place, quantity, worth);
  const value = movingAverage(stand, amount, rate === null ? null : new Exact(rate), worth.scale ?? 0);
  return new Map([...given, [valuation.value, value ?? zero]]);
}

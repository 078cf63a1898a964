import { ledgerTables } from '../../data/ledgers/ledger-tables.js';
import { identifier, join, keyName, literal, sql, value } from '../../data/sql.js';
import { newId } from '../../kernel/ids.js';
import { lockBalances, placeKey, type Place } from './balance-rows.js';
import { figure, figuresOf, negated, type Figures } from './figures.js';
import { finish, take, type Posting, type Stand } from './post-entries.js';
import { lockRollupOwners } from './rollups.js';
import { movingAverage } from './value-of.js';
import type { Entry } from './write-entries.js';

/**
 * Takes back what a record has posted and what has not been taken back yet: the same entries, latest first, with the opposite figures. A unique key on what is reversed lets no entry be reversed twice.
 * Of `only` these entries; one of them that took another back is answered with that other anew, so that it counts again and can be taken back again.
 */
export async function reverseEntries(posting: Posting, of: string, only: readonly string[] | null = null): Promise<readonly string[]> {
  const tables = ledgerTables(posting.platform.model, posting.ledger);
  const { entries, dimensions, measures } = tables;
  const place = dimensions.map((field) => sql`${literal(field.name)}, to_jsonb(e.${identifier(field.column)})`);
  const figures = measures.map((field) => sql`e.${identifier(field.column)}::text AS ${keyName(field.name)}`);
  const rows = await posting.tx.rows(sql`
    SELECT e.id::text AS id, e.reverses::text AS reverses, e.counts_for::text AS counts_for, jsonb_build_object(${join(place, ', ')})::text AS place, ${join(figures, ', ')}
    FROM ${identifier(entries.table)} e WHERE e.source = ${value(of, 'uuid')} AND ${only === null ? sql`e.reverses IS NULL` : sql`e.id = ANY(${value(only, 'uuid[]')})`}
      AND NOT EXISTS (SELECT FROM ${identifier(entries.table)} r WHERE r.reverses = e.id) ORDER BY e.id DESC`);
  if (rows.length === 0) return [];
  const reversed = rows.map((row): Entry => ({
    id: newId(),
    place: placeOf(row['place']),
    figures: negated(figuresOf(measures, row)),
    countsFor: typeof row['counts_for'] === 'string' ? row['counts_for'] : null,
    reverses: typeof row['reverses'] === 'string' ? null : String(row['id']),
  }));
  const places = reversed.map((entry) => entry.place);
  const owners = await lockRollupOwners(posting, tables, reversed);
  const stand: Stand = { tables, owners, balances: new Map(await lockBalances(posting.tx, tables, places)), posted: new Map() };
  const taken = whatComesBackFirst(stand, reversed).map((entry) => {
    const worth = { ...entry, figures: worthBack(stand, entry) };
    take(stand, worth);
    return worth;
  });
  return finish(posting, stand, newId(), taken);
}

/** Between the entries of one posting there may be less than nothing; what the last piece is worth shows when all that comes back is there. */
function whatComesBackFirst({ tables }: Stand, entries: readonly Entry[]): readonly Entry[] {
  const goesOut = ({ figures }: Entry): boolean => figure(figures, tables.ledger.valuation?.quantity ?? '').isNegative();
  return [...entries.filter((entry) => !goesOut(entry)), ...entries.filter(goesOut)];
}

/**
 * What came in goes out again for what it came in for. When other pieces have gone out at the average meanwhile, that may be more than there is left: then it takes its
 * share of what there is, and the last piece the rest, as everything that goes out does; nothing is left behind, or owed, by pieces that are not there.
 */
function worthBack({ tables, balances }: Stand, { place, figures }: Entry): Figures {
  const { valuation } = tables.ledger;
  const worth = tables.measures.find((field) => field.name === valuation?.value);
  const quantity = figure(figures, valuation?.quantity ?? '');
  if (valuation === null || worth === undefined || !quantity.isNegative()) return figures;
  const balance = balances.get(placeKey(place, tables.dimensions)) ?? new Map();
  const stand = { quantity: figure(balance, valuation.quantity), value: figure(balance, valuation.value) };
  const left = stand.quantity.plus(quantity);
  const isEnough = left.isPositive() && !left.isZero() && !stand.value.plus(figure(figures, valuation.value)).isNegative();
  if (isEnough || left.isNegative()) return figures;
  return new Map([...figures, [valuation.value, movingAverage(stand, quantity, null, worth.scale ?? 0)]]);
}

function placeOf(json: unknown): Place {
  const values: unknown = JSON.parse(String(json));
  return new Map(typeof values === 'object' && values !== null ? Object.entries(values) : []);
}

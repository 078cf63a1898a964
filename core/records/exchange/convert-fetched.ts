import type { Decimal } from 'decimal.js';
import { divide, Exact, readNumber, roundTo } from '../../definitions/expressions/exact.js';
import type { RecordValue } from '../../definitions/expressions/record-value.js';
import type { Entity, Field, Model } from '../../definitions/model.js';
import { convertedTo } from '../functions/converted-to.js';
import type { Asking } from '../write/asking.js';
import type { Fetched, Piece } from '../write/complete.js';
import { computed, type Computing } from '../write/computing.js';
import { unitAt } from '../write/unit-at.js';

type Pieces = readonly [Piece, ...Piece[]];

/**
 * Converts prices that were copied into another currency or unit, rounded half-up, once, to the scale of their new place. A price that says no currency is in
 * that of the company, and becomes one of the document at the rate of the document; without a rate there is none. A price of one unit becomes that of the unit
 * of its new place; of units without a common category it stays, as the quantity beside it is refused.
 */
export async function convertFetched({ platform, caller, executor }: Asking, pieces: Pieces, fetched: readonly Fetched[]): Promise<void> {
  const { model } = platform;
  const [owner] = pieces;
  // What is valid on a day stands in place of what came through a reference.
  const last = new Map(fetched.map((one) => [`${one.piece.pointer}/${one.field.name}`, one]));
  const prices = [...last.values()].flatMap((one): readonly Price[] => {
    const { field } = one;
    if (field.type !== 'money') return [];
    const source = sourceOf(model, one);
    const isForeign = isInOtherCurrency(owner) && currencyOf(field) === currencyPath(one, owner) && isOfCompany(source);
    const per = field.declaration?.type === 'money' ? field.declaration.per : undefined;
    const of = unitPath(source, one);
    const isOfUnit = per !== undefined && of !== null && !isFetchedBeside(one, per, of, last);
    return isForeign || isOfUnit ? [{ ...one, isForeign, per: isOfUnit ? per.split('.') : [], of: isOfUnit ? of : [] }] : [];
  });
  if (prices.length === 0) return;
  const converted = await computed(model, caller, executor, (computing) => prices.map((price) => priceOf(computing, pieces, price)));
  for (const [index, { piece, field }] of prices.entries()) {
    const price = converted[index] ?? null;
    piece.draft.values.set(field.name, price === null ? null : roundTo(price, field.scale ?? 0).toFixed(field.scale ?? 0));
  }
}

/** Whether the unit of its new place was copied from that of the price in the same breath, so that there is nothing to convert. */
function isFetchedBeside({ piece }: Fetched, per: string, of: readonly string[], last: ReadonlyMap<string, Fetched>): boolean {
  return last.get(`${piece.pointer}/${per}`)?.field.fetch?.join('.') === of.join('.');
}

/** A price that was copied, with the paths from its record to the unit that it is to be of and to that which it was of. */
interface Price extends Fetched {
  readonly isForeign: boolean;
  readonly per: readonly string[];
  readonly of: readonly string[];
}

function priceOf(computing: Computing, pieces: Pieces, { piece, field, isForeign, per, of }: Price): Decimal | null {
  const price = readNumber(String(piece.draft.values.get(field.name) ?? ''));
  const [{ entity, draft }] = pieces;
  const rate = isForeign ? readNumber(String(draft.values.get(entity.exchange?.rate ?? '') ?? '')) : new Exact(1);
  if (price === null || rate === null) return null;
  const alike = unitAt(computing, pieces, piece, countedIn(piece, per));
  return divide(forUnit(price, unitAt(computing, pieces, piece, per) ?? alike, unitAt(computing, pieces, piece, of) ?? alike), rate);
}

/** The way to the unit that a quantity is counted in where its own, at that path, is empty: that of the quantity which it is converted into. */
function countedIn({ entity: { fields } }: Piece, per: readonly string[]): readonly string[] {
  const pathOf = (field: Field | undefined): string | undefined => (field?.declaration?.type === 'quantity' ? field.declaration.unit : undefined);
  const holder = [...fields.values()].find(({ convertsQuantity }) => convertsQuantity !== null && pathOf(fields.get(convertsQuantity)) === per.join('.'));
  return pathOf(holder)?.split('.') ?? [];
}

/** Of twelve pieces in a dozen, twelve times the price of one. */
function forUnit(price: Decimal, unit: RecordValue | null, of: RecordValue | null): Decimal {
  return unit === null || of === null ? price : (convertedTo(price, unit, of) ?? price);
}

function isInOtherCurrency({ entity, draft }: Piece): boolean {
  const { exchange } = entity;
  return exchange !== null && draft.values.get(exchange.currency) !== draft.values.get(exchange.companyCurrency);
}

function currencyPath({ piece }: Fetched, owner: Piece): string {
  return `${piece === owner ? '' : 'parent.'}${owner.entity.exchange?.currency ?? ''}`;
}

function currencyOf({ type, declaration }: Field): string | null {
  return type === 'money' && declaration !== null && 'currency' in declaration ? (declaration.currency ?? null) : null;
}

function sourceOf({ entities }: Model, { piece, field, isDated }: Fetched): Field | undefined {
  const { fetch, fetchDated } = field;
  if (isDated) return entities.get(fetchDated?.dated ?? '')?.fields.get(fetchDated?.field ?? '');
  let at: Entity | undefined = piece.entity;
  let source: Field | undefined;
  for (const name of fetch ?? []) {
    source = at?.fields.get(name);
    at = entities.get(source?.target ?? '');
  }
  return source;
}

/** The way from the record to the unit of what was copied: through the reference, or through the key of what is valid on a day. */
function unitPath(source: Field | undefined, { field: { fetch, fetchDated }, isDated }: Fetched): readonly string[] | null {
  const per = source?.declaration?.type === 'money' ? source.declaration.per?.split('.') : undefined;
  if (per === undefined) return null;
  if (!isDated) return [...(fetch ?? []).slice(0, -1), ...per];
  const [key = '', ...rest] = per;
  const path = fetchDated?.by[key];
  return path === undefined ? null : [...path.split('.'), ...rest];
}

/** Money that says no currency is in that of the company. */
function isOfCompany(source: Field | undefined): boolean {
  return source?.type === 'money' && currencyOf(source) === null;
}

import { divide, readNumber, roundTo } from '../../definitions/expressions/exact.js';
import type { Entity, Field, Model } from '../../definitions/model.js';
import type { Fetched, Piece } from '../write/complete.js';

/**
 * A price that says no currency is in that of the company. Copied into an amount that is in the currency of the document it is converted at the rate of the
 * document, rounded half-up to the scale of its new place; without a rate there is none.
 */
export function convertFetched(model: Model, owner: Piece, fetched: readonly Fetched[]): void {
  const { exchange } = owner.entity;
  const { values } = owner.draft;
  if (exchange === null || values.get(exchange.currency) === values.get(exchange.companyCurrency)) return;
  const rate = readNumber(String(values.get(exchange.rate) ?? ''));
  // What is valid on a day stands in place of what came through a reference.
  const last = new Map(fetched.map((one) => [`${one.piece.pointer}/${one.field.name}`, one]));
  for (const one of last.values()) {
    const { piece, field } = one;
    if (currencyOf(field) !== `${piece === owner ? '' : 'parent.'}${exchange.currency}` || !isOfCompany(sourceOf(model, one))) continue;
    const price = readNumber(String(piece.draft.values.get(field.name) ?? ''));
    const converted = price === null || rate === null ? null : divide(price, rate);
    piece.draft.values.set(field.name, converted === null ? null : roundTo(converted, field.scale ?? 0).toFixed(field.scale ?? 0));
  }
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

/** Money that says no currency is in that of the company. */
function isOfCompany(source: Field | undefined): boolean {
  return source?.type === 'money' && currencyOf(source) === null;
}

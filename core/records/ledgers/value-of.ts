import type { Decimal } from 'decimal.js';
import { divide, roundTo } from '../../definitions/expressions/exact.js';
import { zero } from './figures.js';

/** What is there of a good: how much, and what it is worth. */
export interface Stand {
  readonly quantity: Decimal;
  readonly value: Decimal;
}

/**
 * What an entry is worth by moving average (perpetual weighted average cost): what goes out takes its share of the value, the last piece all that is left,
 * so that no residue stays behind; what comes in without a price of its own is worth what there is, or what went out last.
 */
export function movingAverage(stand: Stand, quantity: Decimal, lastRate: Decimal | null, scale: number): Decimal {
  const out = quantity.negated();
  if (quantity.isZero()) return zero;
  if (out.equals(stand.quantity)) return stand.value.negated();
  const rate = stand.quantity.gt(0) ? divide(stand.value, stand.quantity) : null;
  // The share is taken before it is rounded, so that the rate's own rounding does not show.
  if (rate !== null) return roundTo(divide(stand.value.times(quantity), stand.quantity) ?? zero, scale);
  return roundTo((lastRate ?? zero).times(quantity), scale);
}

import type { Decimal } from 'decimal.js';
import { roundTo } from '../../definitions/expressions/exact.js';

/** Most that the twelve digits of a factor leave over: in all, and as a part of the quantity. */
const [mostInAll, mostOfIt] = ['0.000001', '0.000000001'];

/** A converted quantity with so many decimals; null where it does not come out in them. Thirty minutes are half an hour, though a sixtieth has no end. */
export function asCounted(exact: Decimal, decimals: number): Decimal | null {
  const rounded = roundTo(exact, decimals);
  const over = rounded.minus(exact).abs();
  return over.lte(mostInAll) && over.lte(exact.abs().times(mostOfIt)) ? rounded : null;
}

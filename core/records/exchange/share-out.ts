import type { Decimal } from 'decimal.js';
import { Exact } from '../../definitions/expressions/exact.js';

/**
 * Shares of a total, rounded to so many places, that add up to it exactly: each is its exact part rounded down, and what is left over goes, one
 * smallest unit each, to the parts of which most was cut off, the first of equals before the others (largest remainder method). Where the exact
 * parts add up to the total before it was rounded, each share is less than one smallest unit off.
 */
export function shareOut(total: Decimal, parts: readonly Decimal[], places: number): readonly Decimal[] {
  if (parts.length === 0) return [];
  const unit = new Exact(10).pow(-places);
  const floors = parts.map((part) => part.toDecimalPlaces(places, Exact.ROUND_FLOOR));
  const over = floors.reduce((left, floor) => left.minus(floor), total).dividedToIntegerBy(unit);
  // Of more than one each, which parts that do not add up leave over, everybody takes alike.
  const each = over.dividedBy(parts.length).toDecimalPlaces(0, Exact.ROUND_FLOOR);
  const rest = over.minus(each.times(parts.length)).toNumber();
  const cut = parts.map((part, index) => part.minus(floors[index] ?? 0));
  const first = [...parts.keys()].sort((one, other) => (cut[other] ?? unit).comparedTo(cut[one] ?? unit) || one - other);
  const lucky = new Set(first.slice(0, rest));
  return floors.map((floor, index) => floor.plus(unit.times(each.plus(lucky.has(index) ? 1 : 0))));
}

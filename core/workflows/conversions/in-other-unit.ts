import type { Decimal } from 'decimal.js';
import { divide, readNumber, roundTo } from '../../definitions/expressions/exact.js';
import type { Entity } from '../../definitions/model.js';

/** A unit that a line is made in instead of its own. */
export interface OtherUnit {
  /** The field that says the unit. */
  readonly field: string;
  readonly id: string;
  /** A price of one of the unit that the line would have by itself, times `factor` and divided by `divisor`, is that of one of this. */
  readonly factor: Decimal;
  readonly divisor: Decimal;
}

/** What a line that is made in another unit gets instead of what the conversion maps: the unit, and its prices of one of it, rounded half-up to their scale. */
export function inOtherUnit(line: Entity, mapped: Readonly<Record<string, unknown>>, unit: OtherUnit): Readonly<Record<string, unknown>> {
  const prices = [...line.fields.values()].flatMap(({ name, scale, declaration }): readonly (readonly [string, string])[] => {
    if (declaration?.type !== 'money' || declaration.per !== unit.field) return [];
    const price = readNumber(String(mapped[name] ?? ''));
    const exact = price === null ? null : divide(price.times(unit.factor), unit.divisor);
    return exact === null ? [] : [[name, roundTo(exact, scale ?? 0).toFixed()]];
  });
  return { ...Object.fromEntries(prices), [unit.field]: unit.id };
}

import { Decimal } from 'decimal.js';

/** Decimal of the expression language: wide enough that sums and products are exact, never written with an exponent. */
export const Exact = Decimal.clone({ precision: 1000, rounding: Decimal.ROUND_HALF_UP, toExpNeg: -9e15, toExpPos: 9e15 });

/** Digits after the point that a quotient is rounded to (half up, away from zero), here and in SQL. */
export const quotientPlaces = 20;

const Truncated = Exact.clone({ precision: 120, rounding: Decimal.ROUND_DOWN });

/** The quotient rounded half-up to 20 places; null when the divisor is zero. */
export function divide(dividend: Decimal, divisor: Decimal): Decimal | null {
  if (divisor.isZero()) return null;
  // A truncated quotient keeps the digit that decides the rounding; the usual size is divided with fewer digits, which is faster.
  const isUsual = dividend.e - divisor.e < 90;
  const quotient = isUsual ? new Exact(new Truncated(dividend).dividedBy(divisor)) : dividend.dividedBy(divisor);
  return quotient.toDecimalPlaces(quotientPlaces);
}

/** Rounded half-up, away from zero, to 0 to 20 places. */
export function roundTo(number: Decimal, places: number): Decimal {
  return number.toDecimalPlaces(Math.min(Math.max(Math.trunc(places), 0), quotientPlaces));
}

/** Plain digits without exponent, trailing zeros or a negative zero. */
export function plainNumber(number: Decimal): string {
  return number.isZero() ? '0' : number.toFixed();
}

const numberPattern = /^[+-]?[0-9]{1,60}(\.[0-9]{1,60})?$/u;

/** The number that a text holds; null when it holds none. */
export function readNumber(text: string): Decimal | null {
  return numberPattern.test(text) ? new Exact(text) : null;
}

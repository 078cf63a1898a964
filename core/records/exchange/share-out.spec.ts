import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Decimal } from 'decimal.js';
import { Exact } from '../../definitions/expressions/exact.js';
import { shareOut } from './share-out.js';

const sum = (numbers: readonly Decimal[]): Decimal => numbers.reduce((one, other) => one.plus(other), new Exact(0));
const shared = (total: string, parts: readonly string[], places: number): readonly string[] =>
  shareOut(
    new Exact(total),
    parts.map((part) => new Exact(part)),
    places,
  ).map((share) => share.toFixed(places));

test('10 off three equal parts is 3.34, 3.33 and 3.33', () => {
  expect(shared('10', ['3.3333333', '3.3333333', '3.3333333'], 2)).toEqual(['3.34', '3.33', '3.33']);
});

test('what is left over goes where most was cut off', () => {
  expect(shared('3', ['0.6', '0.5', '1.9'], 0)).toEqual(['1', '0', '2']);
  expect(shared('-3', ['-0.6', '-0.5', '-1.9'], 0)).toEqual(['-1', '0', '-2']);
});

test('parts that do not add up are shared out all the same', () => {
  expect(shared('10', ['1', '1', '1'], 0)).toEqual(['4', '3', '3']);
  expect(shared('0', [], 0)).toEqual([]);
});

test('shares add up to the rounded total, each less than a smallest unit off, at any rate and with any signs', () => {
  const amount = fc.integer({ min: -10_000_000, max: 10_000_000 }).map((cents) => new Exact(cents).dividedBy(100));
  const rate = fc.integer({ min: 1, max: 2_000_000_000 }).map((parts) => new Exact(parts).dividedBy(100_000));
  fc.assert(
    fc.property(fc.array(amount, { minLength: 1, maxLength: 60 }), rate, fc.integer({ min: 0, max: 4 }), (amounts, by, places) => {
      const exact = amounts.map((one) => one.times(by));
      const total = sum(exact).toDecimalPlaces(places);
      const shares = shareOut(total, exact, places);
      expect(sum(shares).equals(total)).toBe(true);
      const unit = new Exact(10).pow(-places);
      expect(
        shares.every((share, index) =>
          share
            .minus(exact[index] ?? 0)
            .abs()
            .lessThan(unit),
        ),
      ).toBe(true);
      expect(shares.every((share, index) => !exact[index]?.isZero() || share.isZero())).toBe(true);
    }),
  );
});

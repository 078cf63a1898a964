import { expect, test } from '@jest/globals';
import { Exact } from '../../definitions/expressions/exact.js';
import { movingAverage } from './value-of.js';

const worth = (quantity: string, value: string, moved: string, lastRate: string | null = null, scale = 4): string =>
  movingAverage({ quantity: new Exact(quantity), value: new Exact(value) }, new Exact(moved), lastRate === null ? null : new Exact(lastRate), scale).toFixed(
    scale,
  );

test.each([
  ['what goes out takes its share', ['20', '300', '-15'], '-225.0000'],
  ['the last piece takes all that is left', ['0.1', '0.3501', '-0.1'], '-0.3501'],
  ['the share is rounded once', ['3', '10', '-1'], '-3.3333'],
  ['what comes in without a price is worth what there is', ['4', '10', '2'], '5.0000'],
  ['into nothing it is worth what went out last', ['0', '0', '2', '7.5'], '15.0000'],
  ['into nothing that ever was, nothing', ['0', '0', '2'], '0.0000'],
  ['below nothing too', ['-1', '-5', '3', '5'], '15.0000'],
  ['nothing moved is worth nothing', ['5', '7', '0'], '0.0000'],
] as const)('%s', (_, [quantity, value, moved, lastRate], right) => {
  expect(worth(quantity, value, moved, lastRate ?? null)).toBe(right);
});

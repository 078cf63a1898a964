import { expect, test } from '@jest/globals';
import { Exact } from '../../definitions/expressions/exact.js';
import { asCounted } from './as-counted.js';

const counted = (exact: string, decimals: number): string | null => asCounted(new Exact(exact), decimals)?.toFixed() ?? null;

test('what a factor of twelve digits leaves over is nothing, everything else does not come out', () => {
  expect(counted('0.50000000001', 2)).toBe('0.5');
  expect(counted('500.00000001', 0)).toBe('500');
  expect(counted('36', 0)).toBe('36');
  expect(counted('0', 3)).toBe('0');
  expect(counted('0.33333333334', 2)).toBeNull();
  expect(counted('2.5', 0)).toBeNull();
  expect(counted('1000000000.5', 0)).toBeNull();
  expect(counted('0.0000005', 3)).toBeNull();
});

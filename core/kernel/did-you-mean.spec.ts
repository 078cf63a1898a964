import { expect, test } from '@jest/globals';
import { nearest } from './did-you-mean.js';

test.each([
  ['nmae', 'name'],
  ['Name', 'name'],
  ['ownr', 'owner'],
  ['unitPrce', 'unitPrice'],
  ['unit_price', 'unitPrice'],
  ['x', null],
  ['', null],
  ['warehouse', null],
])('%s is taken for %s', (name, meant) => {
  expect(nearest(name, ['name', 'owner', 'unitPrice', 'unit'])).toBe(meant);
});

test('the nearest of several near ones is taken, the first of equally near ones', () => {
  expect(nearest('total', ['totals', 'total2', 'total'])).toBe('total');
  expect(nearest('lines', ['line', 'limes'])).toBe('line');
});

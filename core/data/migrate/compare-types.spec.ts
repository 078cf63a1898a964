import { expect, test } from '@jest/globals';
import { compareTypes, doesNotFit, madeToFit } from './compare-types.js';

test.each([
  ['text', 'text', 'same'],
  ['character varying(40)', 'character varying(41)', 'widens'],
  ['character varying(40)', 'text', 'widens'],
  ['text', 'character varying(4000)', 'narrows'],
  ['numeric(22,2)', 'numeric(24,4)', 'widens'],
  ['numeric(22,2)', 'numeric(22,4)', 'narrows'],
  ['numeric(24,4)', 'numeric(22,2)', 'narrows'],
  ['integer', 'bigint', 'widens'],
  ['bigint', 'integer', 'narrows'],
  ['bigint', 'numeric(20,0)', 'widens'],
  ['numeric(22,2)', 'bigint', 'narrows'],
  ['text', 'bigint', 'differs'],
  ['date', 'timestamp(3) with time zone', 'differs'],
  ['uuid', 'text', 'differs'],
  ['boolean', 'jsonb', 'differs'],
] as const)('%s that becomes %s %s', (from, to, change) => {
  expect(compareTypes(from, to)).toBe(change);
});

test('what does not fit is asked and mended in the terms of the narrower type', () => {
  expect(doesNotFit('"name"', 'character varying(3)')).toBe('char_length("name") > 3');
  expect(madeToFit('"name"', 'character varying(3)')).toBe('left("name", 3)');
  expect(doesNotFit('"visits"', 'integer')).toBe('("visits" <> round("visits"::numeric, 0) OR abs("visits"::numeric) > 2147483647)');
  expect(madeToFit('"credit"', 'numeric(20,0)')).toBe('round("credit"::numeric, 0)::numeric(20,0)');
});

import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { formatDuration, parseDuration } from './duration.js';

test.each([
  [5400, 'en', '1 h 30'],
  [3600, 'vi', '1 h'],
  [3900, 'en', '1 h 05'],
  [2700, 'en', '45 min'],
  [2700, 'vi', '45 phút'],
  [20, 'vi', '20 giây'],
  [0, 'en', '0 s'],
  [3920, 'en', '1 h 05 min 20 s'],
  [-5400, 'en', '−1 h 30'],
] as const)('%i seconds read in %s as %s', (seconds, locale, shown) => {
  expect(formatDuration(seconds, locale)).toBe(shown);
});

test.each([
  ['1 h 30', 5400],
  ['1h30', 5400],
  ['1:30', 5400],
  ['1:30:15', 5415],
  ['90', 5400],
  ['90 phút', 5400],
  ['2 giờ', 7200],
  ['15 s', 15],
  ['soon', null],
  ['', null],
  ['1:75', null],
] as const)('%j typed is %j seconds', (typed, seconds) => {
  expect(parseDuration(typed)).toBe(seconds);
});

test('what is shown is understood again', () => {
  fc.assert(
    fc.property(fc.integer({ min: -1_000_000, max: 1_000_000 }), fc.constantFrom('en', 'vi'), (seconds, locale) => {
      expect(parseDuration(formatDuration(seconds, locale))).toBe(seconds);
    }),
  );
});

import { expect, test } from '@jest/globals';
import { fold, searchWords } from './fold.js';

test.each([
  ['Nguyễn', 'nguyen'],
  ['Đường', 'duong'],
  ['TRẦN VĂN ĐỨC', 'tran van duc'],
  ['Crème Brûlée', 'creme brulee'],
  ['ПРИВЕТ', 'привет'],
])('%s is found as %s', (text, folded) => {
  expect(fold(text)).toBe(folded);
});

test('punctuation parts words', () => {
  expect(searchWords('  SO-2026-00042, an@example.com ')).toEqual(['so', '2026', '00042', 'an', 'example', 'com']);
  expect(searchWords(' - ')).toEqual([]);
});

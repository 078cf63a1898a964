import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { currencySign, formatDate, formatNumber, parseNumber, withCurrency } from './format.js';

test.each([
  ['1234.50', 'decimal', 'vi', '', '1.234,5'],
  ['1234.50', 'decimal', 'en', '', '1,234.5'],
  ['1234.50', 'money', 'vi', 'USD', '1.234,50'],
  ['1234.00', 'money', 'vi', 'VND', '1.234'],
  ['-1234567890123456.78', 'money', 'en', 'USD', '−1,234,567,890,123,456.78'],
  ['5.000', 'quantity', 'vi', '', '5'],
] as const)('%s as %s reads in %s %s as %s', (text, type, locale, currency, shown) => {
  expect(formatNumber(text, { type, scale: 2 }, locale, currency)).toBe(shown);
});

test.each([
  ['1.234.567', 'VND', 'vi', '1.234.567\u{a0}₫'],
  ['1,234,567', 'VND', 'en', '₫1,234,567'],
  ['1.234,50', 'USD', 'vi', '1.234,50\u{a0}US$'],
  ['−1,234.50', 'USD', 'en', '−US$1,234.50'],
  ['5', 'XTS', 'en', 'XTS\u{a0}5'],
  ['5', 'Points', 'en', '5 Points'],
  ['5', '', 'vi', '5'],
] as const)('%s in %s reads in %s as %s', (amount, currency, locale, shown) => {
  expect(withCurrency(amount, currency, locale)).toBe(shown);
  expect(shown).toContain(currencySign(currency, locale));
});

test.each([
  ['1.234,5', 'vi', '1234.5'],
  ['1.234', 'vi', '1234'],
  ['12.5', 'vi', '12.5'],
  ['0.125', 'vi', '0.125'],
  ['1,234.50', 'vi', '1234.50'],
  ['1,234.50', 'en', '1234.50'],
  ['1,234', 'en', '1234'],
  ['12,5', 'en', '12.5'],
  ['0,125', 'en', '0.125'],
  ['1.234,50', 'en', '1234.50'],
  [' 1 234,5 ', 'vi', '1234.5'],
  ['−7,', 'vi', '-7'],
  ['-,5', 'vi', '-0.5'],
  ['1,00,000', 'en', null],
  ['1.2.3', 'en', null],
  ['12a', 'en', null],
  ['-', 'en', null],
  ['', 'vi', null],
] as const)('%j typed in %s is %j', (typed, locale, text) => {
  expect(parseNumber(typed, locale)).toBe(text);
});

test('what is shown is understood again, digit for digit', () => {
  const decimal = fc.tuple(fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }), fc.integer({ min: 1, max: 9 }));
  fc.assert(
    fc.property(decimal, fc.constantFrom('en', 'vi'), ([whole, last], locale) => {
      const text = `${whole}.0${last}`;
      expect(parseNumber(formatNumber(text, { type: 'decimal', scale: 2 }, locale), locale)).toBe(text);
    }),
  );
});

test('a day is the same in every zone', () => {
  expect(formatDate('2026-12-03', 'vi')).toBe('03/12/2026');
  expect(formatDate('2026-12-03', 'en')).toBe('03/12/2026');
});

import { expect, test } from '@jest/globals';
import { isMessageCode, messageIn, messages } from './message.js';

const locales = ['en', 'vi'] as const;
const codes = Object.keys(messages).filter(isMessageCode);
const parametersOf = (text: string): readonly string[] => [...new Set([...text.matchAll(/\{(\w+)\}/gu)].map(([, name = '']) => name))].toSorted();

test('every sentence stands in both languages, takes the same parameters in both, and has no spaces too many', () => {
  const wrong = codes.filter((code) => {
    const texts = locales.map((locale) => messages[code][locale]);
    const isUntidy = texts.some((text) => text.trim() === '' || text !== text.trim() || /\s{2}/u.test(text));
    return isUntidy || new Set(texts.map((text) => parametersOf(text).join())).size > 1;
  });
  expect(wrong).toEqual([]);
});

test('a sentence whose last parameter is empty ends where it is over', () => {
  const untidy = codes.flatMap((code) =>
    locales.flatMap((locale) => {
      const text = messages[code][locale];
      const last = /\{(\w+)\}$/u.exec(text)?.[1];
      if (last === undefined) return [];
      const filled = messageIn(code, Object.fromEntries(parametersOf(text).map((name) => [name, name === last ? '' : name])), locale);
      return filled === filled.trim() ? [] : [`${code} ${locale}`];
    }),
  );
  expect(untidy).toEqual([]);
});

import { casePairs } from '../case-pairs.js';
import { Exact } from '../exact.js';
import { isList, isNumber, valueToWire, type Value } from '../value.js';
import { testTexts, textOf, withText } from './arguments.js';
import { cappedText } from './capped-text.js';
import type { FunctionEntry } from './function-entry.js';
import { spaces } from './spaces.js';

const ofText = [{ parameters: ['text'], result: 'text' }] as const;
const testOfTexts = [{ parameters: ['text', 'text'], result: 'boolean' }] as const;
const [toLower, toUpper] = [letterMap(casePairs.upper, casePairs.lower), letterMap(casePairs.lower, casePairs.upper)];

/** Functions on texts. Null gives null, a test of null is false; only text() and concat() take null for nothing. */
export const textFunctions = {
  size: {
    forms: [
      { parameters: ['text'], result: 'number' },
      { parameters: ['list'], result: 'number' },
    ],
    summary: 'Characters of a text, or elements of a list.',
    example: 'size("Đà Nẵng") == 7',
    evaluate: ([value = null]) => (isList(value) ? new Exact(value.length) : characters(value)),
  },
  length: {
    forms: [{ parameters: ['text'], result: 'number' }],
    summary: 'Characters of a text.',
    example: 'length("abc") == 3',
    evaluate: ([value = null]) => characters(value),
  },
  lower: { forms: ofText, summary: 'Small letters.', example: 'lower("ĐỨC") == "đức"', evaluate: withText((text) => replaced(text, toLower)) },
  upper: { forms: ofText, summary: 'Capital letters.', example: 'upper("đức") == "ĐỨC"', evaluate: withText((text) => replaced(text, toUpper)) },
  trim: { forms: ofText, summary: 'Without spaces at both ends.', example: 'trim(" a ") == "a"', evaluate: withText(trimmed) },
  contains: {
    forms: testOfTexts,
    summary: 'The second text is part of the first.',
    example: 'contains("abc", "b")',
    evaluate: testTexts((text, part) => text.includes(part)),
  },
  startsWith: {
    forms: testOfTexts,
    summary: 'The first text begins with the second.',
    example: 'startsWith("abc", "ab")',
    evaluate: testTexts((text, part) => text.startsWith(part)),
  },
  endsWith: {
    forms: testOfTexts,
    summary: 'The first text ends with the second.',
    example: 'endsWith("abc", "bc")',
    evaluate: testTexts((text, part) => text.endsWith(part)),
  },
  text: {
    forms: [{ parameters: ['any'], result: 'text' }],
    summary: 'The value as text: plain digits, YYYY-MM-DD, true; empty for null.',
    example: 'text(1.50) == "1.5"',
    evaluate: ([value = null]) => written(value),
  },
  concat: {
    forms: [{ parameters: ['any'], rest: 'any', result: 'text' }],
    summary: 'All values as text, joined; null adds nothing.',
    example: 'concat("A", null, 1) == "A1"',
    evaluate: (args) => cappedText(args.map(written).join('')),
  },
} as const satisfies Record<string, FunctionEntry>;

function characters(value: Value): Value {
  const text = textOf(value);
  return text === null ? null : new Exact([...text].length);
}

function written(value: Value): string {
  if (isNumber(value)) return String(valueToWire(value));
  const wire = valueToWire(value);
  return typeof wire === 'string' || typeof wire === 'boolean' ? String(wire) : '';
}

function trimmed(text: string): string {
  let [start, end] = [0, text.length];
  while (start < end && spaces.includes(text.charAt(start))) start += 1;
  while (end > start && spaces.includes(text.charAt(end - 1))) end -= 1;
  return text.slice(start, end);
}

function letterMap(from: string, to: string): ReadonlyMap<string, string> {
  return new Map(Array.from(from, (letter, index) => [letter, to.charAt(index)]));
}

function replaced(text: string, letters: ReadonlyMap<string, string>): string {
  return Array.from(text, (letter) => letters.get(letter) ?? letter).join('');
}

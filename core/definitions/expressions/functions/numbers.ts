import { Decimal } from 'decimal.js';
import { readNumber, roundTo } from '../exact.js';
import type { ParameterType } from '../types.js';
import { isNumber, type Value } from '../value.js';
import { textOf, withNumber } from './arguments.js';
import { compare } from './compare.js';
import type { FunctionEntry } from './function-entry.js';
import { textFunctions } from './texts.js';

const ofNumber = [{ parameters: ['number'], result: 'number' }] as const;
const ordered = (['number', 'text', 'date', 'instant'] as const).map((type: ParameterType) => ({ parameters: [type, type], rest: type, result: type }));

/** Functions on numbers, and the least and greatest of several values. Null gives null. */
export const numberFunctions = {
  round: {
    forms: [...ofNumber, { parameters: ['number', 'number'], result: 'number' }],
    summary: 'Rounded half-up, away from zero, to 0 to 20 places (0 unless said).',
    example: 'round(-2.345, 2) == -2.35',
    evaluate: rounded,
  },
  floor: { forms: ofNumber, summary: 'The next whole number below.', example: 'floor(-1.5) == -2', evaluate: withNumber((number) => number.floor()) },
  ceil: { forms: ofNumber, summary: 'The next whole number above.', example: 'ceil(1.2) == 2', evaluate: withNumber((number) => number.ceil()) },
  abs: { forms: ofNumber, summary: 'Without its sign.', example: 'abs(-3) == 3', evaluate: withNumber((number) => number.abs()) },
  min: { forms: ordered, summary: 'The least of the values; null when one is null.', example: 'min(3, 1, 2) == 1', evaluate: (args) => extreme(args, -1) },
  max: { forms: ordered, summary: 'The greatest of the values; null when one is null.', example: 'max(3, 1, 2) == 3', evaluate: (args) => extreme(args, 1) },
  number: {
    forms: [...ofNumber, { parameters: ['text'], result: 'number' }],
    summary: 'The number that a text holds (1234.5, a point and no group marks); null when it holds none.',
    example: 'number(" 12.50 ") == 12.5',
    evaluate: (args) => (isNumber(args[0] ?? null) ? (args[0] ?? null) : read(args)),
  },
} as const satisfies Record<string, FunctionEntry>;

function rounded([number = null, places]: readonly Value[]): Value {
  if (!isNumber(number)) return null;
  if (places === undefined) return roundTo(number, 0);
  return isNumber(places) ? roundTo(number, Decimal.min(Decimal.max(places, 0), 20).toNumber()) : null;
}

function extreme(args: readonly Value[], sign: number): Value {
  return args.reduce((best, value) => {
    const order = compare(value, best);
    if (order === null) return null;
    return order * sign > 0 ? value : best;
  });
}

function read([value = null]: readonly Value[]): Value {
  const text = textOf(textFunctions.trim.evaluate([value]));
  return text === null ? null : readNumber(text);
}

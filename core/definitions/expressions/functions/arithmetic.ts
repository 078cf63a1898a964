import { divide } from '../exact.js';
import { isNumber, type Value } from '../value.js';
import { textOf, withNumber, withNumbers } from './arguments.js';
import { cappedText } from './capped-text.js';
import type { FunctionEntry } from './function-entry.js';

const twoNumbers = [{ parameters: ['number', 'number'], result: 'number' }] as const;

/** + - * / %: null when an operand is null. */
export const arithmeticFunctions = {
  '_+_': {
    forms: [...twoNumbers, { parameters: ['text', 'text'], result: 'text' }],
    summary: 'Sum of two numbers, or two texts joined. Null when one is null.',
    example: '"SO-" + "1" == "SO-1"',
    evaluate: ([left = null, right = null]) => (isNumber(left) && isNumber(right) ? left.plus(right) : joined(left, right)),
  },
  '_-_': { forms: twoNumbers, summary: 'Difference.', example: '5 - 7 == -2', evaluate: withNumbers((left, right) => left.minus(right)) },
  '_*_': { forms: twoNumbers, summary: 'Product, exact.', example: '0.1 * 3 == 0.3', evaluate: withNumbers((left, right) => left.times(right)) },
  '_/_': {
    forms: twoNumbers,
    summary: 'Quotient, rounded half-up to 20 places; null when the divisor is 0.',
    example: '1 / 8 == 0.125',
    evaluate: withNumbers(divide),
  },
  '_%_': {
    forms: twoNumbers,
    summary: 'Remainder with the sign of the dividend; null when the divisor is 0.',
    example: '-7 % 3 == -1',
    evaluate: withNumbers((left, right) => (right.isZero() ? null : left.modulo(right))),
  },
  '-_': {
    forms: [{ parameters: ['number'], result: 'number' }],
    summary: 'The number with the other sign.',
    example: '-(2 - 5) == 3',
    evaluate: withNumber((number) => number.negated()),
  },
} as const satisfies Record<string, FunctionEntry>;

function joined(left: Value, right: Value): Value {
  const [first, second] = [textOf(left), textOf(right)];
  return first === null || second === null ? null : cappedText(first + second);
}

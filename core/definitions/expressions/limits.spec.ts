import { describe, expect, test } from '@jest/globals';
import { UserError } from '../../kernel/user-error.js';
import { checkExpression } from './check-expression.js';
import { clockAt } from './clock-at.js';
import { fixedRecordType } from './entity-scope.js';
import { evaluate } from './evaluate.js';
import { RecordValue } from './record-value.js';
import type { Scope } from './types.js';
import { valueFromWire } from './value.js';

const order = fixedRecordType('order', { name: { kind: 'text' }, n: { kind: 'number' }, numbers: { kind: 'list', of: { kind: 'number' } } });
const scope: Scope = { record: order, variables: new Map() };

/** Code of what refuses the expression; null when it is computed. */
function refusal(expression: string, wire: object = {}): string | null {
  const check = checkExpression(expression, scope);
  if (check.kind === 'wrong') return check.mistakes[0]?.code ?? 'none';
  const record = valueFromWire({ kind: 'record', record: order }, wire);
  try {
    evaluate(check.expression, { record: record instanceof RecordValue ? record : null, variables: new Map(), ...clockAt(new Date(), 'UTC') });
    return null;
  } catch (error) {
    if (error instanceof UserError) return error.code;
    throw error;
  }
}

const escapes = [
  'constructor',
  'constructor.constructor',
  'constructor.constructor("return process")()',
  'name.constructor',
  'name.constructor("x")',
  'name.__proto__',
  'name["constructor"]["constructor"]("return 1")',
  'numbers.constructor.constructor',
  'numbers.map(x, x.constructor)',
  '[].constructor',
  '[]["map"]["constructor"]',
  '"".sub.constructor',
  '__proto__',
  '__proto__.polluted',
  'prototype',
  'toString',
  'toString()',
  'valueOf()',
  'hasOwnProperty("x")',
  'name.toString()',
  'name.valueOf.call()',
  'this',
  'this.constructor',
  'self',
  'globalThis',
  'globalThis.process.exit()',
  'window.location',
  'process.env',
  'process.exit(1)',
  'require("fs")',
  'import("fs")',
  'eval("1")',
  'Function("return 1")()',
  'new Function("x")',
  'async () => 1',
  '(() => 1)()',
  'function() {}',
  'Symbol.species',
  'Reflect.get(name, "x")',
  'Object.keys(name)',
  'Error.prepareStackTrace',
  '`${1}`',
  '${1}',
  '{{ constructor }}',
  '{"__proto__": {"x": 1}}',
  '{"toString": 1}.toString',
  'name; process.exit()',
  'name = "x"',
  'n++',
  'n += 1',
  'delete name',
  'typeof name',
  'name instanceof Object',
  'name?.constructor',
  'n ** 2',
  'n >>> 1',
  '~n',
  '@name',
  '#name',
  '\\u0063onstructor',
  'cel.bind(x, 1, x)',
  'cel.constructor',
  'matches(name, "(a+)+$")',
  'name.matches("(a+)+$")',
  'bytes("x")',
  'b"x"',
  'timestamp("2020-01-01T00:00:00Z")',
  'duration("1s")',
  'type(1)',
  'dyn(name)',
  'string(1)',
  'int("1")',
  'optional.of(1)',
  "1'; DROP TABLE users; --",
  'name\u0000',
  '"\\ud800"',
  '"\\u0000"',
  '１ + １',
  'nаme',
  ' ',
  '//',
  '((((',
  ']]]]',
  '"',
  "'''",
  '1.2.3',
  '..',
  'name.',
  '.name',
  'in in in',
  'null.x',
  'true.x',
  '1.x',
];

describe('escapes', () => {
  test.each(escapes)('%j is refused before anything runs', (expression) => {
    expect(checkExpression(expression, scope).kind).toBe('wrong');
  });

  test('members of JavaScript objects are no members of records', () => {
    const record = valueFromWire({ kind: 'record', record: order }, JSON.parse('{"__proto__": {"name": "stolen"}, "name": "own"}'));
    if (!(record instanceof RecordValue)) throw new Error('no record');
    expect([record.get('__proto__'), record.get('constructor'), record.get('toString'), record.get('name')]).toEqual([null, null, null, 'own']);
  });
});

describe('size', () => {
  test.each([
    ['a long text', `"${'x'.repeat(3000)}"`, 'too-long'],
    ['many brackets', `${'('.repeat(900)}1${')'.repeat(900)}`, 'too-deep'],
    ['many negations', `${'!'.repeat(1900)}true`, 'too-deep'],
    ['many signs', `${'-'.repeat(1900)}1`, 'too-deep'],
    ['many branches', `${'true ? 1 : '.repeat(150)}0`, 'too-deep'],
    ['many lists', `${'['.repeat(900)}1${']'.repeat(900)}`, 'too-deep'],
    ['many calls', `${'abs('.repeat(300)}1${')'.repeat(300)}`, 'too-deep'],
    ['many methods', `1${'.abs()'.repeat(300)}`, 'too-deep'],
    ['many members', `name${'.x'.repeat(900)}`, 'too-deep'],
    ['many arguments', `min(${'1,'.repeat(900)}1)`, 'too-deep'],
    ['a huge number', '9'.repeat(1000), 'syntax'],
    ['a huge exponent', '1e1000000', 'syntax'],
  ])('%s', (_, expression, code) => {
    expect(within(200, () => refusal(expression))).toBe(code);
  });

  test('a long chain of one operator is no depth', () => {
    expect(refusal(Array.from({ length: 450 }, () => 'n').join(' + '), { n: 1 })).toBeNull();
    expect(refusal(Array.from({ length: 180 }, () => 'n == 1').join(' || '), { n: 2 })).toBeNull();
  });

  test('31 levels are allowed', () => {
    expect(refusal(`${'abs('.repeat(31)}1${')'.repeat(31)}`)).toBeNull();
  });
});

describe('work', () => {
  const numbers = Array.from({ length: 10_000 }, (_, index) => index);

  test('a list that is too long is refused', () => {
    expect(refusal('numbers.sum(x, x)', { numbers: [...numbers, 1] })).toBe('expression.listTooLong');
    expect(refusal('numbers.sum(x, x)', { numbers })).toBeNull();
  });

  test('loops within loops are stopped', () => {
    const code = within(3000, () => refusal('numbers.all(x, numbers.all(y, numbers.all(z, x + y + z >= 0)))', { numbers }));
    expect(code).toBe('expression.tooMuchWork');
  });

  test('a text cannot be blown up', () => {
    const tenfold = (inner: string) => `concat(${Array.from({ length: 10 }, () => inner).join(', ')})`;
    expect(refusal(tenfold(tenfold('name')), { name: 'x'.repeat(900) })).toBeNull();
    expect(refusal(tenfold(tenfold('name')), { name: 'x'.repeat(2000) })).toBe('expression.textTooLong');
    expect(refusal('name + name', { name: 'x'.repeat(60_000) })).toBe('expression.textTooLong');
  });

  test('products of many large numbers are quick', () => {
    const n = '99999999999999999999.999999';
    expect(within(2000, () => refusal(Array.from({ length: 450 }, () => 'n').join(' * '), { n }))).toBeNull();
    expect(within(2000, () => refusal(Array.from({ length: 450 }, () => 'n').join(' / '), { n }))).toBeNull();
  });
});

/** What the work gives; fails when it takes longer. */
function within<Result>(milliseconds: number, work: () => Result): Result {
  const start = performance.now();
  const result = work();
  expect(performance.now() - start).toBeLessThan(milliseconds);
  return result;
}

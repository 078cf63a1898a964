import type { Decimal } from 'decimal.js';
import { divide, Exact } from '../exact.js';
import type { ExpressionType } from '../types.js';
import { isNumber, valueToWire, type Value } from '../value.js';
import { compare } from './compare.js';
import type { MacroEntry } from './macro-entry.js';

const numberType = { kind: 'number' } as const;
const booleanType = { kind: 'boolean' } as const;
const comparable = ['number', 'text', 'date', 'instant'] as const;
const scalar = [...comparable, 'boolean', 'record'] as const;

/** Functions over the elements of a list. A null list is empty; null values are left out of sums, averages and extremes. */
export const listMacros = {
  sum: {
    body: ['number'],
    result: () => numberType,
    summary: 'Sum; 0 of none.',
    example: '[1, 2, 3].sum(n, n * 2) == 12',
    evaluate: (_, values) => total(values),
  },
  avg: {
    body: ['number'],
    result: () => numberType,
    summary: 'Average of the values that are not null, rounded half-up to 20 places; null of none.',
    example: '[1, 2].avg(n, n) == 1.5',
    evaluate: (_, values) => divide(total(values), new Exact(values.filter(isNumber).length)),
  },
  min: {
    body: comparable,
    result: bodyType,
    summary: 'Least value; null of none.',
    example: '[3, 1].min(n, n) == 1',
    evaluate: (_, values) => extreme(values, -1),
  },
  max: {
    body: comparable,
    result: bodyType,
    summary: 'Greatest value; null of none.',
    example: '[3, 1].max(n, n) == 3',
    evaluate: (_, values) => extreme(values, 1),
  },
  count: {
    body: ['boolean'],
    result: () => numberType,
    summary: 'How many elements fulfil it.',
    example: '[1, 2, 3].count(n, n > 1) == 2',
    evaluate: (_, values) => new Exact(values.filter(isTrue).length),
  },
  all: {
    body: ['boolean'],
    result: () => booleanType,
    summary: 'Every element fulfils it; true of none.',
    example: '[1, 2].all(n, n > 0)',
    evaluate: (_, values) => values.every(isTrue),
    offenders: (values) => places(values, (value) => !isTrue(value)),
  },
  unique: {
    body: scalar,
    result: () => booleanType,
    summary: 'No two elements have the same value; those without a value are passed over.',
    example: '[1, 2, 3].unique(n, n)',
    evaluate: (_, values) => repeated(values).length === 0,
    offenders: repeated,
  },
  exists: {
    body: ['boolean'],
    result: () => booleanType,
    summary: 'At least one element fulfils it.',
    example: '[1, 2].exists(n, n > 1)',
    evaluate: (_, values) => values.some(isTrue),
  },
  filter: {
    body: ['boolean'],
    result: (element) => ({ kind: 'list', of: element }),
    summary: 'The elements that fulfil it.',
    example: '[1, 2, 3].filter(n, n > 1).size() == 2',
    evaluate: (items, values) => items.filter((_, index) => isTrue(values[index])),
  },
  map: {
    body: scalar,
    result: (_, body) => ({ kind: 'list', of: body.kind === 'record' ? { kind: 'text' } : body }),
    summary: 'The value for each element.',
    example: '4 in [1, 2].map(n, n * 2)',
    evaluate: (_, values) => values,
  },
} as const satisfies Record<string, MacroEntry>;

function bodyType(_: ExpressionType, body: ExpressionType): ExpressionType {
  return body;
}

/** Places of values that an earlier element has too. */
function repeated(values: readonly Value[]): readonly number[] {
  const seen = new Set<unknown>();
  return places(values, (value) => {
    const key = valueToWire(value);
    if (key === null) return false;
    const isKnown = seen.has(key);
    seen.add(key);
    return isKnown;
  });
}

function places(values: readonly Value[], isMeant: (value: Value) => boolean): readonly number[] {
  return values.flatMap((value, index) => (isMeant(value) ? [index] : []));
}

function isTrue(value: Value | undefined): boolean {
  return value === true;
}

function total(values: readonly Value[]): Decimal {
  return values.filter(isNumber).reduce((sum, value) => sum.plus(value), new Exact(0));
}

function extreme(values: readonly Value[], sign: number): Value {
  return values.reduce<Value>((best, value) => {
    if (value === null) return best;
    return best === null || (compare(value, best) ?? 0) * sign > 0 ? value : best;
  }, null);
}

import type { ParameterType } from '../types.js';
import { isList } from '../value.js';
import { compare } from './compare.js';
import type { FunctionEntry } from './function-entry.js';

const same = [{ parameters: ['same', 'same'], result: 'boolean' }] as const;
const anything = [{ parameters: ['any'], result: 'boolean' }] as const;
const ordered = (['number', 'text', 'date', 'instant'] as const).map((type: ParameterType) => ({ parameters: [type, type], result: 'boolean' as const }));

/** Comparisons: false when an operand is null; `!=` is the negation of `==`. */
export const comparisonFunctions = {
  '_==_': { forms: same, summary: 'Equal.', example: '1.50 == 1.5', evaluate: ([left, right]) => compare(left, right) === 0 },
  '_!=_': { forms: same, summary: 'Not equal; also when one of them is null.', example: '"a" != "b"', evaluate: ([left, right]) => compare(left, right) !== 0 },
  '_==null_': { forms: anything, summary: 'Nothing is there; written x == null.', example: 'null == null', evaluate: ([value = null]) => value === null },
  '_!=null_': {
    forms: anything,
    summary: 'Something is there; written x != null or has(x).',
    example: '"" != null',
    evaluate: ([value = null]) => value !== null,
  },
  '_<_': {
    forms: ordered,
    summary: 'Less; texts by code points.',
    example: '"A" < "a"',
    evaluate: ([left, right]) => holds(compare(left, right), (order) => order < 0),
  },
  '_<=_': { forms: ordered, summary: 'Less or equal.', example: '2 <= 2', evaluate: ([left, right]) => holds(compare(left, right), (order) => order <= 0) },
  '_>_': { forms: ordered, summary: 'Greater.', example: '10 > 9', evaluate: ([left, right]) => holds(compare(left, right), (order) => order > 0) },
  '_>=_': { forms: ordered, summary: 'Greater or equal.', example: '2 >= 2', evaluate: ([left, right]) => holds(compare(left, right), (order) => order >= 0) },
  in: {
    forms: [{ parameters: ['same', 'list of same'], result: 'boolean' }],
    summary: 'The value is one of the list; null never is.',
    example: '"b" in ["a", "b"]',
    evaluate: ([value, list = null]) => isList(list) && list.some((item) => compare(value, item) === 0),
  },
} as const satisfies Record<string, FunctionEntry>;

function holds(order: number | null, test: (order: number) => boolean): boolean {
  return order !== null && test(order);
}

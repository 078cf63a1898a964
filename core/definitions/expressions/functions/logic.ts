import type { FunctionEntry } from './function-entry.js';

const booleans = [{ parameters: ['boolean', 'boolean'], result: 'boolean' }] as const;

/** && || ! ?: and what stands in for null. Null counts as false where a condition is asked for. What the outcome does not hang on is not computed. */
export const logicFunctions = {
  '_&&_': {
    forms: booleans,
    summary: 'Both hold.',
    example: '(true && null) == false',
    needs: (_, [left]) => left === true,
    evaluate: ([left, right]) => left === true && right === true,
  },
  '_||_': {
    forms: booleans,
    summary: 'One of them holds.',
    example: 'false || true',
    needs: (_, [left]) => left !== true,
    evaluate: ([left, right]) => left === true || right === true,
  },
  '!_': {
    forms: [{ parameters: ['boolean'], result: 'boolean' }],
    summary: 'It does not hold.',
    example: '!(1 > 2)',
    evaluate: ([value]) => value !== true,
  },
  '_?_:_': {
    forms: [{ parameters: ['boolean', 'same', 'same'], result: 'same' }],
    summary: 'The first value when the condition holds, else the second.',
    example: '(1 > 2 ? "more" : "less") == "less"',
    needs: (place, [condition]) => (condition === true) === (place === 1),
    evaluate: ([condition, yes = null, no = null]) => (condition === true ? yes : no),
  },
  coalesce: {
    forms: [{ parameters: ['same', 'same'], rest: 'same', result: 'same' }],
    summary: 'The first value that is not null.',
    example: 'coalesce(null, 5) == 5',
    needs: (_, earlier) => earlier.every((value) => value === null),
    evaluate: (args) => args.find((value) => value !== null) ?? null,
  },
} as const satisfies Record<string, FunctionEntry>;

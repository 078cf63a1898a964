import { limits } from './limits.js';
import type { ExpressionMistake } from './mistake.js';

/** The mistake of nesting deeper than allowed. */
export function tooDeep(start: number, end: number): ExpressionMistake {
  return {
    start,
    end,
    code: 'too-deep',
    found: 'too much nested or listed',
    expected: `at most ${limits.depth} levels of brackets, calls and branches`,
    remedy: 'Split it: compute a part of it in a formula field of its own.',
  };
}

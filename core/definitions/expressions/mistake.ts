/** What can be wrong with an expression. */
export type ExpressionMistakeCode =
  'syntax' | 'too-long' | 'too-deep' | 'unknown-name' | 'unknown-function' | 'wrong-type' | 'wrong-argument-count' | 'expected-type';

/** One thing wrong in an expression, with its place in the text. */
export interface ExpressionMistake {
  readonly start: number;
  readonly end: number;
  readonly code: ExpressionMistakeCode;
  readonly found: string;
  readonly expected: string;
  /** What to do; holds "did you mean" where a name is near. */
  readonly remedy: string;
}

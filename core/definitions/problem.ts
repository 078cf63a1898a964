import type { ProblemCode } from './problem-catalogue.js';

/** One thing wrong in a plugin's files. All problems of all plugins are collected and shown at once. */
export interface Problem {
  readonly code: ProblemCode;
  /** Path of the file as the user would open it. */
  readonly file: string;
  /** 1-based. */
  readonly line: number;
  /** JSON pointer of the value. */
  readonly pointer: string;
  /** What stands there. */
  readonly found: string;
  /** What would be right; lists the valid choices where there are few. */
  readonly expected: string;
  /** What to do; holds "did you mean" where a name is near. */
  readonly remedy: string;
}

import { formatProblems } from '../definitions/format-problems.js';
import type { Problem } from '../definitions/problem.js';

/** The plugins cannot be used as they are; nothing has been touched yet. */
export class BrokenPlugins extends Error {
  override readonly name = 'BrokenPlugins';

  constructor(
    readonly problems: readonly Problem[],
    /** What to do, where the problems alone do not say it. */
    private readonly wayOut: string | null = null,
  ) {
    super(`${problems.length} problems in the plugins`);
  }

  /** As text for a terminal. */
  told(from: string): string {
    const problems = formatProblems(this.problems, from);
    return this.wayOut === null ? problems : `${problems}\n\n${this.wayOut}`;
  }
}

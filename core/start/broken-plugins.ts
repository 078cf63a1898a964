import type { Problem } from '../definitions/problem.js';

/** The plugins cannot be used as they are; nothing has been touched yet. */
export class BrokenPlugins extends Error {
  override readonly name = 'BrokenPlugins';

  constructor(readonly problems: readonly Problem[]) {
    super(`${problems.length} problems in the plugins`);
  }
}

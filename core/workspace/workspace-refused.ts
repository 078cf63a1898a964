import type { Problem } from '../definitions/problem.js';

/** The workspace stays as it was: its files have problems, or another revision has come between. */
export class WorkspaceRefused extends Error {
  override readonly name = 'WorkspaceRefused';

  constructor(
    readonly why:
      { readonly kind: 'problems'; readonly problems: readonly Problem[] } | { readonly kind: 'stale'; readonly base: number; readonly head: number },
  ) {
    super(
      why.kind === 'problems' ? `${why.problems.length} problems in the workspace` : `the workspace is at revision ${why.head} and no longer at ${why.base}`,
    );
  }
}

import type { Problem } from '../definitions/problem.js';

/** Why the workspace stays as it was. */
type Why =
  | { readonly kind: 'problems'; readonly problems: readonly Problem[] }
  | { readonly kind: 'stale'; readonly base: number; readonly head: number }
  | { readonly kind: 'plugins-missing'; readonly plugins: readonly string[] };

/** The workspace stays as it was: its files have problems, another revision has come between, or the database is in use with plugins that are not there. */
export class WorkspaceRefused extends Error {
  override readonly name = 'WorkspaceRefused';

  constructor(readonly why: Why) {
    super(sentence(why));
  }
}

function sentence(why: Why): string {
  if (why.kind === 'problems') return `${why.problems.length} problems in the workspace`;
  if (why.kind === 'stale') return `the workspace is at revision ${why.head} and no longer at ${why.base}`;
  return `the database is in use with plugins that are not there: ${why.plugins.join(', ')}`;
}

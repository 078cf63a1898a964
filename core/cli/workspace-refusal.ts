import { StartError } from '../kernel/start-error.js';
import { BrokenPlugins } from '../start/broken-plugins.js';
import { WorkspaceRefused } from '../workspace/workspace-refused.js';

/** What stands against a workspace, as whoever calls the command can mend it; any other error as it is. */
export function workspaceRefusal(error: unknown): unknown {
  if (!(error instanceof WorkspaceRefused)) return error;
  const { why } = error;
  if (why.kind === 'problems') return new BrokenPlugins(why.problems);
  if (why.kind === 'stale') return new StartError(`Revision ${why.head} is in force, not ${why.base}. Nothing was changed.`, { cause: error });
  const names = why.plugins.join(', ');
  return new StartError(
    `The database is in use with plugins that are not loaded here: ${names}. Nothing was changed. Set TRELLIS_PLUGINS as the server has it; to give up ${names}, start the server without it first.`,
    { cause: error },
  );
}

import type { Connection } from '../data/connect.js';
import type { PluginSource } from '../definitions/source.js';
import { systemSteps } from '../system-steps.js';
import { applyWorkspace } from '../workspace/apply-workspace.js';
import { planWorkspace } from '../workspace/plan-workspace.js';
import { headRevision, listRevisions } from '../workspace/read-revision.js';
import type { Logger } from '../kernel/logger.js';
import type { WorkspaceDoor } from '../workspace/workspace-door.js';
import { connectOrSay } from './connect-or-say.js';
import type { OpenPlatform } from './open-platform.js';
import type { Server } from './open-server.js';
import type { WorkspaceWatch } from './watch-workspace.js';

/** The door to the workspace of a running Trellis; it works as the role that owns the tables. */
export function openWorkspace(
  server: Pick<Server, 'url' | 'migrationUrl'>,
  { live }: Pick<OpenPlatform, 'live'>,
  plugins: readonly PluginSource[],
  watch: WorkspaceWatch,
  log: Logger,
): WorkspaceDoor {
  const asOwner = async <Result>(work: (owner: Connection) => Promise<Result>): Promise<Result> => {
    const owner = await connectOrSay(server.migrationUrl, 'DATABASE_MIGRATION_URL', { poolSize: 2 });
    return work(owner).finally(() => owner.close());
  };
  const head = (): ReturnType<typeof headRevision> => headRevision(live.current().database);
  return {
    state: () => watch.state(),
    head,
    revisions: () => listRevisions(live.current().database),
    plan: (files, allow) => asOwner(async (owner) => planWorkspace({ owner, plugins, systemSteps }, await head(), files, { allow })),
    apply: async (application) => {
      const applied = await asOwner((owner) => applyWorkspace({ owner, plugins, systemSteps }, application));
      if (applied.failure !== null) log.error({ err: applied.failure, revision: applied.revision }, 'the revision is in force, but what follows it failed');
      await watch.look();
      return applied;
    },
  };
}

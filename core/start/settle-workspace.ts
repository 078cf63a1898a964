import type { Connection } from '../data/connect.js';
import { grantRunTimeRights } from '../data/grant-run-time-rights.js';
import { isMigrating } from '../data/migrate/lock.js';
import { migrate } from '../data/migrate/migrate.js';
import type { Model } from '../definitions/model.js';
import { syncDeclaredRoles } from '../identity/declared-roles.js';
import { systemSteps } from '../system-steps.js';
import { isFilling } from '../workspace/is-filling.js';
import { connectOrSay } from './connect-or-say.js';
import type { Server } from './open-server.js';
import { demandRevision } from './read-workspace.js';

/**
 * Does what whoever applied a revision may not have come to: rows that are still to be filled, roles, and what the role that Trellis runs as may do. Done already it costs next to nothing.
 * False while another process is at it.
 */
export async function settleWorkspace(
  { url, migrationUrl }: Pick<Server, 'url' | 'migrationUrl'>,
  connection: Connection,
  { model, revision }: { readonly model: Model; readonly revision: number },
): Promise<boolean> {
  const isUnfilled = await isFilling(connection.database);
  if (isUnfilled && (await isMigrating(connection.database))) return false;
  if (isUnfilled || url !== migrationUrl) {
    const owner = await connectOrSay(migrationUrl, 'DATABASE_MIGRATION_URL', { poolSize: 2 });
    try {
      if (isUnfilled) await migrate(owner, model, { systemSteps, who: 'workspace, taken over', within: demandRevision(revision) });
      await grantRunTimeRights(owner, connection, model);
    } finally {
      await owner.close();
    }
  }
  await syncDeclaredRoles(connection.database, model);
  return true;
}

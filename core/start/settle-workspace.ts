import type { Connection } from '../data/connect.js';
import { grantRunTimeRights } from '../data/grant-run-time-rights.js';
import { isMigrating } from '../data/migrate/lock.js';
import { isNothing, migrate, planMigration } from '../data/migrate/migrate.js';
import type { Model } from '../definitions/model.js';
import { syncDeclaredRoles } from '../identity/declared-roles.js';
import { systemSteps } from '../system-steps.js';
import { isFilling } from '../workspace/is-filling.js';
import { connectOrSay } from './connect-or-say.js';
import type { Server } from './open-server.js';
import { demandRevision, WorkspaceMoved } from './read-workspace.js';

/**
 * Whether all is done; `later` while another process fills rows; `moved` when a later revision is in force by now; `owed` when rows are filled and something else is still to be
 * made up, with what failed, or null while another process is at it.
 */
export type Settlement = { readonly kind: 'done' | 'later' | 'moved' } | { readonly kind: 'owed'; readonly failure: string | null };

/**
 * Does what whoever applied a revision may not have come to: whatever is still between the database and the model, roles, and what the role that Trellis runs as may do.
 * Done already it changes nothing.
 */
export async function settleWorkspace(
  { url, migrationUrl }: Pick<Server, 'url' | 'migrationUrl'>,
  connection: Connection,
  { model, revision }: { readonly model: Model; readonly revision: number },
): Promise<Settlement> {
  const isBusy = await isMigrating(connection.database);
  if (isBusy && (await isFilling(connection.database))) return { kind: 'later' };
  const owner = await connectOrSay(migrationUrl, 'DATABASE_MIGRATION_URL', { poolSize: 2 });
  try {
    const settlement: Settlement = isBusy ? { kind: 'owed', failure: null } : await makeUp(owner, model, revision);
    if (settlement.kind === 'moved') return settlement;
    if (url !== migrationUrl) await grantRunTimeRights(owner, connection, model);
    await syncDeclaredRoles(connection.database, model);
    return settlement;
  } finally {
    await owner.close();
  }
}

/** Rows that are not filled let nobody go on. */
async function makeUp(owner: Connection, model: Model, revision: number): Promise<Settlement> {
  try {
    if (isNothing(await planMigration(owner, model, { systemSteps }))) return { kind: 'done' };
    await migrate(owner, model, { systemSteps, who: 'workspace, taken over', within: demandRevision(revision) });
    return { kind: 'done' };
  } catch (error) {
    if (error instanceof WorkspaceMoved) return { kind: 'moved' };
    if (await isFilling(owner.database)) throw error;
    return { kind: 'owed', failure: error instanceof Error ? error.message : String(error) };
  }
}

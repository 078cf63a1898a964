import type { Executor } from '../data/database.js';
import { headRevision } from '../workspace/read-revision.js';
import type { Revision } from '../workspace/revision.js';
import { connectOrSay } from './connect-or-say.js';
import type { Server } from './open-server.js';

/** The revision of the workspace that a database has in force, before anything else is done with it. */
export async function readWorkspace({ url, migrationUrl }: Pick<Server, 'url' | 'migrationUrl'>): Promise<Revision> {
  const connection = await connectOrSay(migrationUrl, url === migrationUrl ? 'DATABASE_URL' : 'DATABASE_MIGRATION_URL', { poolSize: 1 });
  return headRevision(connection.database).finally(() => connection.close());
}

/** Another process has put a later revision in force while this one was starting. */
export class WorkspaceMoved extends Error {
  override readonly name = 'WorkspaceMoved';
}

/** For the transaction of a start: nobody may bring the database back to what an earlier revision declares. */
export function demandRevision(revision: number): (tx: Executor) => Promise<void> {
  return async (tx) => {
    if ((await headRevision(tx)).revision !== revision) throw new WorkspaceMoved();
  };
}

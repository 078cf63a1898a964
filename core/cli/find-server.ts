import { findEmbeddedServer } from '../data/embedded-server.js';
import type { Config } from '../kernel/config.js';
import type { Server } from '../start/open-server.js';

/** The database beside which a command works: of DATABASE_URL, or the embedded one of a running Trellis; null when none runs. */
export async function findServer(config: Config): Promise<Pick<Server, 'url' | 'migrationUrl'> | null> {
  if (config.databaseUrl === undefined) return findEmbeddedServer(config.dataDir);
  return { url: config.databaseUrl, migrationUrl: config.migrationUrl ?? config.databaseUrl };
}

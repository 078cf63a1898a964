import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '../kernel/config.js';
import { StartError } from '../kernel/start-error.js';

/** Refuses where there is nothing to look at, so that a command that only looks makes no empty database. */
export function demandInstallation({ databaseUrl, dataDir }: Config): void {
  if (databaseUrl !== undefined || existsSync(join(dataDir, 'postgres.json'))) return;
  throw new StartError(`There is no Trellis in ${dataDir}. Name its folder in TRELLIS_DATA_DIR, or its database in DATABASE_URL.`);
}

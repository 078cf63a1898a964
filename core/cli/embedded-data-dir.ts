import type { Config } from '../kernel/config.js';
import { StartError } from '../kernel/start-error.js';

/** The data folder with its own database; with DATABASE_URL the database is elsewhere, and so is its backup. */
export function embeddedDataDir(config: Config): string {
  if (config.databaseUrl === undefined) return config.dataDir;
  throw new StartError(
    `DATABASE_URL is set: back that database up and restore it with pg_dump and pg_restore, and the attachments by copying ${config.dataDir}. ` +
      'This command is for the embedded database only.',
  );
}

import { startEmbeddedServer } from '../data/embedded-server.js';
import type { Config } from '../kernel/config.js';

/** A PostgreSQL to connect to: the embedded one, or the one of DATABASE_URL. */
export interface Server {
  /** For run time. */
  readonly url: string;
  /** For migrations; may be the same. */
  readonly migrationUrl: string;
  /** Resolves when the embedded server ends; never for one that is not ours. */
  readonly ended: Promise<void>;
  /** Stops the embedded server; leaves one that is not ours alone. */
  stop(): Promise<void>;
  /** Stops the embedded server without waiting. */
  abandon(): void;
}

/** Starts the embedded server unless DATABASE_URL names another. */
export async function openServer(config: Config, command: string): Promise<Server> {
  if (config.databaseUrl === undefined) return startEmbeddedServer(config.dataDir, command);
  return {
    url: config.databaseUrl,
    migrationUrl: config.migrationUrl ?? config.databaseUrl,
    ended: new Promise(() => undefined),
    stop: () => Promise.resolve(),
    abandon: () => undefined,
  };
}

import { access, chmod, constants } from 'node:fs/promises';
import { join } from 'node:path';
import { errorCode } from '../kernel/error-code.js';
import { makeFolder } from '../kernel/make-folder.js';
import { StartError } from '../kernel/start-error.js';
import { postgresBinaries } from './embedded/binaries.js';
import { dataFolderHolder, lockDataFolder } from './embedded/data-lock.js';
import { hasCluster, makeCluster, type Cluster } from './embedded/make-cluster.js';
import { makeRoles } from './embedded/make-roles.js';
import { clusterFolder } from './embedded/places.js';
import { newServerAccess, readServerAccess, serverUrl, writeServerAccess, type ServerAccess } from './embedded/server-file.js';
import { startServerProcess, type ServerProcess } from './embedded/server-process.js';
import { serverUser } from './embedded/server-user.js';

/** The PostgreSQL of the data folder, running. */
export interface EmbeddedServer {
  /** For run time: reads and writes rows, owns nothing. */
  readonly url: string;
  /** Owns the tables; for migrations. */
  readonly migrationUrl: string;
  /** Resolves when the server ends, wanted or not. */
  readonly ended: Promise<void>;
  /** Stops the server, then gives the folder free. */
  stop(): Promise<void>;
  /** Tells the server to stop at once and does not wait. */
  abandon(): void;
}

/** Makes the data folder's cluster when there is none, and starts it; the folder belongs to this process until the server is stopped. */
export async function startEmbeddedServer(dataDir: string, command: string): Promise<EmbeddedServer> {
  await makeDataFolder(dataDir);
  const lock = await lockDataFolder(dataDir, command);
  try {
    const server = await startInLockedFolder(dataDir);
    const stop = async (): Promise<void> => {
      await server.stop();
      await lock.release();
    };
    return { url: serverUrl(server.access, 'app'), migrationUrl: serverUrl(server.access, 'owner'), ended: server.ended, stop, abandon: server.abandon };
  } catch (error) {
    await lock.release();
    throw error;
  }
}

/** Addresses of the server that another process runs on the folder; null when none does. */
export async function findEmbeddedServer(dataDir: string): Promise<Pick<EmbeddedServer, 'url' | 'migrationUrl'> | null> {
  const holder = await dataFolderHolder(dataDir);
  const known = holder?.command === 'start' ? await readServerAccess(dataDir) : null;
  return known === null ? null : { url: serverUrl(known, 'app'), migrationUrl: serverUrl(known, 'owner') };
}

/** Makes the folder, or says in one sentence why it cannot be used. */
export async function makeDataFolder(dataDir: string): Promise<void> {
  try {
    await makeFolder(dataDir, 0o700);
    await access(dataDir, constants.R_OK | constants.W_OK | constants.X_OK);
    // The server's own user must be able to pass through; everything inside is closed by itself.
    if (process.getuid?.() === 0) await chmod(dataDir, 0o711);
  } catch (error) {
    throw new StartError(
      `The data folder ${dataDir} cannot be written (${errorCode(error)}). Make it writable for this user, or set TRELLIS_DATA_DIR to another folder.`,
      {
        cause: error,
      },
    );
  }
}

/** Starts the server of a folder that belongs to this process already. */
export async function startInLockedFolder(dataDir: string): Promise<ServerProcess & { readonly access: ServerAccess }> {
  const user = serverUser();
  const cluster: Cluster = { folder: await clusterFolder(dataDir, user), binaries: await postgresBinaries(user), user };
  const isOld = await hasCluster(cluster);
  const known = await readServerAccess(dataDir);
  if (isOld && known === null) {
    throw new StartError(`${join(dataDir, 'postgres.json')} is missing, which holds the passwords of the database beside it. Restore it from a backup.`);
  }
  const wanted = known ?? newServerAccess();
  if (known === null) await writeServerAccess(dataDir, wanted);
  if (!isOld) await makeCluster(cluster, wanted);
  const server = await startServerProcess(cluster, wanted.port, join(dataDir, 'postgres.log'));
  const running = { ...wanted, port: server.port };
  try {
    if (running.port !== wanted.port) {
      // No port yet means that the roles were never made to the end.
      if (wanted.port === 0) await makeRoles(running);
      await writeServerAccess(dataDir, running);
    }
  } catch (error) {
    await server.stop();
    throw error;
  }
  return { ...server, access: running };
}

import { execFile } from 'node:child_process';
import { chmod, chown, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { StartError } from '../../kernel/start-error.js';
import { serverNames, type ServerAccess } from './server-file.js';
import type { ServerUser } from './server-user.js';

/** What it takes to make a cluster, and to run it. */
export interface Cluster {
  readonly folder: string;
  readonly binaries: string;
  readonly user: ServerUser;
}

/** Whether there is a whole cluster; one of another major version of PostgreSQL is refused. */
export async function hasCluster(cluster: Cluster): Promise<boolean> {
  const found = await readFile(join(cluster.folder, 'PG_VERSION'), 'utf8').catch(() => null);
  if (found === null) return false;
  const { stdout } = await run(join(cluster.binaries, 'bin', 'postgres'), ['--version'], { cwd: '/' });
  const major = /(\d+)/u.exec(stdout)?.[1];
  if (found.trim() === major) return true;
  throw new StartError(
    `The database in ${cluster.folder} was made by PostgreSQL ${found.trim()}, and this Trellis brings PostgreSQL ${major}. ` +
      `Use the former version of Trellis, or move the data over with pg_upgrade.`,
  );
}

/** Runs initdb beside the final place and moves the result there at the end, so that an interrupted start leaves nothing half made. */
export async function makeCluster(cluster: Cluster, access: ServerAccess): Promise<void> {
  const { folder, binaries, user } = cluster;
  const half = `${folder}.new`;
  const passwordFile = `${folder}.password`;
  await rm(half, { recursive: true, force: true });
  await makeOwned(half, user);
  await writeFile(passwordFile, access.passwords.superuser, { mode: 0o600 });
  if (user !== null) await chown(passwordFile, user.uid, user.gid);
  try {
    await run(join(binaries, 'bin', 'initdb'), [`--pgdata=${half}`, `--pwfile=${passwordFile}`, ...flags], {
      ...user,
      cwd: dirname(folder),
      env: plainEnvironment(),
    });
  } catch (error) {
    throw new StartError(`The embedded database could not be made in ${folder}: ${firstComplaint(error)}`, { cause: error });
  } finally {
    await rm(passwordFile, { force: true });
  }
  await rename(half, folder);
}

/** The environment without what would lead PostgreSQL elsewhere. */
export function plainEnvironment(): NodeJS.ProcessEnv {
  return {
    ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('PG') && !name.startsWith('LC_') && name !== 'LANG')),
    LC_ALL: 'C',
  };
}

const run = promisify(execFile);

// Code-point order and Unicode case rules that no upgrade of the system's C library can change under the indexes.
const flags = [
  `--username=${serverNames.superuser}`,
  '--auth=scram-sha-256',
  '--encoding=UTF8',
  '--locale-provider=builtin',
  '--builtin-locale=C.UTF-8',
  '--locale=C',
  '--data-checksums',
  '--no-instructions',
];

async function makeOwned(folder: string, user: ServerUser): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await chmod(folder, 0o700);
  if (user !== null) await chown(folder, user.uid, user.gid);
}

function firstComplaint(error: unknown): string {
  const told = typeof error === 'object' && error !== null && 'stderr' in error ? String(error.stderr) : '';
  return told.split('\n').find((line) => /error|fatal|could not|cannot/iu.test(line)) ?? String(error);
}

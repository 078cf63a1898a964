import { createHash } from 'node:crypto';
import { chmod, lstat, mkdir, readlink, realpath, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { StartError } from '../../kernel/start-error.js';
import { isReachable } from './reachable.js';
import type { ServerUser } from './server-user.js';

/** Where things go that the server's user cannot reach in the place where they belong. */
export const outsideFolder = '/var/lib/trellis';

/** Folder of the cluster: `postgres` in the data folder; a link to a place outside when root's closed home shuts the server out. */
export async function clusterFolder(dataDir: string, user: ServerUser): Promise<string> {
  const inside = join(dataDir, 'postgres');
  const link = await linkOf(inside);
  if (link === null && (await isReachable(dataDir, user))) return inside;
  const outside = join(
    outsideFolder,
    createHash('sha256')
      .update(await realpath(dataDir))
      .digest('hex')
      .slice(0, 16),
  );
  if (link !== null && link !== outside) {
    throw new StartError(
      `The database of ${dataDir} lies in ${link}, but the data folder was moved or copied since. ` +
        `Move the folder back, or carry the data over with "trellis backup" there and "trellis restore" here.`,
    );
  }
  if (link === null) {
    await refuseFilled(inside, outside);
    await symlink(outside, inside);
  }
  await makeOutsideFolder();
  return outside;
}

/** Makes the common folder outside, which everybody may pass and only root may change. */
export async function makeOutsideFolder(): Promise<void> {
  await mkdir(outsideFolder, { recursive: true, mode: 0o755 });
  await chmod(outsideFolder, 0o755);
}

async function linkOf(path: string): Promise<string | null> {
  const found = await lstat(path).catch(() => null);
  return found?.isSymbolicLink() === true ? readlink(path) : null;
}

async function refuseFilled(inside: string, outside: string): Promise<void> {
  const found = await lstat(inside).catch(() => null);
  if (found === null) return;
  throw new StartError(
    `The database in ${inside} cannot be reached by the user that PostgreSQL runs as. Move it to ${outside}, or open the folders above it (chmod o+x).`,
  );
}

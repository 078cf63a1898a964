import { chmod, cp, lchown, lstat, mkdir, readdir, realpath, rename, rm, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { extract } from 'tar';
import { errorCode } from '../../kernel/error-code.js';
import { makeFolder } from '../../kernel/make-folder.js';
import { StartError } from '../../kernel/start-error.js';
import { lockDataFolder } from '../embedded/data-lock.js';
import { clusterFolder } from '../embedded/places.js';
import { serverUser, type ServerUser } from '../embedded/server-user.js';
import { makeDataFolder, startInLockedFolder } from '../embedded-server.js';
import { fingerprint, manifestName, readManifest, type Manifest } from './manifest.js';

/** What a restore did; the former content of the folder is kept beside it until somebody deletes it. */
export interface Restored {
  readonly manifest: Manifest;
  readonly formerData: string | null;
}

/** Unpacks a backup beside the data folder, holds every file against its checksum, and only then puts it in place. */
export async function restoreBackup(file: string, dataDir: string, options: { readonly replace: boolean }): Promise<Restored> {
  await makeDataFolder(dataDir);
  const lock = await lockDataFolder(dataDir, 'restore');
  const staging = `${dataDir}.restoring`;
  try {
    const before = (await readdir(dataDir)).filter((name) => !name.startsWith('trellis.lock'));
    if (before.length > 0 && !options.replace) {
      throw new StartError(
        `The data folder ${dataDir} is not empty. Restore into an empty one (TRELLIS_DATA_DIR), or pass --force, which keeps what is there in a folder beside it.`,
      );
    }
    const manifest = await unpacked(file, staging);
    const formerData = before.length === 0 ? null : await setAside(dataDir, before);
    await putInPlace(staging, dataDir);
    await (await startInLockedFolder(dataDir)).stop();
    return { manifest, formerData };
  } finally {
    await rm(staging, { recursive: true, force: true });
    await lock.release();
  }
}

async function unpacked(file: string, staging: string): Promise<Manifest> {
  await rm(staging, { recursive: true, force: true });
  await makeFolder(staging, 0o700);
  try {
    await extract({ file, cwd: staging, preserveOwner: false, strict: true });
  } catch (error) {
    const reason = errorCode(error) === 'ENOENT' ? 'there is no such file' : 'it is damaged or no backup of Trellis';
    throw new StartError(`${file} cannot be restored: ${reason}. Nothing was changed.`, { cause: error });
  }
  const manifest = await readManifest(staging);
  if (manifest === null)
    throw new StartError(`${file} is no backup of Trellis: it holds no ${manifestName} of a format that this version knows. Nothing was changed.`);
  for (const expected of manifest.files) {
    const found = await fingerprint(staging, expected.path).catch(() => null);
    if (found?.sha256 !== expected.sha256) throw new StartError(`${file} is damaged: ${expected.path} is not what was backed up. Nothing was changed.`);
  }
  return manifest;
}

async function setAside(dataDir: string, names: readonly string[]): Promise<string> {
  const aside = `${dataDir}.before-restore-${new Date().toISOString().replaceAll(/[:.]/gu, '-')}`;
  await mkdir(aside, { mode: 0o700 });
  for (const name of names) await moved(join(dataDir, name), join(aside, name));
  return aside;
}

async function putInPlace(staging: string, dataDir: string): Promise<void> {
  const user = serverUser();
  for (const name of await readdir(staging)) {
    if (name !== manifestName && name !== 'postgres') await moved(join(staging, name), join(dataDir, name));
  }
  const cluster = await clusterFolder(dataDir, user);
  await moved(join(staging, 'postgres'), cluster);
  await own(cluster, user);
}

/** Renames, or copies where the target lies on another disk. Behind a link lies a database outside, which is moved itself. */
async function moved(from: string, to: string): Promise<void> {
  const isLink = (await lstat(from)).isSymbolicLink();
  const source = isLink ? await realpath(from) : from;
  const isRenamed = await rename(source, to).then(
    () => true,
    () => false,
  );
  if (!isRenamed) await cp(source, to, { recursive: true });
  await rm(source, { recursive: true, force: true });
  if (isLink) await unlink(from);
}

/** PostgreSQL insists that its folder belongs to the user it runs as, and to nobody else. */
async function own(folder: string, user: ServerUser): Promise<void> {
  await chmod(folder, 0o700);
  if (user === null) return;
  await lchown(folder, user.uid, user.gid);
  for (const name of await readdir(folder, { recursive: true })) await lchown(join(folder, name), user.uid, user.gid);
}

import { chmod, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { create } from 'tar';
import { StartError } from '../../kernel/start-error.js';
import { lockDataFolder } from '../embedded/data-lock.js';
import { startInLockedFolder } from '../embedded-server.js';
import { backedUp, fingerprint, manifestName, type Manifest } from './manifest.js';

/** Packs a data folder that nobody uses into one archive: the database, the attachments, and a checksum of each file. It holds every secret, so only its owner may read it. */
export async function makeBackup(dataDir: string, file: string, trellis: string): Promise<Manifest> {
  await demandNewFile(dataDir, file);
  await demandDatabase(dataDir);
  const lock = await lockDataFolder(dataDir, 'backup');
  try {
    // Started and stopped, a database that crashed is whole again, and one that is broken is found out now.
    await (await startInLockedFolder(dataDir)).stop();
    const { files, folders } = await backedUp(dataDir);
    const manifest = await manifestOf(dataDir, files, trellis);
    await writeFile(join(dataDir, manifestName), JSON.stringify(manifest, null, 2), { mode: 0o600 });
    await pack(dataDir, file, [manifestName, ...folders, ...files]);
    return manifest;
  } finally {
    await rm(join(dataDir, manifestName), { force: true });
    await lock.release();
  }
}

async function pack(dataDir: string, file: string, paths: readonly string[]): Promise<void> {
  const half = `${resolve(file)}.part`;
  try {
    await writeFile(half, '', { mode: 0o600, flag: 'wx' });
    await create({ file: half, cwd: dataDir, gzip: { level: 6 }, follow: true, portable: true, noDirRecurse: true, strict: true }, [...paths]);
    await chmod(half, 0o600);
    await rename(half, file);
  } catch (error) {
    await rm(half, { force: true });
    throw error;
  }
}

async function manifestOf(dataDir: string, files: readonly string[], trellis: string): Promise<Manifest> {
  const postgres = (await readFile(join(dataDir, 'postgres', 'PG_VERSION'), 'utf8')).trim();
  const fingerprints: Manifest['files'][number][] = [];
  for (const path of files) fingerprints.push(await fingerprint(dataDir, path));
  return { format: 1, trellis, postgres, at: new Date().toISOString(), files: fingerprints };
}

async function demandNewFile(dataDir: string, file: string): Promise<void> {
  if ((await stat(file).catch(() => null)) !== null) throw new StartError(`${file} exists already. Choose another name, or delete it first.`);
  if (!relative(dataDir, resolve(file)).startsWith('..')) throw new StartError(`${file} lies in the data folder itself. Choose a place outside ${dataDir}.`);
  if ((await stat(dirname(resolve(file))).catch(() => null)) === null) throw new StartError(`The folder of ${file} does not exist. Make it first.`);
}

async function demandDatabase(dataDir: string): Promise<void> {
  if ((await stat(join(dataDir, 'postgres.json')).catch(() => null)) !== null) return;
  throw new StartError(`There is no database in ${dataDir} to back up. Is TRELLIS_DATA_DIR right?`);
}

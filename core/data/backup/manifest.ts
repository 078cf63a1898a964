import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';

/** What a backup holds; first file of the archive. */
export interface Manifest {
  readonly format: 1;
  readonly trellis: string;
  /** Major version of PostgreSQL. */
  readonly postgres: string;
  readonly at: string;
  readonly files: readonly { readonly path: string; readonly bytes: number; readonly sha256: string }[];
}

/** Name of the manifest in the archive. */
export const manifestName = 'manifest.json';

/** What of a data folder is no data: logs, locks and leftovers. */
const left = [/^postgres\.log$/u, /^trellis\.lock/u, /\.new$/u, /^postgres\.password$/u, /^postgres\/postmaster\.(?:pid|opts)$/u, /^manifest\.json$/u];

/** Paths within the data folder that a backup takes: files, and folders, which PostgreSQL needs even when they are empty. */
export async function backedUp(dataDir: string): Promise<{ readonly files: readonly string[]; readonly folders: readonly string[] }> {
  const files: string[] = [];
  const folders: string[] = [];
  const walk = async (folder: string): Promise<void> => {
    for (const name of (await readdir(join(dataDir, folder))).toSorted()) {
      const path = folder === '' ? name : `${folder}/${name}`;
      if (left.some((pattern) => pattern.test(path))) continue;
      const isFolder = (await stat(join(dataDir, path))).isDirectory();
      (isFolder ? folders : files).push(path);
      if (isFolder) await walk(path);
    }
  };
  await walk('');
  return { files, folders };
}

/** Size and checksum of one file. */
export async function fingerprint(dataDir: string, path: string): Promise<Manifest['files'][number]> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(join(dataDir, path)), hash);
  return { path, bytes: (await stat(join(dataDir, path))).size, sha256: hash.digest('hex') };
}

/** The manifest of an unpacked backup; null when it is none. */
export async function readManifest(folder: string): Promise<Manifest | null> {
  const text = await readFile(join(folder, manifestName), 'utf8').catch(() => null);
  const value: unknown = text === null ? null : parsed(text);
  return isManifest(value) ? value : null;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function isManifest(value: unknown): value is Manifest {
  if (typeof value !== 'object' || value === null || !('format' in value) || value.format !== 1) return false;
  if (!('postgres' in value) || typeof value.postgres !== 'string' || !('files' in value) || !Array.isArray(value.files)) return false;
  return value.files.every(
    (file: unknown) => typeof file === 'object' && file !== null && 'path' in file && 'sha256' in file && typeof file.sha256 === 'string',
  );
}

import { randomBytes } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { errorCode } from '../../kernel/error-code.js';
import { StartError } from '../../kernel/start-error.js';

/** What a process needs to reach the embedded server; kept in the data folder's `postgres.json`, readable by its owner only. */
export interface ServerAccess {
  readonly port: number;
  readonly passwords: { readonly superuser: string; readonly owner: string; readonly app: string };
}

/** Names inside the embedded server. `owner` owns the tables and migrates; `app` reads and writes rows at run time and can do nothing else. */
export const serverNames = { superuser: 'trellis_superuser', owner: 'trellis_owner', app: 'trellis_app', database: 'trellis' } as const;

/** Address of the embedded server for one of its roles. */
export function serverUrl(access: ServerAccess, role: keyof ServerAccess['passwords'], database: string = serverNames.database): string {
  return `postgres://${serverNames[role]}:${access.passwords[role]}@127.0.0.1:${access.port}/${database}`;
}

/** Fresh random passwords. */
export function newServerAccess(): ServerAccess {
  const password = (): string => randomBytes(24).toString('base64url');
  return { port: 0, passwords: { superuser: password(), owner: password(), app: password() } };
}

/** Null when the folder has no server yet. */
export async function readServerAccess(dataDir: string): Promise<ServerAccess | null> {
  const path = join(dataDir, fileName);
  try {
    const value: unknown = JSON.parse(await readFile(path, 'utf8'));
    if (isServerAccess(value)) return value;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null;
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw new StartError(
    `The file ${path} is damaged: it should hold the port and the passwords of the embedded database. Restore it, or the whole folder, from a backup.`,
  );
}

/** Put in place at once, so that it is never half written. */
export async function writeServerAccess(dataDir: string, access: ServerAccess): Promise<void> {
  const path = join(dataDir, fileName);
  await writeFile(`${path}.new`, `${JSON.stringify(access, null, 2)}\n`, { mode: 0o600 });
  await rename(`${path}.new`, path);
}

const fileName = 'postgres.json';

function isServerAccess(value: unknown): value is ServerAccess {
  if (typeof value !== 'object' || value === null || !('port' in value) || !('passwords' in value)) return false;
  const { port, passwords } = value;
  if (typeof port !== 'number' || typeof passwords !== 'object' || passwords === null) return false;
  return 'superuser' in passwords && 'owner' in passwords && 'app' in passwords && Object.values(passwords).every((password) => typeof password === 'string');
}

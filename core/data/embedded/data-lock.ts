import { link, readFile, rename, stat, unlink, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { errorCode } from '../../kernel/error-code.js';
import { StartError } from '../../kernel/start-error.js';
import { processIdentity } from './process-identity.js';

/** Who holds a data folder: written in its file `trellis.lock`. */
export interface LockHolder {
  readonly pid: number;
  readonly identity: string;
  readonly host: string;
  /** `start`, or the command's name. */
  readonly command: string;
}

/** A data folder that belongs to this process until released. */
export interface DataLock {
  release(): Promise<void>;
}

const lockName = 'trellis.lock';
const beatMilliseconds = 2000;
const deadAfterMilliseconds = 10_000;

/** Takes the folder for this process. What a crashed process left behind is taken over; a living holder is named in a StartError. */
export async function lockDataFolder(dataDir: string, command: string): Promise<DataLock> {
  const path = join(dataDir, lockName);
  const own = `${path}.${process.pid}`;
  const holder: LockHolder = { pid: process.pid, identity: processIdentity(process.pid) ?? '', host: hostname(), command };
  await writeFile(own, JSON.stringify(holder), { mode: 0o600 });
  try {
    while (!(await linked(own, path))) await removeStale(path, dataDir);
  } finally {
    await unlink(own);
  }
  const beat = setInterval(() => void utimes(path, new Date(), new Date()).catch(() => undefined), beatMilliseconds).unref();
  return {
    release: async () => {
      clearInterval(beat);
      await unlink(path).catch(() => undefined);
    },
  };
}

/** The living process that holds the folder, or null. */
export async function dataFolderHolder(dataDir: string): Promise<LockHolder | null> {
  const path = join(dataDir, lockName);
  const text = await readFile(path, 'utf8').catch(() => null);
  const holder = text === null ? null : parsed(text);
  return holder !== null && (await isAlive(holder, path)) ? holder : null;
}

async function linked(own: string, path: string): Promise<boolean> {
  try {
    await link(own, path);
    return true;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    throw error;
  }
}

async function removeStale(path: string, dataDir: string): Promise<void> {
  const text = await readFile(path, 'utf8').catch(() => null);
  if (text === null) return;
  const holder = parsed(text);
  if (holder !== null && (await isAlive(holder, path))) throw new StartError(inUse(dataDir, holder));
  const aside = `${path}.stale.${process.pid}`;
  await rename(path, aside).catch(() => undefined);
  // Between reading and moving, another start may have put its own lock there: give it back.
  const moved = await readFile(aside, 'utf8').catch(() => text);
  if (moved !== text) await link(aside, path).catch(() => undefined);
  await unlink(aside).catch(() => undefined);
}

function inUse(dataDir: string, holder: LockHolder): string {
  const who = holder.command === 'start' ? 'another Trellis' : `"trellis ${holder.command}"`;
  return `The data folder ${dataDir} is in use by ${who} (process ${holder.pid} on ${holder.host}). Stop it first, or set TRELLIS_DATA_DIR to another folder.`;
}

/** On this machine the process is looked up; a holder elsewhere (another container) is alive while it keeps touching the file. */
async function isAlive(holder: LockHolder, path: string): Promise<boolean> {
  if (holder.host === hostname()) return processIdentity(holder.pid) === holder.identity;
  const touched = async (): Promise<number> => (await stat(path).catch(() => null))?.mtimeMs ?? 0;
  const before = await touched();
  if (before < Date.now() - 10 * deadAfterMilliseconds) return false;
  const deadline = Date.now() + deadAfterMilliseconds;
  while (Date.now() < deadline) {
    await wait(beatMilliseconds / 4);
    if ((await touched()) !== before) return true;
  }
  return false;
}

function parsed(text: string): LockHolder | null {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null) return null;
    const { pid, identity, host, command } = { pid: 0, identity: '', host: '', command: '', ...value };
    return { pid: Number(pid), identity: String(identity), host: String(host), command: String(command) };
  } catch {
    return null;
  }
}

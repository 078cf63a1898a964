import { stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { ServerUser } from './server-user.js';

/** Whether the server's user may pass through every folder down to this one. A home of mode 0700 lets nobody through. */
export async function isReachable(folder: string, user: ServerUser): Promise<boolean> {
  if (user === null) return true;
  const path = resolve(folder);
  if (dirname(path) !== path && !(await isReachable(dirname(path), user))) return false;
  const found = await stat(path).catch(() => null);
  // What is not there yet will be made so that it can be passed.
  if (found === null) return true;
  if (found.uid === user.uid) return (found.mode & 0o100) !== 0;
  if (found.gid === user.gid) return (found.mode & 0o010) !== 0;
  return (found.mode & 0o001) !== 0;
}

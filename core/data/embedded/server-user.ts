import { execFileSync } from 'node:child_process';
import { StartError } from '../../kernel/start-error.js';

/** Who the database server runs as: null is whoever runs Trellis. */
export type ServerUser = { readonly uid: number; readonly gid: number } | null;

/** PostgreSQL refuses to run as root, so root hands it to an ordinary user: `postgres`, made when missing, or else `nobody`. */
export function serverUser(): ServerUser {
  if (process.getuid?.() !== 0) return null;
  const user = idsOf('postgres') ?? madeUser() ?? idsOf('nobody');
  if (user === null)
    throw new StartError('PostgreSQL does not run as root, and no user named postgres could be made. Create one, or start Trellis as an ordinary user.');
  return user;
}

function madeUser(): ServerUser {
  try {
    execFileSync('useradd', ['--system', '--user-group', '--no-create-home', '--shell', '/usr/sbin/nologin', 'postgres'], { stdio: 'ignore' });
  } catch {
    return null;
  }
  return idsOf('postgres');
}

function idsOf(name: string): ServerUser {
  const id = (flag: string): number => Number.parseInt(execFileSync('id', [flag, name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }), 10);
  try {
    return { uid: id('-u'), gid: id('-g') };
  } catch {
    return null;
  }
}

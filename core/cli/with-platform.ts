import type { Connection } from '../data/connect.js';
import type { Model } from '../definitions/model.js';
import type { FirstAdministrator } from '../identity/first-administrator.js';
import type { Caller } from '../kernel/caller.js';
import { readConfig, type Config } from '../kernel/config.js';
import { StartError } from '../kernel/start-error.js';
import { systemCaller } from '../kernel/system-caller.js';
import type { Platform } from '../records/platform.js';
import { compilePlugins, withWorkspace, type Compilation } from '../start/compile-plugins.js';
import { connectOrSay } from '../start/connect-or-say.js';
import { openPlatform, openRights } from '../start/open-platform.js';
import { openServer, type Server } from '../start/open-server.js';
import { readWorkspace } from '../start/read-workspace.js';
import { findServer } from './find-server.js';

/** What a command works with. */
export interface CommandPlatform {
  readonly platform: Platform;
  readonly connection: Connection;
  /** The audited system user. */
  readonly caller: Caller;
  readonly config: Config;
}

/**
 * Runs the work of a command on the platform: beside a running Trellis when there is one (on the embedded database or on DATABASE_URL),
 * otherwise on the embedded database, started for it, migrated as at start, and stopped afterwards.
 */
export async function withPlatform<Result>(command: string, work: (open: CommandPlatform) => Promise<Result>): Promise<Result> {
  const config = readConfig(process.env);
  const plugins = await compilePlugins(config);
  const running = await findServer(config);
  return running === null ? alone(config, plugins, command, work) : beside(config, plugins, running, work);
}

async function beside<Result>(
  config: Config,
  plugins: Compilation,
  { url, migrationUrl }: Pick<Server, 'url' | 'migrationUrl'>,
  work: (open: CommandPlatform) => Promise<Result>,
): Promise<Result> {
  const { model } = withWorkspace(plugins, await readWorkspace({ url, migrationUrl }));
  const connection = await connectOrSay(url, 'DATABASE_URL', { model, poolSize: 4 });
  try {
    await demandSameModel(connection, model);
    const opened = await openRights(config, model, url, connection);
    try {
      return await work({ ...opened, caller: systemCaller(), config });
    } finally {
      await opened.close();
    }
  } finally {
    if (connection.dataSource.isInitialized) await connection.close();
  }
}

async function alone<Result>(config: Config, plugins: Compilation, command: string, work: (open: CommandPlatform) => Promise<Result>): Promise<Result> {
  const server = await openServer(config, command);
  try {
    const opened = await openPlatform(config, plugins, server, () => undefined);
    try {
      tellFirstAdministrator(opened.firstAdministrator);
      return await work({ ...opened, caller: systemCaller(), config });
    } finally {
      await opened.close();
    }
  } finally {
    await server.stop();
  }
}

/** A command may be the very first thing that is run: the password must not go unsaid. */
function tellFirstAdministrator(first: FirstAdministrator): void {
  if (first.kind === 'made' && first.password !== null)
    process.stderr.write(`Made the first administrator: ${first.email}, password ${first.password} (shown this once).\n`);
}

async function demandSameModel(connection: Connection, model: Model): Promise<void> {
  const { rows } = await connection.pool
    .query<{ model_hash: string }>(`SELECT model_hash FROM trellis_model WHERE to_regclass('trellis_model') IS NOT NULL`)
    .catch(() => ({ rows: [] }));
  if (rows[0]?.model_hash === model.hash) return;
  throw new StartError(
    'The database is not what the plugins declare now. Was Trellis started with TRELLIS_PLUGINS? Give this command the same. Else start Trellis anew, or run "npx trellis migrate --apply", and repeat the command.',
  );
}

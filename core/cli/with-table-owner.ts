import type { Connection } from '../data/connect.js';
import { grantRunTimeRights } from '../data/grant-run-time-rights.js';
import { sql } from '../data/sql.js';
import type { Model } from '../definitions/model.js';
import { readConfig } from '../kernel/config.js';
import { compilePlugins, withWorkspace, type Compilation } from '../start/compile-plugins.js';
import { connectOrSay } from '../start/connect-or-say.js';
import { openServer, type Server } from '../start/open-server.js';
import { headRevision } from '../workspace/read-revision.js';
import type { Revision } from '../workspace/revision.js';
import { findServer } from './find-server.js';

/** The database as the role that owns its tables. */
export interface OwnedDatabase {
  readonly owner: Connection;
  /** Without the workspace. */
  readonly plugins: Compilation;
  /** Revision of the workspace in force. */
  readonly head: Revision;
  /** The model of the plugins with the workspace over them; throws BrokenPlugins when they do not fit each other. */
  model(): Model;
  /** Lets the role that Trellis runs as use tables that were made; nothing to do where one role does both. */
  letRunTimeRoleIn(model: Model): Promise<void>;
  /** Name of the role that Trellis runs as. */
  runTimeRole(): Promise<string>;
}

/** Runs the work of a command as the role that owns the tables: on the server of a running Trellis when there is one, otherwise on one started for it. Nothing is migrated first. */
export async function withTableOwner<Result>(command: string, work: (database: OwnedDatabase) => Promise<Result>): Promise<Result> {
  const config = readConfig(process.env);
  const plugins = await compilePlugins(config);
  const running = await findServer(config);
  if (running !== null) return onServer(running, plugins, work);
  const server = await openServer(config, command);
  try {
    return await onServer(server, plugins, work);
  } finally {
    await server.stop();
  }
}

async function onServer<Result>(
  server: Pick<Server, 'url' | 'migrationUrl'>,
  plugins: Compilation,
  work: (database: OwnedDatabase) => Promise<Result>,
): Promise<Result> {
  const isOneRole = server.url === server.migrationUrl;
  const owner = await connectOrSay(server.migrationUrl, isOneRole ? 'DATABASE_URL' : 'DATABASE_MIGRATION_URL', { poolSize: 2 });
  try {
    const head = await headRevision(owner.database);
    return await work({
      owner,
      plugins,
      head,
      model: () => withWorkspace(plugins, head).model,
      letRunTimeRoleIn: (model) => (isOneRole ? Promise.resolve() : letIn(owner, server.url, model)),
      runTimeRole: () => (isOneRole ? userOf(owner) : asRunTimeRole(server.url, userOf)),
    });
  } finally {
    await owner.close();
  }
}

async function letIn(owner: Connection, url: string, model: Model): Promise<void> {
  await asRunTimeRole(url, (run) => grantRunTimeRights(owner, run, model));
}

async function asRunTimeRole<Result>(url: string, work: (run: Connection) => Promise<Result>): Promise<Result> {
  const run = await connectOrSay(url, 'DATABASE_URL', { poolSize: 1 });
  return work(run).finally(() => run.close());
}

async function userOf(connection: Connection): Promise<string> {
  return (await connection.database.text(sql`SELECT current_user`)) ?? '';
}

import type { Connection } from '../data/connect.js';
import { grantRunTimeRights } from '../data/grant-run-time-rights.js';
import type { ChangePlan } from '../data/migrate/change-plan.js';
import { migrate } from '../data/migrate/migrate.js';
import { MigrationRefused } from '../data/migrate/migration-refused.js';
import type { Model } from '../definitions/model.js';
import { syncDeclaredRoles } from '../identity/declared-roles.js';
import { ensureFirstAdministrator, type FirstAdministrator } from '../identity/first-administrator.js';
import { giveFirstCompany } from '../identity/give-first-company.js';
import type { UserBook } from '../identity/user-book.js';
import type { Config } from '../kernel/config.js';
import { StartError } from '../kernel/start-error.js';
import { UserError } from '../kernel/user-error.js';
import { Vault } from '../kernel/vault.js';
import { fillDone } from '../records/conversions/fill-done.js';
import type { Platform } from '../records/platform.js';
import { systemSteps } from '../system-steps.js';
import { prepareQueueSchema } from '../workflows/transport/prepare-queue-schema.js';
import { connectOrSay } from './connect-or-say.js';
import { withWorkspace, type Compilation, type SetAside } from './compile-plugins.js';
import { LivePlatform } from './live-platform.js';
import { demandRevision, readWorkspace, WorkspaceMoved } from './read-workspace.js';
import type { Server } from './open-server.js';
import { setUpPlugins } from './set-up-plugins.js';
import { watchRights } from './watch-rights.js';

/** The platform over a database that is what the model declares. */
export interface OpenPlatform {
  /** As it was opened. */
  readonly platform: Platform;
  readonly live: LivePlatform;
  readonly connection: Connection;
  readonly users: UserBook;
  /** Told of each write when it is committed. */
  readonly listeners: (() => void)[];
  readonly firstAdministrator: FirstAdministrator;
  /** What was done to the database. */
  readonly plan: ChangePlan;
  close(): Promise<void>;
}

/** The model of the plugins with the workspace over them. */
export interface Declared {
  readonly model: Model;
  /** Revision of the workspace. */
  readonly revision: number;
  readonly setAside: readonly SetAside[];
}

/** Migrates, makes the first administrator, and opens everything that works on the database. */
export async function openPlatform(
  config: Config,
  plugins: Compilation,
  server: Server,
  onConnectionLost: (error: Error) => void,
): Promise<OpenPlatform & Declared> {
  for (;;) {
    const workspace = await readWorkspace(server);
    const { model, setAside } = withWorkspace(plugins, workspace);
    const declared = { model, setAside, revision: workspace.revision };
    const opened = await openWith(config, declared, server, onConnectionLost).catch((error: unknown) => {
      if (error instanceof WorkspaceMoved) return null;
      throw error;
    });
    if (opened !== null) return { ...opened, ...declared };
  }
}

async function openWith(config: Config, { model, revision }: Declared, server: Server, onConnectionLost: (error: Error) => void): Promise<OpenPlatform> {
  const connection = await connectOrSay(server.url, 'DATABASE_URL', { model, onConnectionLost });
  try {
    const plan = await bringUpToDate(config, { model, revision }, server, connection);
    const firstAdministrator = await firstAdministratorOf(config, connection);
    await syncDeclaredRoles(connection.database, model);
    await giveFirstCompany(connection.database, model);
    await fillDone(connection.database, model);
    const opened = await openRights(config, model, server.url, connection);
    await setUpPlugins(config, opened.platform).catch(async (error: unknown) => {
      await opened.close();
      throw error;
    });
    return { ...opened, firstAdministrator, plan };
  } catch (error) {
    await connection.close();
    throw error;
  }
}

/** Opens what works on a database that is up to date already. */
export async function openRights(
  config: Config,
  model: Model,
  url: string,
  connection: Connection,
): Promise<Omit<OpenPlatform, 'firstAdministrator' | 'plan'>> {
  const rights = await watchRights(url, connection.database, model);
  const listeners: (() => void)[] = [];
  const live = new LivePlatform(model, connection, rights, listeners, new Vault(config.dataDir, config.secretKeys));
  return {
    listeners,
    platform: live.current(),
    live,
    connection,
    users: rights.users,
    close: async () => {
      await rights.close();
      if (connection.dataSource.isInitialized) await connection.close();
    },
  };
}

async function bringUpToDate(
  config: Config,
  { model, revision }: Pick<Declared, 'model' | 'revision'>,
  server: Server,
  connection: Connection,
): Promise<ChangePlan> {
  const isOneRole = server.migrationUrl === server.url;
  const owner = isOneRole ? connection : await connectOrSay(server.migrationUrl, 'DATABASE_MIGRATION_URL', { poolSize: 2 });
  try {
    const { plan } = await migrate(owner, model, { systemSteps, within: demandRevision(revision) });
    if (!isOneRole) await grantRunTimeRights(owner, connection, model);
    if (config.redisUrl === undefined) await prepareQueueSchema(server.migrationUrl, server.url);
    return plan;
  } catch (error) {
    if (error instanceof MigrationRefused) throw new StartError(error.message, { cause: error });
    throw error;
  } finally {
    if (!isOneRole) await owner.close();
  }
}

async function firstAdministratorOf(config: Config, connection: Connection): Promise<FirstAdministrator> {
  try {
    return await ensureFirstAdministrator(connection.database, config.administrator);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const [violation] = error.violations;
    throw new StartError(
      `TRELLIS_ADMIN_EMAIL or TRELLIS_ADMIN_PASSWORD cannot be used: ${new UserError(422, violation?.code ?? error.code, violation?.params ?? error.params).detail('en')}`,
      { cause: error },
    );
  }
}

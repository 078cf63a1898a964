import type { FirstAdministrator } from './identity/first-administrator.js';
import { sweepFiles } from './files/sweep-files.js';
import { demandFreeAddress } from './http/server/listen-or-say.js';
import type { Config } from './kernel/config.js';
import { createLogger, type Logger } from './kernel/logger.js';
import { compilePlugins, type SetAside } from './start/compile-plugins.js';
import { settleWorkspace } from './start/settle-workspace.js';
import { openWorkspace } from './start/open-workspace.js';
import { WorkspaceWatch } from './start/watch-workspace.js';
import { logPlan } from './start/log-plan.js';
import { openPlatform, type OpenPlatform } from './start/open-platform.js';
import { openWorkflows, type OpenWorkflows, type WorkflowOptions } from './start/open-workflows.js';
import { openServer, type Server } from './start/open-server.js';
import type { Opened, Served } from './served.js';

/** A whole Trellis, listening. */
export interface RunningApp {
  /** As this machine reaches it. */
  readonly url: string;
  readonly firstAdministrator: FirstAdministrator;
  readonly setAside: readonly SetAside[];
  readonly hasScreens: boolean;
  /** Resolves when the embedded database ends, wanted or not. */
  readonly databaseEnded: Promise<void>;
  /** Answers what has been asked, then closes the pool, then the embedded database. */
  close(): Promise<void>;
  /** Ends the embedded database at once, without waiting for anything. */
  abandon(): void;
}

const sweepEveryMilliseconds = 3_600_000;

/** The phases of a start, in order: plugins, database, migrations, first administrator, HTTP. What fails leaves nothing running. */
export async function startApp(config: Config, log: Logger = createLogger(config.logLevel), options: WorkflowOptions = {}): Promise<RunningApp> {
  const plugins = await compilePlugins(config);
  await demandFreeAddress(config);
  const server = await openServer(config, 'start');
  try {
    const opened = await openPlatform(config, plugins, server, (error) => log.warn({ error: error.message }, 'a connection to the database was lost'));
    logPlan(log, opened.plan);
    const sweeping = sweepNowAndThen(config, opened, log);
    const watch = new WorkspaceWatch({
      ...opened,
      url: server.url,
      plugins: plugins.sources,
      log,
      settle: (head) => settleWorkspace(server, opened.connection, head),
    });
    const worked = { platform: opened.platform, isBehind: () => watch.isBehind() };
    const workflows = config.role === 'web' ? null : await openWorkflows(config, worked, server, log, options);
    opened.listeners.push(() => workflows?.poke());
    if (workflows !== null) watch.follow((platform) => workflows.adopt(platform));
    const open = { ...opened, close: () => watch.close().then(() => opened.close()) };
    const queue = workflows === null ? null : (): Promise<boolean> => workflows.isReady();
    const workspace = openWorkspace(server, opened, plugins.sources, watch, log);
    const app = await serve(config, { opened, workspace, queue }, log).catch(async (error: unknown) => {
      await workflows?.close();
      await open.close();
      throw error;
    });
    await watch.start();
    return running(app, open, server, workflows, opened.setAside, sweeping);
  } catch (error) {
    await server.stop();
    throw error;
  }
}

function running(
  served: Served,
  opened: OpenPlatform,
  server: Server,
  workflows: OpenWorkflows | null,
  setAside: readonly SetAside[],
  sweeping: NodeJS.Timeout,
): RunningApp {
  return {
    setAside,
    hasScreens: served.hasScreens,
    url: served.url,
    firstAdministrator: opened.firstAdministrator,
    databaseEnded: server.ended,
    close: async () => {
      clearInterval(sweeping);
      await served.close();
      await workflows?.close();
      await opened.close();
      await server.stop();
    },
    abandon: () => server.abandon(),
  };
}

/** Uploads that nobody took are removed by and by; none of it is urgent. */
function sweepNowAndThen(config: Config, opened: OpenPlatform, log: Logger): NodeJS.Timeout {
  const sweep = (): void =>
    void sweepFiles(opened.platform.database, config.dataDir).catch((error: unknown) => log.warn({ err: error }, 'left-over files could not be removed'));
  return setInterval(sweep, sweepEveryMilliseconds).unref();
}

/** A worker loads nothing of what answers the API. */
async function serve(config: Config, open: Opened, log: Logger): Promise<Served> {
  if (config.role === 'worker') return (await import('./serve-worker.js')).serveWorker(config, open);
  return (await import('./serve-app.js')).serveApp(config, open, log);
}

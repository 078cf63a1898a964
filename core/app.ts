import 'reflect-metadata';
import { existsSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { AppModule } from './app.module.js';
import type { FirstAdministrator } from './identity/first-administrator.js';
import { sweepFiles } from './files/sweep-files.js';
import { recogniseCallers } from './http/caller.js';
import { ProblemFilter } from './http/problem.filter.js';
import { takeJsonOnly } from './http/server/body-parsers.js';
import { closeWithin, httpServer } from './http/server/http-server.js';
import { demandFreeAddress, listenOrSay } from './http/server/listen-or-say.js';
import { logRequests } from './http/server/log-requests.js';
import { setSecurityHeaders } from './http/server/security-headers.js';
import { readScreens, serveScreens } from './http/server/serve-screens.js';
import type { Config } from './kernel/config.js';
import { createLogger, type Logger } from './kernel/logger.js';
import { projectRoot } from './kernel/project-root.js';
import { compilePlugins, type SetAside } from './start/compile-plugins.js';
import { openWorkspace } from './start/open-workspace.js';
import { WorkspaceWatch } from './start/watch-workspace.js';
import type { WorkspaceDoor } from './workspace/workspace-door.js';
import { logPlan } from './start/log-plan.js';
import { openPlatform, type OpenPlatform } from './start/open-platform.js';
import { openWorkflows, type OpenWorkflows, type WorkflowOptions } from './start/open-workflows.js';
import { openServer, type Server } from './start/open-server.js';

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

const closeWithinMilliseconds = 3000;
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
    const watch = new WorkspaceWatch({ ...opened, url: server.url, plugins: plugins.sources, log });
    const worked = { platform: opened.platform, isBehind: () => watch.isBehind() };
    const workflows = config.role === 'web' ? null : await openWorkflows(config, worked, server, log, options);
    opened.listeners.push(() => workflows?.poke());
    if (workflows !== null) watch.follow((platform) => workflows.adopt(platform));
    const open = { ...opened, close: () => watch.close().then(() => opened.close()) };
    const app = await serve(config, { opened, workspace: openWorkspace(server, opened, plugins.sources, watch) }, log).catch(async (error: unknown) => {
      await workflows?.close();
      await open.close();
      throw error;
    });
    await watch.start();
    return running(app, open, server, workflows, { setAside: opened.setAside, hasScreens: screensFolder() !== null }, sweeping);
  } catch (error) {
    await server.stop();
    throw error;
  }
}

function running(
  app: { readonly nest: NestFastifyApplication; readonly url: string },
  opened: OpenPlatform,
  server: Server,
  workflows: OpenWorkflows | null,
  told: Pick<RunningApp, 'setAside' | 'hasScreens'>,
  sweeping: NodeJS.Timeout,
): RunningApp {
  return {
    ...told,
    url: app.url,
    firstAdministrator: opened.firstAdministrator,
    databaseEnded: server.ended,
    close: async () => {
      clearInterval(sweeping);
      closeWithin(app.nest.getHttpAdapter().getInstance(), closeWithinMilliseconds);
      await app.nest.close();
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

/** What HTTP opens to the outside. */
interface Served {
  readonly opened: OpenPlatform;
  readonly workspace: WorkspaceDoor;
}

async function serve(config: Config, { opened, workspace }: Served, log: Logger): Promise<{ nest: NestFastifyApplication; url: string }> {
  const nest = await NestFactory.create<NestFastifyApplication>(AppModule.of(config, opened, workspace, log), httpServer(), {
    logger: false,
    bodyParser: false,
    abortOnError: false,
  });
  const fastify = nest.getHttpAdapter().getInstance();
  const folder = screensFolder();
  const screens = folder === null || config.role === 'worker' ? null : readScreens(folder);
  const isSecure = config.publicUrl?.startsWith('https:') === true;
  takeJsonOnly(fastify);
  setSecurityHeaders(fastify, { isSecure, indexHtml: screens?.indexHtml ?? null });
  logRequests(fastify, log);
  recogniseCallers(fastify, { users: opened.users, source: opened.live }, { isSecure, publicUrl: config.publicUrl });
  serveScreens(fastify, screens);
  nest.useGlobalFilters(new ProblemFilter(log));
  await listenOrSay(config, () => nest.listen(config.port, config.host));
  return { nest, url: urlOf(config, portOf(fastify.server.address()) ?? config.port) };
}

/** Where the build puts the admin UI; null when it was not built. */
function screensFolder(): string | null {
  const folder = join(projectRoot, 'dist-admin');
  return existsSync(join(folder, 'index.html')) ? folder : null;
}

function portOf(address: string | AddressInfo | null): number | null {
  return typeof address === 'object' && address !== null ? address.port : null;
}

function urlOf(config: Config, port: number): string {
  const everywhere = config.host === '0.0.0.0' || config.host === '::';
  const host = everywhere ? '127.0.0.1' : config.host;
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

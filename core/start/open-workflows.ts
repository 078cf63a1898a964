import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import type { Database } from '../data/database.js';
import type { Platform } from '../records/platform.js';
import { loadUser } from '../identity/load-caller.js';
import type { Config } from '../kernel/config.js';
import { newId } from '../kernel/ids.js';
import type { Logger } from '../kernel/logger.js';
import { systemCaller } from '../kernel/system-caller.js';
import { systemUserId } from '../kernel/caller.js';
import { mailSender } from '../notify/mail-sender.js';
import { loadServerCode } from '../plugin-host/load-server-code.js';
import { usualPatience, type EngineContext, type Patience } from '../workflows/engine/engine-context.js';
import { DefinitionBook } from '../workflows/engine/definition-book.js';
import type { FaultPoint } from '../workflows/engine/fault-point.js';
import { WorkflowEngine } from '../workflows/engine/engine.js';
import { openTransport } from '../workflows/transport/open-transport.js';
import type { Transport } from '../workflows/transport/transport.js';
import { workerName } from '../workflows/worker-name.js';
import { keepDerived } from './keep-derived.js';
import { connectOrSay } from './connect-or-say.js';
import type { OpenPlatform } from './open-platform.js';
import type { Server } from './open-server.js';
import { pluginFolders } from '../plugin-host/plugin-folders.js';

/** Workflows at work in this process. */
export interface OpenWorkflows {
  /** Something was written; workflows may wait for it. */
  poke(): void;
  /** Goes on with the platform of another model. */
  adopt(platform: Platform): Promise<void>;
  /** Whether the carrier of the queue answers. */
  isReady(): Promise<boolean>;
  close(): Promise<void>;
}

export interface WorkflowOptions {
  readonly patience?: Partial<Patience>;
  /** Instead of the one that the settings say. */
  readonly transport?: Transport;
  readonly concurrency?: number;
  /** Told of every place at which the process may end; tests end it there. */
  readonly faultPoint?: (point: FaultPoint) => Promise<void>;
}

const usualConcurrency = 4;
/** A frozen process is cut off by the server, so that it cannot commit when somebody else has taken over. */
const idleTimeoutMilliseconds = 15_000;
const transactionTimeoutMilliseconds = 60_000;

/** Starts the engine on a pool of its own, so that requests and workflows never wait for each other's connections. */
export async function openWorkflows(
  config: Config,
  opened: Opened,
  server: Pick<Server, 'url'>,
  log: Logger,
  options: WorkflowOptions = {},
): Promise<OpenWorkflows> {
  const { model } = opened.platform;
  const concurrency = options.concurrency ?? usualConcurrency;
  const lost = (error: Error): void => log.warn({ error: error.message }, 'workflows: a connection was lost');
  const timeouts = { idleTimeoutMilliseconds, transactionTimeoutMilliseconds };
  const pool = { poolSize: concurrency + 4, applicationName: workerName, ...timeouts, onConnectionLost: lost };
  const connection = await connectOrSay(server.url, 'DATABASE_URL', { model, ...pool });
  try {
    const transport = options.transport ?? openTransport({ redisUrl: config.redisUrl, databaseUrl: server.url, onError: lost, isWorker: true });
    const context = await contextOf(config, opened, connection.database, { transport, log, options, concurrency });
    const engine = new WorkflowEngine(context);
    await engine.start();
    let current = context.platform;
    const derived = await keepDerived(server.url, () => current, log);
    return {
      poke: () => engine.poke(),
      adopt: async (platform) => {
        const database = await connection.adopt(platform.model);
        current = { ...platform, database };
        await engine.adopt({ ...context, platform: current, database, book: new DefinitionBook(platform.model) });
      },
      isReady: () => answers(transport),
      close: async () => {
        await derived.close();
        await engine.stop();
        await connection.close();
      },
    };
  } catch (error) {
    await connection.close();
    throw error;
  }
}

/** What the engine works on. */
type Opened = Pick<OpenPlatform, 'platform'> & Partial<Pick<EngineContext, 'isBehind'>>;

interface Parts {
  readonly transport: Transport;
  readonly log: Logger;
  readonly options: WorkflowOptions;
  readonly concurrency: number;
}

function answers(transport: Transport): Promise<boolean> {
  return transport.readEpoch().then(
    () => true,
    () => false,
  );
}

async function contextOf(config: Config, { platform, isBehind }: Opened, database: Database, parts: Parts): Promise<EngineContext> {
  const { transport, log, options, concurrency } = parts;
  const { model } = platform;
  return {
    platform: { ...platform, database },
    database,
    book: new DefinitionBook(model),
    transport,
    log,
    patience: { ...usualPatience, ...options.patience },
    worker: `${hostname()}:${process.pid}:${randomUUID().slice(0, 4)}`,
    concurrency,
    callerOf: async (executor, userId) => {
      if (userId === systemUserId) return systemCaller();
      const user = await loadUser(executor, userId, model);
      return user === null ? null : { ...user, locale: user.locale ?? 'en', requestId: newId() };
    },
    isBehind: isBehind ?? (() => Promise.resolve(false)),
    handlers: await loadServerCode(pluginFolders(config), model, config.dataDir),
    sendMail: mailSender(config.smtpUrl),
    faultPoint: options.faultPoint ?? (() => Promise.resolve()),
  };
}

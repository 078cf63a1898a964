import { spawn, spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect as connectTo, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Redis } from 'ioredis';
import pg from 'pg';
import { InProcessTransport } from '../../core/workflows/transport/in-process-transport.js';
import { openTransport } from '../../core/workflows/transport/open-transport.js';
import { prepareQueueSchema } from '../../core/workflows/transport/prepare-queue-schema.js';
import type { Job, Transport } from '../../core/workflows/transport/transport.js';
import { clusterUrl, createTestDatabase } from './test-database.js';

/** A carrier of a test's own, and what may befall it. */
export interface Rig {
  open(): Transport;
  wipe(): Promise<void>;
  /** Breaks all connections to it. */
  cut(): Promise<void>;
  stop(): Promise<void>;
}

/** Makes one; it is told of the errors of all transports. */
export type MakeRig = (onError: (error: unknown) => void) => Promise<Rig>;

/** Whether a Redis of our own can be started. */
export const hasRedisServer = spawnSync('redis-server', ['--version']).status === 0;

const givenRedis = process.env['REDIS_URL'];

/** The carriers, each with what it lacks here. */
export const rigs: readonly { readonly name: string; readonly isHere: boolean; readonly make: MakeRig }[] = [
  { name: 'in-process', isHere: true, make: inProcessRig },
  { name: 'postgres', isHere: true, make: postgresRig },
  { name: 'redis', isHere: hasRedisServer || givenRedis !== undefined, make: redisRig },
];

function inProcessRig(onError: (error: unknown) => void): Promise<Rig> {
  const first = new InProcessTransport({ onError });
  const done = (): Promise<void> => Promise.resolve();
  return Promise.resolve({ open: () => first.beside(), wipe: () => done().then(() => first.wipe()), cut: done, stop: done });
}

/** The tables belong to one role and another one works with them. */
async function postgresRig(onError: (error: unknown) => void): Promise<Rig> {
  const database = await createTestDatabase();
  const name = new URL(database.url).pathname.slice(1);
  const role = `run_${randomUUID().replaceAll('-', '')}`;
  await asSuperuser(
    database.url,
    `CREATE ROLE ${role} LOGIN PASSWORD 'x'; REVOKE ALL ON DATABASE ${name} FROM PUBLIC; GRANT CONNECT ON DATABASE ${name} TO ${role}`,
  );
  const runUrl = new URL(database.url);
  runUrl.username = role;
  runUrl.password = 'x';
  await prepareQueueSchema(database.url, runUrl.href);
  return {
    open: () => openTransport({ redisUrl: undefined, databaseUrl: runUrl.href, onError, isWorker: true }),
    wipe: () => truncateQueue(database.url),
    cut: () => asSuperuser(database.url, `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${name}' AND pid <> pg_backend_pid()`),
    stop: async () => {
      await database.drop();
      await asSuperuser(clusterUrl(), `DROP ROLE ${role}`);
    },
  };
}

/** A Redis of our own is emptied as a whole; of one that was given only the queue is deleted. */
async function redisRig(onError: (error: unknown) => void): Promise<Rig> {
  const server = hasRedisServer ? await startRedis(await freePort()) : null;
  const url = server?.url ?? givenRedis ?? '';
  const client = new Redis(url);
  return {
    open: () => openTransport({ redisUrl: url, databaseUrl: '', onError, isWorker: true }),
    wipe: async () => {
      if (server === null) await client.del('-', ...(await client.keys('trellis:trellis-steps:*')));
      else await client.flushall();
    },
    cut: async () => void (await client.client('KILL', 'TYPE', 'normal', 'SKIPME', 'yes')),
    stop: async () => {
      await client.quit();
      await server?.stop();
    },
  };
}

/** A Redis that keeps nothing, on that port of this machine. */
export async function startRedis(port: number): Promise<{ readonly url: string; stop(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'trellis-redis-'));
  const flags = ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--save', '', '--appendonly', 'no'];
  const server = spawn('redis-server', flags, { stdio: 'ignore' });
  const ended = once(server, 'exit');
  const url = `redis://127.0.0.1:${String(port)}`;
  const client = new Redis(url, { retryStrategy: () => 20, maxRetriesPerRequest: 250 });
  client.on('error', () => undefined);
  await client.ping().finally(() => client.disconnect());
  return {
    url,
    stop: async () => {
      server.kill();
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Empties every table of the queue, that of its versions too; whom PostgreSQL gives up in a deadlock with the workers does it again. */
export async function truncateQueue(url: string): Promise<void> {
  const statement = `DO $$ BEGIN EXECUTE (SELECT 'TRUNCATE ' || string_agg(format('%I.%I', schemaname, tablename), ', ') FROM pg_tables WHERE schemaname = 'bullmq'); END $$`;
  await asSuperuser(url, statement).catch((error: unknown) => {
    if (!(error instanceof pg.DatabaseError) || error.code !== '40P01') throw error;
    return asSuperuser(url, statement);
  });
}

/** In the database of that address. */
async function asSuperuser(url: string, statements: string): Promise<void> {
  const address = new URL(clusterUrl());
  address.pathname = new URL(url).pathname;
  const client = new pg.Client({ connectionString: address.href });
  await client.connect();
  await client.query(statements).finally(() => client.end());
}

/** Passes connections on to that port of this machine; those that fall silent stay open, and new ones work. */
export async function startProxy(to: number): Promise<{ readonly port: number; fallSilent(): void; stop(): void }> {
  const pairs = new Set<readonly [Socket, Socket]>();
  const server = createServer((near) => {
    const far = connectTo(to, '127.0.0.1');
    pairs.add([near.on('error', () => far.destroy()), far.on('error', () => near.destroy())]);
    near.pipe(far).pipe(near);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    fallSilent: () => pairs.forEach(([near, far]) => near.unpipe(far).resume() && far.unpipe(near).resume()),
    stop: () => {
      server.close();
      pairs.forEach(([near, far]) => near.destroy() && far.destroy());
    },
  };
}

/** A port of this machine on which nobody listens. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/** Waits until it is so. */
export async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = performance.now() + 30_000;
  while (!(await isSo())) {
    if (performance.now() > deadline) throw new Error(`waited in vain until ${String(isSo)}`);
    await pause(10);
  }
}

/** A new step to be run. */
export function job(): Job {
  return { step: randomUUID(), attempt: 1 };
}

/** Some of them. */
export function jobs(count: number): readonly Job[] {
  return Array.from({ length: count }, job);
}

/** A handler that notes what it was given. */
export function collect(taken: Job[], milliseconds = 0): (one: Job) => Promise<void> {
  return async (one) => {
    taken.push(one);
    if (milliseconds > 0) await pause(milliseconds);
  };
}

/** Whether that job is among them. */
export function has(taken: readonly Job[], wanted: Job): boolean {
  return taken.some((one) => one.step === wanted.step);
}

/** Whether it ends without an error. */
export function isDone(work: Promise<unknown>): Promise<boolean> {
  return work.then(
    () => true,
    () => false,
  );
}

import { Redis } from 'ioredis';
import { freePort, hasRedisServer, startRedis, truncateQueue } from '../support/carrier-rigs.js';
import { rowsOf } from '../support/rows-of.js';

/** What carries jobs between processes, and what may befall it. */
export interface FaultCarrier {
  /** Settings by which a process uses it. */
  readonly env: Readonly<Record<string, string>>;
  wipe(): Promise<void>;
  /** Jobs that nobody took yet. */
  waiting(): Promise<number>;
  stop(): Promise<void>;
}

/** Makes one for the processes on that database. */
export type MakeFaultCarrier = (databaseUrl: string) => Promise<FaultCarrier>;

/** Both carriers through BullMQ; a Redis is one of our own, because all of it is emptied. */
export const faultCarriers: readonly { readonly name: string; readonly isHere: boolean; readonly make: MakeFaultCarrier }[] = [
  { name: 'postgres', isHere: true, make: inDatabase },
  { name: 'redis', isHere: hasRedisServer, make: inRedis },
];

function inDatabase(databaseUrl: string): Promise<FaultCarrier> {
  return Promise.resolve({
    env: {},
    wipe: () => truncateQueue(databaseUrl),
    waiting: async () => (await rowsOf(databaseUrl, `SELECT FROM bullmq.job WHERE state = 'waiting'`)).length,
    stop: () => Promise.resolve(),
  });
}

async function inRedis(): Promise<FaultCarrier> {
  const server = await startRedis(await freePort());
  const client = new Redis(server.url);
  return {
    env: { REDIS_URL: server.url },
    wipe: async () => void (await client.flushall()),
    waiting: () => client.llen('trellis:trellis-steps:wait'),
    stop: async () => {
      client.disconnect();
      await server.stop();
    },
  };
}

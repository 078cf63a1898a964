import { once } from 'node:events';
import { createServer } from 'node:net';
import { describe, expect, test } from '@jest/globals';
import { openTransport } from '../../core/workflows/transport/open-transport.js';
import { prepareQueueSchema } from '../../core/workflows/transport/prepare-queue-schema.js';
import type { Job } from '../../core/workflows/transport/transport.js';
import { collect, freePort, has, hasRedisServer, isDone, job, jobs, startProxy, startRedis, truncateQueue, until } from '../support/carrier-rigs.js';
import { createTestDatabase } from '../support/test-database.js';
import { testIf } from '../support/test-if.js';

const onError = (): void => undefined;

describe('what carriers suffer', () => {
  test('one that cannot be reached, or does not answer, is told of within seconds', async () => {
    const silent = createServer((socket) => socket.on('error', () => undefined).resume()).listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const address = silent.address();
    const ports = [await freePort(), typeof address === 'object' ? address?.port : 0];
    const asks = ports.flatMap((port) => [
      { redisUrl: `redis://127.0.0.1:${String(port)}`, databaseUrl: '' },
      { redisUrl: undefined, databaseUrl: `postgres://nobody@127.0.0.1:${String(port)}/none` },
    ]);
    const milliseconds = async (ask: (typeof asks)[number]): Promise<readonly number[]> => {
      const transport = openTransport({ ...ask, onError, isWorker: true });
      const took: number[] = [];
      const works = [() => transport.receive(() => Promise.resolve(), 1), () => transport.send(jobs(1)), () => transport.readEpoch(), () => transport.close()];
      for (const [index, work] of works.entries()) {
        const begun = performance.now();
        expect(await isDone(work())).toBe(index === 0 || index === 3);
        took.push(performance.now() - begun);
      }
      return took;
    };
    for (const took of (await Promise.all(asks.map(milliseconds))).flat()) expect(took).toBeLessThan(4000);
    silent.close();
  });

  testIf(hasRedisServer, 'needs redis-server on the PATH')('connections that fall silent without an end are replaced', async () => {
    const [server, database] = [await startRedis(await freePort()), await createTestDatabase()];
    await prepareQueueSchema(database.url, database.url);
    const survive = async (url: string): Promise<void> => {
      const address = new URL(url);
      const proxy = await startProxy(Number(address.port));
      address.port = String(proxy.port);
      const isRedis = url.startsWith('redis:');
      const transport = openTransport({ redisUrl: isRedis ? address.href : undefined, databaseUrl: address.href, onError, isWorker: true });
      const taken: Job[] = [];
      await transport.receive(collect(taken), 2);
      await transport.send(jobs(1));
      await until(() => taken.length === 1);
      proxy.fallSilent();
      const last = job();
      await until(() => isDone(transport.send([last])));
      await until(() => has(taken, last));
      await transport.close();
      proxy.stop();
    };
    await Promise.all([survive(server.url), survive(database.url)]);
    await server.stop();
    await database.drop();
  });

  testIf(hasRedisServer, 'needs redis-server on the PATH')('a worker outlives its Redis, and begins with one that comes after it', async () => {
    const port = await freePort();
    const transport = openTransport({ redisUrl: `redis://127.0.0.1:${String(port)}`, databaseUrl: '', onError, isWorker: true });
    const taken: Job[] = [];
    await transport.receive(collect(taken), 2);
    for (let round = 1; round <= 2; round++) {
      const server = await startRedis(port);
      const last = job();
      await until(() => isDone(transport.send([last])));
      await until(() => has(taken, last));
      expect(await transport.readEpoch()).toBeNull();
      await transport.writeEpoch('x');
      await server.stop();
      await expect(transport.send(jobs(1))).rejects.toThrow();
    }
    await transport.close();
  });

  test('a worker that comes before the tables begins with them; they are made anew when their ledger is lost', async () => {
    const database = await createTestDatabase();
    const transport = openTransport({ redisUrl: undefined, databaseUrl: database.url, onError, isWorker: true });
    const taken: Job[] = [];
    await transport.receive(collect(taken), 2);
    await expect(transport.send(jobs(1))).rejects.toThrow('not initialized');
    await Promise.all([1, 2, 3].map(() => prepareQueueSchema(database.url, database.url)));
    for (let round = 1; round <= 3; round++) {
      const last = job();
      await until(() => isDone(transport.send([last])));
      await until(() => has(taken, last));
      await truncateQueue(database.url);
      if (round === 2) await prepareQueueSchema(database.url, database.url);
    }
    await transport.close();
    await database.drop();
  });

  test('a process that is no worker takes no jobs', async () => {
    const transport = openTransport({ redisUrl: undefined, databaseUrl: 'postgres://localhost/none', onError, isWorker: false });
    await expect(transport.receive(() => Promise.resolve(), 1)).rejects.toThrow('only sends');
    await transport.close();
  });
});

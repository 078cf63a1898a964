import { createRedisBackend, type RedisOptions } from 'bullmq';
import { BullmqTransport, type TransportOptions } from './bullmq-transport.js';
import type { Transport } from './transport.js';

/** Jobs through a Redis, which must be set to evict nothing; two installations need two databases of it. */
export function redisTransport(redisUrl: string, options: TransportOptions): Transport {
  const common: RedisOptions = { url: redisUrl, keepAlive: 10_000, retryStrategy: (times) => Math.min(times * 100, 2000) };
  return new BullmqTransport(
    {
      kind: 'redis',
      backend: createRedisBackend,
      sending: {
        ...common,
        enableOfflineQueue: false,
        autoResendUnfulfilledCommands: false,
        maxRetriesPerRequest: 0,
        connectTimeout: 1500,
        commandTimeout: 1500,
      },
      receiving: { ...common, maxRetriesPerRequest: null },
    },
    options,
  );
}

import type { TransportOptions } from './bullmq-transport.js';
import { postgresTransport } from './postgres-transport.js';
import { redisTransport } from './redis-transport.js';
import type { Transport } from './transport.js';

/** Which carrier, and how this process uses it. */
export interface OpenTransportOptions extends TransportOptions {
  readonly redisUrl: string | undefined;
  readonly databaseUrl: string;
}

/** Through Redis where there is one, else through the database. Nothing is connected before it is needed. */
export function openTransport(options: OpenTransportOptions): Transport {
  const { redisUrl, databaseUrl } = options;
  return redisUrl === undefined ? postgresTransport(databaseUrl, options) : redisTransport(redisUrl, options);
}

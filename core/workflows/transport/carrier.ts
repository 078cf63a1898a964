import type { BackendFactory, IQueueBackend } from 'bullmq';

/** The one queue of all steps. */
export const queueName = 'trellis-steps';

/** What the keys of the queue begin with where there are no tables. */
export const keyPrefix = 'trellis';

/** Where BullMQ keeps the queue; the connection for sending fails fast, the one for receiving never gives up. */
export interface Carrier<Backend extends IQueueBackend, Connection> {
  readonly kind: 'postgres' | 'redis';
  readonly backend: BackendFactory<Backend, Connection>;
  readonly sending: Connection;
  readonly receiving: Connection;
}

import type { IQueueBackend } from 'bullmq';
import { queueName, type Carrier } from './carrier.js';
import { QueueReceiver } from './queue-receiver.js';
import { QueueSender } from './queue-sender.js';
import { reportSparingly } from './report-sparingly.js';
import type { Job, Transport } from './transport.js';

/** What a transport of either kind is told at its start. */
export interface TransportOptions {
  /** Told of lost connections, of each kind once in ten seconds, and of every error of a handler. */
  readonly onError: (error: Error) => void;
  /** Whether this process may take jobs, and not only send them. */
  readonly isWorker: boolean;
}

/** Jobs through BullMQ, of which only bulk sending and taking are used: retries, delays, order and history are the engine's. */
export class BullmqTransport<Backend extends IQueueBackend, Connection> implements Transport {
  readonly kind: 'postgres' | 'redis';
  private readonly report: (thrown: unknown) => void;
  private readonly sender: QueueSender<Backend, Connection>;
  private receiver: QueueReceiver<Backend, Connection> | null = null;
  private closing: Promise<void> | null = null;

  constructor(
    private readonly carrier: Carrier<Backend, Connection>,
    private readonly options: TransportOptions,
  ) {
    this.kind = carrier.kind;
    this.report = reportSparingly(options.onError);
    this.sender = new QueueSender(carrier, this.report);
  }

  send(jobs: readonly Job[]): Promise<void> {
    return this.sender.send(jobs);
  }

  async receive(handle: (job: Job) => Promise<void>, concurrency: number): Promise<void> {
    if (!this.options.isWorker) throw new Error('this process was not opened as a worker: it only sends');
    if (this.receiver !== null) throw new Error('this transport already receives');
    if (this.closing !== null) throw new Error('this transport is closed');
    this.receiver = new QueueReceiver(this.carrier, (carried) => this.run(carried, handle), concurrency, this.report);
    await this.receiver.start();
  }

  readEpoch(): Promise<string | null> {
    return this.sender.readEpoch();
  }

  writeEpoch(epoch: string): Promise<void> {
    return this.sender.writeEpoch(epoch);
  }

  close(): Promise<void> {
    this.closing ??= this.letGo();
    return this.closing;
  }

  private async run(carried: unknown, handle: (job: Job) => Promise<void>): Promise<void> {
    try {
      await handle(readJob(carried));
    } catch (thrown) {
      this.options.onError(thrown instanceof Error ? thrown : new Error(String(thrown)));
    }
  }

  /** A handler that still runs may send. */
  private async letGo(): Promise<void> {
    await this.receiver?.close();
    await this.sender.close();
  }
}

function readJob(carried: unknown): Job {
  const isObject = typeof carried === 'object' && carried !== null && 'step' in carried && 'attempt' in carried;
  if (isObject && typeof carried.step === 'string' && typeof carried.attempt === 'number') return { step: carried.step, attempt: carried.attempt };
  throw new Error(`${queueName}: a job that is none of ours: ${String(JSON.stringify(carried)).slice(0, 200)}`);
}

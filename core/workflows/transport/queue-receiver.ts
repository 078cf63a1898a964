import { setTimeout as pause } from 'node:timers/promises';
import type { IQueueBackend } from 'bullmq';
import { AbandonableWorker } from './abandonable-worker.js';
import { keyPrefix, queueName, type Carrier } from './carrier.js';
import { longestSleepSeconds, wakefulBackend } from './wakeful-backend.js';
import { within } from './within.js';

const startMilliseconds = 2000;
const readyMilliseconds = 15_000;
const finishMilliseconds = 5000;
const signOfLifeMilliseconds = 5000;
const stragglersMilliseconds = 30_000;

/** Takes jobs from the queue; a worker of BullMQ that cannot start, ends, or whose carrier falls silent is followed by another. */
export class QueueReceiver<Backend extends IQueueBackend, Connection> {
  private readonly name: string;
  private readonly running = new Set<Promise<void>>();
  private worker: AbandonableWorker<Backend, Connection> | null = null;
  private isClosed = false;

  constructor(
    private readonly carrier: Carrier<Backend, Connection>,
    private readonly handle: (carried: unknown) => Promise<void>,
    private readonly concurrency: number,
    private readonly report: (thrown: unknown) => void,
  ) {
    this.name = `receiving through ${carrier.kind}`;
  }

  /** Returns when it takes jobs; when the carrier is away it returns too, and begins by itself as soon as it can. */
  async start(): Promise<void> {
    const started = new Promise<void>((resolve) => void this.keepReceiving(resolve));
    await within(startMilliseconds, this.name, started).catch(this.report);
  }

  async close(): Promise<void> {
    this.isClosed = true;
    if (this.worker === null) return;
    await within(finishMilliseconds, `${this.name}, closing`, this.worker.close()).catch(this.report);
    await this.abandon(this.worker);
  }

  private async keepReceiving(started: () => void): Promise<void> {
    while (!this.isClosed) {
      const worker = this.makeWorker();
      this.worker = worker;
      try {
        const isReady = await Promise.race([worker.waitUntilReady().then(yes), pause(readyMilliseconds, false, { ref: false })]);
        if (!isReady) throw new Error(`${this.name}: no connection within ${String(readyMilliseconds)} ms`);
        const work = worker.run();
        started();
        await Promise.race([work, this.watch(worker)]);
      } catch (error) {
        this.report(error);
      }
      if (this.isClosed) return;
      await this.abandon(worker);
      // What still runs counts against the concurrency of the next worker.
      await within(stragglersMilliseconds, `${this.name}, running on`, Promise.all(this.running)).catch(this.report);
      await pause(1000, undefined, { ref: false });
    }
  }

  private makeWorker(): AbandonableWorker<Backend, Connection> {
    const options = {
      connection: this.carrier.receiving,
      prefix: keyPrefix,
      concurrency: this.concurrency,
      // Before its connection is ready the loop of a running worker would spin.
      autorun: false,
      lockDuration: 5000,
      stalledInterval: 3000,
      maxStalledCount: 50,
      drainDelay: longestSleepSeconds,
      runRetryDelay: 1000,
    };
    const worker = new AbandonableWorker<Backend, Connection>(queueName, (job) => this.run(job.data), options, wakefulBackend(this.carrier.backend));
    worker.on('error', this.report);
    return worker;
  }

  private async run(carried: unknown): Promise<void> {
    const run = this.handle(carried);
    this.running.add(run);
    await run.finally(() => this.running.delete(run));
  }

  /** Returns when the carrier gave no answer twice in a row. */
  private async watch(worker: AbandonableWorker<Backend, Connection>): Promise<void> {
    for (let silences = 0; silences < 2 && !this.isClosed;) {
      await pause(signOfLifeMilliseconds, undefined, { ref: false });
      const answer = worker.getBackend().getQueueMetaField('version');
      const isAlive = await Promise.race([answer.then(yes, no), pause(signOfLifeMilliseconds, false, { ref: false })]);
      silences = isAlive ? 0 : silences + 1;
    }
  }

  private async abandon(worker: AbandonableWorker<Backend, Connection>): Promise<void> {
    await within(1000, `${this.name}, closing`, worker.abandon()).catch(this.report);
  }
}

const yes = (): boolean => true;
const no = (): boolean => false;

import { jobId, type Job, type Transport } from './transport.js';
import { seededRandom } from './seeded-random.js';
import { within } from './within.js';

/** How badly the carrier behaves; the same seed gives the same decisions. Shares are from 0 to 1. */
export interface Mischief {
  readonly seed?: number;
  /** Of the jobs sent, so many never arrive. */
  readonly dropShare?: number;
  /** Of the jobs sent, so many arrive twice. */
  readonly doubleShare?: number;
  readonly isReordering?: boolean;
  /** Each job waits up to so long before it can be taken. */
  readonly delayMilliseconds?: number;
  readonly onError?: (error: unknown) => void;
}

/** A carrier within one process that loses, doubles, reorders and delays jobs at will, for tests and benches of those who must bear it. */
export class InProcessTransport implements Transport {
  readonly kind = 'in-process';
  /** While true, whatever needs the carrier throws. */
  isAway = false;
  private handle: ((job: Job) => Promise<void>) | null = null;
  private concurrency = 0;
  private closing: Promise<void> | null = null;
  private readonly running = new Set<Promise<void>>();

  constructor(
    private readonly mischief: Mischief = {},
    private readonly shelf: Shelf = new Shelf(mischief),
  ) {}

  /** A second transport on the same carrier, as another process would have it. */
  beside(): InProcessTransport {
    return new InProcessTransport(this.mischief, this.shelf);
  }

  /** How many jobs nobody took yet. */
  get waiting(): number {
    return this.shelf.size;
  }

  /** Loses all that waits, and the epoch. */
  wipe(): void {
    this.shelf.wipe();
  }

  async send(jobs: readonly Job[]): Promise<void> {
    this.reach();
    this.shelf.put(jobs);
    return Promise.resolve();
  }

  async receive(handle: (job: Job) => Promise<void>, concurrency: number): Promise<void> {
    if (this.handle !== null) throw new Error('this transport already receives');
    this.handle = handle;
    this.concurrency = concurrency;
    this.shelf.takers.add(this.take);
    this.shelf.wake();
    return Promise.resolve();
  }

  async readEpoch(): Promise<string | null> {
    this.reach();
    return Promise.resolve(this.shelf.epoch);
  }

  async writeEpoch(epoch: string): Promise<void> {
    this.reach();
    this.shelf.epoch = epoch;
    return Promise.resolve();
  }

  close(): Promise<void> {
    this.closing ??= this.letGo();
    return this.closing;
  }

  private async letGo(): Promise<void> {
    this.shelf.takers.delete(this.take);
    this.concurrency = 0;
    await within(5000, 'the transport within the process, closing', Promise.all(this.running)).catch(this.report);
  }

  private readonly take = (): void => {
    while (!this.isAway && this.running.size < this.concurrency) {
      const job = this.shelf.take();
      if (job === undefined) return;
      const run = this.run(job).finally(() => {
        this.running.delete(run);
        this.take();
      });
      this.running.add(run);
    }
  };

  private async run(job: Job): Promise<void> {
    try {
      await this.handle?.(job);
    } catch (error) {
      this.report(error);
    }
  }

  private readonly report = (error: unknown): void => this.mischief.onError?.(error);

  private reach(): void {
    if (this.isAway) throw new Error('the transport within the process is away');
  }
}

/** What waits, shared by the transports beside each other. */
class Shelf {
  epoch: string | null = null;
  readonly takers = new Set<() => void>();
  private readonly waiting = new Map<string, Job>();
  private readonly delayed = new Map<string, NodeJS.Timeout>();
  private readonly random: () => number;

  constructor(private readonly mischief: Mischief) {
    this.random = seededRandom(mischief.seed ?? 1);
  }

  get size(): number {
    return this.waiting.size + this.delayed.size;
  }

  put(jobs: readonly Job[]): void {
    for (const job of jobs) {
      if (this.random() < (this.mischief.dropShare ?? 0)) continue;
      this.place(jobId(job), job);
      if (this.random() < (this.mischief.doubleShare ?? 0)) this.place(`${jobId(job)} again`, job);
    }
    this.wake();
  }

  take(): Job | undefined {
    const reach = this.mischief.isReordering === true ? Math.floor(this.random() * Math.min(this.waiting.size, 50)) : 0;
    const keys = this.waiting.keys();
    for (let passed = 0; passed < reach; passed++) keys.next();
    const key = keys.next().value;
    if (key === undefined) return undefined;
    const job = this.waiting.get(key);
    this.waiting.delete(key);
    return job;
  }

  wipe(): void {
    this.epoch = null;
    this.waiting.clear();
    for (const timer of this.delayed.values()) clearTimeout(timer);
    this.delayed.clear();
  }

  wake(): void {
    setImmediate(() => {
      for (const take of this.takers) take();
    });
  }

  private place(key: string, job: Job): void {
    if (this.waiting.has(key) || this.delayed.has(key)) return;
    const delay = this.mischief.delayMilliseconds ?? 0;
    if (delay === 0) {
      this.waiting.set(key, job);
      return;
    }
    const appear = (): void => {
      this.delayed.delete(key);
      this.waiting.set(key, job);
      this.wake();
    };
    this.delayed.set(key, setTimeout(appear, this.random() * delay).unref());
  }
}

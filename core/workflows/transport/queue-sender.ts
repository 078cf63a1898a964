import { Queue, type IQueueBackend } from 'bullmq';
import { keyPrefix, queueName, type Carrier } from './carrier.js';
import { jobId, type Job } from './transport.js';
import { within } from './within.js';

const answerMilliseconds = 2000;
const bulk = 1000;
const epochField = 'trellis-epoch';

type JobQueue<Backend extends IQueueBackend, Connection> = Queue<Job, void, string, Job, void, string, Backend, Connection>;

/** Puts jobs on the queue and keeps its epoch there; fails within two seconds, and finds back to a carrier that was away. */
export class QueueSender<Backend extends IQueueBackend, Connection> {
  private readonly name: string;
  private queue: JobQueue<Backend, Connection> | null = null;
  private failures = 0;
  private isClosed = false;

  constructor(
    private readonly carrier: Carrier<Backend, Connection>,
    private readonly report: (thrown: unknown) => void,
  ) {
    this.name = `sending through ${carrier.kind}`;
  }

  async send(jobs: readonly Job[]): Promise<void> {
    for (let first = 0; first < jobs.length; first += bulk) {
      const some = jobs.slice(first, first + bulk).map((job) => ({
        name: 'step',
        data: { step: job.step, attempt: job.attempt },
        opts: { jobId: jobId(job), attempts: 1, removeOnComplete: true, removeOnFail: true },
      }));
      await this.ask((queue) => queue.addBulk(some));
    }
  }

  readEpoch(): Promise<string | null> {
    return this.ask((queue) => queue.getBackend().getQueueMetaField(epochField));
  }

  async writeEpoch(epoch: string): Promise<void> {
    await this.ask((queue) => queue.getBackend().setQueueMeta({ [epochField]: epoch }));
  }

  async close(): Promise<void> {
    this.isClosed = true;
    await this.letGo();
  }

  private async ask<Answer>(question: (queue: JobQueue<Backend, Connection>) => Promise<Answer>): Promise<Answer> {
    if (this.isClosed) throw new Error(`${this.name}: closed`);
    this.queue ??= this.open();
    const queue = this.queue;
    const state = { isReady: false };
    const answer = queue.waitUntilReady().then(() => {
      state.isReady = true;
      return question(queue);
    });
    try {
      const value = await within(answerMilliseconds, this.name, answer);
      this.failures = 0;
      return value;
    } catch (error) {
      this.failures++;
      // BullMQ keeps a first connection that failed for ever, and a connection that fell silent would stay so for a quarter of an hour.
      if (this.queue === queue && (!state.isReady || this.failures > 1)) void this.letGo();
      throw error;
    }
  }

  private open(): JobQueue<Backend, Connection> {
    const options = { connection: this.carrier.sending, prefix: keyPrefix, streams: { events: { maxLen: 256 } }, skipVersionCheck: true };
    const queue: JobQueue<Backend, Connection> = new Queue(queueName, options, this.carrier.backend);
    queue.on('error', this.report);
    return queue;
  }

  private async letGo(): Promise<void> {
    const { queue } = this;
    this.queue = null;
    this.failures = 0;
    if (queue !== null) await within(1000, `${this.name}, closing`, queue.getBackend().close(true)).catch(this.report);
  }
}

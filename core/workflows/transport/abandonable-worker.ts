import { Worker, type IQueueBackend, type JobProgress } from 'bullmq';

/** A worker of BullMQ that can be let go of even while its own close hangs on a handler or on a store that is away. */
export class AbandonableWorker<Backend extends IQueueBackend, Connection> extends Worker<unknown, void, string, Backend, JobProgress, Connection> {
  async abandon(): Promise<void> {
    await this.pause(true);
    await this.lockManager.close();
    await this.getBackend().close(true);
  }
}

/** One step to be run: ids only, so that nothing that is carried can be stale or secret. */
export interface Job {
  /** A UUID. */
  readonly step: string;
  readonly attempt: number;
}

/** Carries jobs from those who find them to those who run them. It may lose, double, delay and reorder them: what is true stands in the database. */
export interface Transport {
  readonly kind: 'in-process' | 'postgres' | 'redis';
  /** Hands jobs over in bulk; one that still waits there is not doubled. Throws within two seconds or so when the carrier cannot be reached. */
  send(jobs: readonly Job[]): Promise<void>;
  /** Starts taking jobs, at most `concurrency` at once. Whatever the handler does or throws, the job is over for the carrier. */
  receive(handle: (job: Job) => Promise<void>, concurrency: number): Promise<void>;
  /** The mark that this carrier's store bears; null when it bears none because it is new, was emptied or lost. */
  readEpoch(): Promise<string | null>;
  writeEpoch(epoch: string): Promise<void>;
  /** Lets what runs finish for some seconds, then lets go of all connections. */
  close(): Promise<void>;
}

/** The name of a job on its carrier: a function of the step and the attempt, so that sending it anew changes nothing while it waits. */
export function jobId(job: Job): string {
  return `st-${job.step}-${String(job.attempt)}`;
}

import { setTimeout as pause } from 'node:timers/promises';
import type { BackendFactory, IQueueBackend } from 'bullmq';

/** The longest that a worker waits for a wake-up before it looks by itself; BullMQ's own ceiling on PostgreSQL is an hour. */
export const longestSleepSeconds = 3;

const pauseAfterFailureMilliseconds = 500;

/** The same backend, but its worker looks for jobs every few seconds whatever it missed, and does not ask a failing store without end. */
export function wakefulBackend<Backend extends IQueueBackend, Connection>(factory: BackendFactory<Backend, Connection>): BackendFactory<Backend, Connection> {
  return (name, options, further) => {
    const made = factory(name, options, further);
    const backend: IQueueBackend = made;
    const take = backend.moveToActive.bind(backend);
    backend.moveToActive = async (token, worker) => {
      try {
        return await take(token, worker);
      } catch (error) {
        await pause(pauseAfterFailureMilliseconds);
        throw error;
      }
    };
    Object.defineProperty(made, 'maximumBlockTimeout', { value: longestSleepSeconds });
    return made;
  };
}

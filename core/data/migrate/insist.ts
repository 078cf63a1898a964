import { setTimeout as sleep } from 'node:timers/promises';
import { RowsCame } from './run-plan.js';

/** Tries until it succeeds, fails for good, or the patience is over. */
export type Insist = <Result>(attempt: () => Promise<Result>) => Promise<Result>;

/** A table that others hold is asked for again rather than waited for, because those who queue behind us would wait too. The patience is for one thing at a time. */
export function insisting(patienceMilliseconds: number): Insist {
  return async (attempt) => {
    const deadline = Date.now() + patienceMilliseconds;
    for (;;) {
      try {
        return await attempt();
      } catch (error) {
        if (!isPassing(error) || Date.now() > deadline) throw error;
        await sleep(100 + Math.random() * 900);
      }
    }
  };
}

/** Lock not available, deadlock, rows that came in between, or periods of rows that are gone already but not for everybody: what builds a key over periods still reads them until older transactions end. */
function isPassing(error: unknown): boolean {
  if (error instanceof RowsCame) return true;
  if (!(error instanceof Error) || !('code' in error)) return false;
  return error.code === '55P03' || error.code === '40P01' || (error.code === '22000' && error.message.startsWith('range lower bound'));
}

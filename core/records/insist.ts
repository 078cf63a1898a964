import { setTimeout as sleep } from 'node:timers/promises';
import { errorCode } from '../kernel/error-code.js';
import { UserError } from '../kernel/user-error.js';
import type { Platform } from './platform.js';

const mostTries = 6;

/** Does a transaction again when PostgreSQL broke it off because two of them met; within another transaction that one has to be done again as a whole. */
export async function insist<Result>(platform: Platform, work: () => Promise<Result>): Promise<Result> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (platform.isNested === true || attempt >= mostTries || !isBrokenOff(error)) throw error;
      await sleep(Math.random() * 20 * 2 ** attempt);
    }
  }
}

/** By PostgreSQL, or by what was done within and has said so already. */
function isBrokenOff(error: unknown): boolean {
  const code = errorCode(error);
  return code === '40P01' || code === '40001' || (error instanceof UserError && error.code === 'record.try-again');
}

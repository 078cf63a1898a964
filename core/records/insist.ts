import { setTimeout as sleep } from 'node:timers/promises';
import { errorCode } from '../kernel/error-code.js';
import type { Platform } from './platform.js';

const mostTries = 6;

/** Does a transaction again when PostgreSQL broke it off because two of them met; within another transaction that one has to be done again as a whole. */
export async function insist<Result>(platform: Platform, work: () => Promise<Result>): Promise<Result> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      const code = errorCode(error);
      if (platform.isNested === true || attempt >= mostTries || (code !== '40P01' && code !== '40001')) throw error;
      await sleep(Math.random() * 20 * 2 ** attempt);
    }
  }
}

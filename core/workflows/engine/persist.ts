import { setTimeout as pause } from 'node:timers/promises';
import { isAway } from './is-away.js';

const firstPauseMilliseconds = 250;
const mostTries = 6;

/** Does it again while the database is away, for some seconds in all: a restart of it then delays what was under way and does not undo it. */
export async function persist<Result>(work: () => Promise<Result>): Promise<Result> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (!isAway(error) || attempt >= mostTries) throw error;
      await pause(firstPauseMilliseconds * 2 ** (attempt - 1), undefined, { ref: false });
    }
  }
}

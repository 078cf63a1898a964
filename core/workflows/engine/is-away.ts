import { errorCode } from '../../kernel/error-code.js';

const awayCodes = /^(?:08|57P0|53|ECONN|EPIPE|ETIMEDOUT|ENOTFOUND)/u;

/** Whether the database could not be reached, or broke the connection: what was begun there did not happen, and nobody's step is to blame. */
export function isAway(error: unknown): boolean {
  const message = error instanceof Error ? error.message : String(error);
  return (
    awayCodes.test(errorCode(error)) ||
    /Connection terminated|connection timeout|timeout exceeded when trying to connect|Client has encountered/iu.test(message)
  );
}

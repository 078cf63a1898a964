import { errorCode } from '../../kernel/error-code.js';

const silenceMilliseconds = 10_000;

/** Tells of the same trouble once in ten seconds, whichever job or number it names, because a lost connection is noticed many times a second. */
export function reportSparingly(report: (error: Error) => void): (thrown: unknown) => void {
  const told = new Map<string, number>();
  return (thrown) => {
    const error = thrown instanceof Error ? thrown : new Error(String(thrown));
    const key = `${errorCode(error)} ${error.message.replaceAll(/[\da-f]{8}-[\da-f-]{27}|\d+/gu, '')}`;
    const now = performance.now();
    if (now - (told.get(key) ?? -Infinity) < silenceMilliseconds) return;
    if (told.size >= 100) told.clear();
    told.set(key, now);
    report(error);
  };
}

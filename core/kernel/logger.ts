import { pino, type Logger } from 'pino';
import type { LogLevel } from './config.js';
import { readableLine } from './readable-line.js';

export type { Logger } from 'pino';

/** What the process tells its operator: JSON lines into a pipe or file, readable lines on a terminal. Nothing secret is ever written. */
export function createLogger(level: LogLevel, output: NodeJS.WriteStream = process.stdout): Logger {
  const options = { level, base: null, timestamp: pino.stdTimeFunctions.isoTime, redact: { paths: secretPaths, censor: '***' } };
  if (!output.isTTY) return pino({ ...options, formatters: { level: (label) => ({ level: label }) } }, output);
  return pino(options, { write: (line: string) => void output.write(readableLine(line)) });
}

/** What PostgreSQL says of a statement holds the values of records, which may be personal. */
const secretPaths = [
  ...['req.headers.authorization', 'req.headers.cookie', 'password', '*.password'],
  ...['err.detail', 'err.where', 'err.internalQuery', 'err.query', 'err.parameters', 'err.driverError', 'err.cause'],
];

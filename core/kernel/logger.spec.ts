import { PassThrough } from 'node:stream';
import { expect, test } from '@jest/globals';
import { pino } from 'pino';
import { readableLine } from './readable-line.js';

test('a line on a terminal holds level, message and what else there is', () => {
  const line = linesOf((log) => log.warn({ port: 3000 }, 'the port is taken'))[0] ?? '';
  expect(readableLine(line).replaceAll(/\u001b\[\d+m/gu, '')).toMatch(/^\d\d:\d\d:\d\d warn {2}the port is taken port=3000\n$/u);
});

test('an error comes with its stack', () => {
  const line = linesOf((log) => log.error(new Error('broken')))[0] ?? '';
  expect(readableLine(line)).toContain('logger.spec');
});

function linesOf(work: (log: pino.Logger) => void): readonly string[] {
  const output = new PassThrough();
  work(pino({ base: null, timestamp: pino.stdTimeFunctions.isoTime }, output));
  return String(output.read()).trim().split('\n');
}

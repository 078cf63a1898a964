import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { openBrowserBundle } from '../support/expressions/browser-bundle.js';
import { readCases } from '../support/expressions/read-cases.js';

let bundle: Awaited<ReturnType<typeof openBrowserBundle>>;

beforeAll(async () => {
  bundle = await openBrowserBundle();
});
afterAll(() => bundle.close());

test.each(readCases())('the bundle agrees on $about', ({ cases }) => {
  const answers = cases.map((entry) => ({ expression: entry.expression, answer: bundle.runCase(entry) }));
  expect(answers).toEqual(
    cases.map((entry) => ({ expression: entry.expression, answer: entry.mistake === undefined ? { value: entry.value } : { mistake: entry.mistake } })),
  );
});

test('the bundle stands alone: it imports nothing and makes no code out of text', () => {
  const found = [/^import\b/mu, /\bimport\(/u, /\brequire\(/u, /\bprocess\./u, /["'`]node:/u, /\beval\(/u, /\bFunction\(/u].filter((pattern) =>
    pattern.test(bundle.text),
  );
  expect(found).toEqual([]);
});

test('the bundle is small enough to be loaded with the first form', () => {
  expect(gzipSync(bundle.text).length).toBeLessThan(54_000);
});

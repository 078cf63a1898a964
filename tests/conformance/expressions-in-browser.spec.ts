import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { projectRoot } from '../../core/kernel/project-root.js';
import type { ExpressionCase } from '../support/expressions/case.js';
import { readCases } from '../support/expressions/read-cases.js';

let folder: string;
let text: string;
let bundle: Bundle;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trellis-bundle-'));
  await promisify(execFile)(process.execPath, [join(projectRoot, 'tests/support/expressions/build-bundle.mjs'), folder], { cwd: projectRoot });
  text = await readFile(join(folder, 'bundle.mjs'), 'utf8');
  const loaded: unknown = await import(pathToFileURL(join(folder, 'bundle.mjs')).href);
  if (!isBundle(loaded)) throw new Error('the bundle exports no runCase');
  bundle = loaded;
});
afterAll(() => rm(folder, { recursive: true }));

test.each(readCases())('the bundle agrees on $about', ({ cases }) => {
  const answers = cases.map((entry) => ({ expression: entry.expression, answer: bundle.runCase(entry) }));
  expect(answers).toEqual(
    cases.map((entry) => ({ expression: entry.expression, answer: entry.mistake === undefined ? { value: entry.value } : { mistake: entry.mistake } })),
  );
});

test('the bundle stands alone: it imports nothing and makes no code out of text', () => {
  const found = [/^import\b/mu, /\bimport\(/u, /\brequire\(/u, /\bprocess\./u, /["'`]node:/u, /\beval\(/u, /\bFunction\(/u].filter((pattern) =>
    pattern.test(text),
  );
  expect(found).toEqual([]);
});

test('the bundle is small enough to be loaded with the first form', () => {
  expect(gzipSync(text).length).toBeLessThan(64_000);
});

interface Bundle {
  readonly runCase: (entry: ExpressionCase) => unknown;
}

function isBundle(loaded: unknown): loaded is Bundle {
  return typeof loaded === 'object' && loaded !== null && 'runCase' in loaded && typeof loaded.runCase === 'function';
}

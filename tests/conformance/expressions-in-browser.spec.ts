import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
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
  expect(text).not.toMatch(/\bimport\b|\brequire\(|\bprocess\.|node:/u);
  expect(text).not.toMatch(/\beval\(|\bnew Function\b|\bFunction\(/u);
});

test('the bundle stays small', () => {
  expect(text.length).toBeLessThan(150_000);
});

interface Bundle {
  readonly runCase: (entry: ExpressionCase) => unknown;
}

function isBundle(loaded: unknown): loaded is Bundle {
  return typeof loaded === 'object' && loaded !== null && 'runCase' in loaded && typeof loaded.runCase === 'function';
}

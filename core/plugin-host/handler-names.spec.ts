import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { handlerNames } from './handler-names.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trellis-handlers-'));
  await mkdir(join(folder, 'server'));
});
afterAll(() => rm(folder, { recursive: true }));

const namesIn = async (text: string): Promise<readonly string[] | undefined> => {
  await writeFile(join(folder, 'server', 'index.ts'), text);
  return handlerNames(folder);
};

test('a plugin without TypeScript of its own gives no steps', async () => {
  expect(await handlerNames(join(folder, 'nowhere'))).toEqual([]);
  expect(await namesIn('const steps = { one: 1 };')).toEqual([]);
});

test.each([
  ['export const steps = { one: () => 1, "two-three": async () => 2, four() { return 4; } };', ['one', 'two-three', 'four']],
  ['type S = Record<string, unknown>; function tell() {} export const steps: S = { tell };', ['tell']],
  ['export const steps = { one } satisfies Record<string, unknown>; const one = 1;', ['one']],
  ['const own = { one: 1 } as const; const steps = own; export const other = 1; const x = 1; export { x };', []],
  ['const steps = { one: 1 } as const; export { steps };', ['one']],
  ['export const steps = {};', []],
  ['import { more } from "./more.js"; export const steps = { one: more.steps }; class Other { steps = 1; }', ['one']],
])('%s', async (text, names) => {
  expect(await namesIn(text)).toEqual(names);
});

test.each([
  'export const steps = made(); function made() { return {}; }',
  'export const steps = { ...others, one: 1 }; const others = {};',
  "export * from './steps.js';",
  "export * as steps from './steps.js';",
  "export { steps } from './steps.js';",
  "export { own as steps } from './steps.js';",
  'export const { steps } = made(); function made() { return {}; }',
  'export const steps = {',
  'export const steps: Record<string, unknown> = {}; steps.one = () => 1;',
  'export const steps = { one: 1 }; steps["two"] = 2;',
  'const steps = {}; export { steps }; Object.assign(steps, made()); function made() { return {}; }',
  'export const steps = {}; function fill(into: object) {} fill(steps);',
  'export let steps = {}; steps = { one: 1 };',
  "import './more.js'; export const steps = {};",
  'exports.steps = { one: () => 1 };',
  'module.exports = { steps: { one: () => 1 } };',
])('what cannot be told is not guessed: %s', async (text) => {
  expect(await namesIn(text)).toBeUndefined();
});

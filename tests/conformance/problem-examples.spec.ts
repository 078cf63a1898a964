import { existsSync, readdirSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { compileModel } from '../../core/definitions/compile-model.js';
import type { Model } from '../../core/definitions/model.js';
import type { Problem } from '../../core/definitions/problem.js';
import { problemCatalogue } from '../../core/definitions/problem-catalogue.js';
import { projectRoot } from '../../core/kernel/project-root.js';
import { readPlugins } from '../../core/plugin-host/read-plugins.js';
import { readRecipe } from '../../core/transfer/recipe/read-recipe.js';

const folder = join(projectRoot, 'schemas/examples/invalid');
const core = join(projectRoot, 'core/identity/plugin');
/** Made in the test: a file of this size would not be an example to read. */
const made = ['json.too-large'];

async function modelOf(folders: readonly string[]): Promise<Model> {
  const compiled = compileModel(await readPlugins(folders));
  if (compiled.kind === 'problems') throw new Error(JSON.stringify(compiled.problems));
  return compiled.model;
}

async function problemsOf(example: string): Promise<readonly Problem[]> {
  if (existsSync(join(example, 'recipe.json'))) {
    const reading = await readRecipe(await modelOf([core]), example, example);
    return reading.kind === 'problems' ? reading.problems : [];
  }
  // Folders of folders stand for several places that plugins are looked for in.
  const inner = (await readdir(example)).map((name) => join(example, name));
  const isNested = inner.every((path) => !existsSync(join(path, 'plugin.json')) && !existsSync(join(path, 'entities')));
  const compiled = compileModel(await readPlugins([core, ...(isNested ? inner : [example])]));
  return compiled.kind === 'problems' ? compiled.problems : [];
}

test('every code has an example, and every example a code', () => {
  expect([...readdirSync(folder), ...made].toSorted()).toEqual(Object.keys(problemCatalogue).toSorted());
});

test.each(readdirSync(folder))('the example of %s shows it, with its place and what to do', async (code) => {
  const problems = await problemsOf(join(folder, code));
  expect([...new Set(problems.map((problem) => problem.code))]).toEqual([code]);
  for (const { file, line, found, expected, remedy } of problems) {
    expect(file.startsWith(join(folder, code))).toBe(true);
    expect(line).toBeGreaterThan(0);
    expect([found, expected, remedy].every((text) => text.trim() !== '')).toBe(true);
  }
});

test('a file that is too large is refused unread', () => {
  const text = `{"id": "demo", "version": "0.1.0", "label": "${'x'.repeat(3_000_000)}"}`;
  const compiled = compileModel([{ folder: 'demo', files: [{ path: 'demo/plugin.json', role: 'plugin', text }] }]);
  expect(compiled).toMatchObject({ kind: 'problems', problems: [{ code: 'json.too-large', line: 1 }] });
});

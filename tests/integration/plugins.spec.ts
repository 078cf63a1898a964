import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { compileModel } from '../../core/definitions/compile-model.js';
import { formatProblems } from '../../core/definitions/format-problems.js';
import { projectRoot } from '../../core/kernel/project-root.js';
import { readPlugins } from '../../core/plugin-host/read-plugins.js';

test('the shipped plugins compile', async () => {
  const compiled = compileModel(await readPlugins([join(projectRoot, 'core/identity/plugin'), join(projectRoot, 'plugins')]));
  expect(compiled.kind === 'problems' ? formatProblems(compiled.problems, projectRoot) : '').toBe('');
});

const sources = () => readPlugins([join(projectRoot, 'core/identity/plugin'), join(projectRoot, 'plugins')]);

test('every text of the shipped plugins is there in English and Vietnamese', async () => {
  const missing = (await sources()).flatMap((plugin) => plugin.files.flatMap((file) => withoutVietnamese(JSON.parse(file.text), `${file.path}#`)));
  expect(missing).toEqual([]);
});

const textKeys = ['label', 'labelPlural', 'description', 'help', 'message', 'ask'];

function withoutVietnamese(json: unknown, place: string): readonly string[] {
  if (typeof json !== 'object' || json === null) return [];
  return Object.entries(json).flatMap(([key, value]) => {
    const isText = textKeys.includes(key) && (typeof value === 'string' || (typeof value === 'object' && value !== null && 'en' in value));
    if (!isText) return withoutVietnamese(value, `${place}/${key}`);
    return typeof value === 'object' && value !== null && 'vi' in value && typeof value.vi === 'string' && value.vi !== '' ? [] : [`${place}/${key}`];
  });
}

test.each(['crm', 'sales', 'inventory', 'purchasing'])('everything else starts without %s', async (absent) => {
  const rest = (await sources()).filter((source) => !source.folder.endsWith(`/${absent}`));
  const compiled = compileModel(rest);
  expect(compiled).toMatchObject({ kind: 'model', setAside: [] });
});

test.each(['crm', 'sales', 'inventory', 'purchasing'])('%s needs nothing but base and catalog', async (plugin) => {
  const own = (await sources()).filter((source) => ['core', 'base', 'catalog', plugin].some((name) => source.folder.endsWith(`/${name}`)));
  expect(compileModel(own)).toMatchObject({ kind: 'model', setAside: [] });
});

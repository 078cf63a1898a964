import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import type { Text } from '../../schemas/generated/types.js';
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

test('a text that lacks a language is found', () => {
  expect(withoutVietnamese({ label: { en: 'A', vi: 'B' }, fields: { help: { label: 'A' }, kind: { options: { x: { label: { en: 'X' } } } } } }, '')).toEqual([
    '/fields/help/label',
    '/fields/kind/options/x/label',
  ]);
});

test('everything that a screen names has a name in both languages', async () => {
  const compiled = compileModel(await sources());
  if (compiled.kind === 'problems') throw new Error(formatProblems(compiled.problems, projectRoot));
  const { entities, roles, plugins } = compiled.model;
  const named: (readonly [string, Text | null | undefined])[] = [
    ...plugins.map(({ id, declaration }) => [id, declaration.label] as const),
    ...[...roles].map(([id, { declaration }]) => [id, declaration.label] as const),
    ...[...entities.values()].flatMap((entity) => [
      [entity.id, entity.label] as const,
      [`${entity.id} plural`, entity.labelPlural] as const,
      ...[...entity.fields].flatMap(([name, field]) => [
        [`${entity.id}.${name}`, field.label] as const,
        ...[...field.options].map(([option, { label }]) => [`${entity.id}.${name}.${option}`, label] as const),
      ]),
      ...[...(entity.lifecycle?.transitions ?? [])].map(([name, { declaration }]) => [`${entity.id} ${name}`, declaration.label] as const),
      ...[...entity.checks].map(([name, { declaration }]) => [`${entity.id} ${name}`, declaration.message] as const),
      ...entity.view.sections.flatMap(({ key, label }) => (label === null ? [] : [[`${entity.id} section ${key}`, label] as const])),
    ]),
  ];
  const isWhole = (text: Text | null | undefined): boolean =>
    typeof text === 'object' && text !== null && text.en.trim() !== '' && (text.vi ?? '').trim() !== '';
  expect(named.length).toBeGreaterThan(200);
  expect(named.filter(([, text]) => !isWhole(text)).map(([place]) => place)).toEqual([]);
});

const textKeys = ['label', 'labelPlural', 'description', 'help', 'message', 'ask'];

function withoutVietnamese(json: unknown, place: string): readonly string[] {
  if (typeof json !== 'object' || json === null) return [];
  return Object.entries(json).flatMap(([key, value]) => {
    const isText = textKeys.includes(key) && (typeof value === 'string' || (typeof value === 'object' && value !== null && 'en' in value));
    // Keys of a map are fields, its values expressions.
    if (key === 'map') return [];
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

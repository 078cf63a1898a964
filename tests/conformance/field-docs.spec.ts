import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { compileModel } from '../../core/definitions/compile-model.js';
import { projectRoot } from '../../core/kernel/project-root.js';
import { readPlugins } from '../../core/plugin-host/read-plugins.js';

test('the example of docs/fields.md loads, and names every type that the page tells of', async () => {
  const page = await readFile(join(projectRoot, 'docs/fields.md'), 'utf8');
  const text = /```json\n([^]*?)```/u.exec(page)?.[1] ?? '';
  const plugin = { path: 'school/plugin.json', role: 'plugin' as const, text: '{"id": "school", "version": "1.0.0", "label": "School"}' };
  const entity = { path: 'school/entities/course.json', role: 'entity' as const, text };
  const compiled = compileModel([...(await readPlugins([join(projectRoot, 'core/identity/plugin')])), { folder: 'school', files: [plugin, entity] }]);
  if (compiled.kind === 'problems') throw new Error(JSON.stringify(compiled.problems, null, 2));
  const used = new Set([...(compiled.model.entities.get('school.course')?.fields.values() ?? [])].map((field) => field.declaration?.type));
  const told = [...page.matchAll(/^\| `([a-z-]+)`/gmu)].map(([, type]) => type);
  expect(told.length).toBeGreaterThan(4);
  expect(told.filter((type) => ![...used].some((one) => one === type))).toEqual([]);
});

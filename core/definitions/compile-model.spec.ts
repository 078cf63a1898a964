import { expect, test } from '@jest/globals';
import { join } from 'node:path';
import { projectRoot } from '../kernel/project-root.js';
import { readPlugins } from '../plugin-host/read-plugins.js';
import { compileModel } from './compile-model.js';
import { formatProblems } from './format-problems.js';

test('the platform’s own plugin compiles', async () => {
  const compiled = compileModel(await readPlugins([join(projectRoot, 'core', 'identity', 'plugin')]));
  if (compiled.kind === 'problems') throw new Error(formatProblems(compiled.problems, projectRoot));
  expect([...compiled.model.entities.keys()]).toEqual([
    'core.user',
    'core.role',
    'core.team',
    'core.api-key',
    'core.calendar',
    'core.holiday',
    'core.role-grant',
  ]);
  expect([...compiled.model.roles.keys()]).toEqual(['core.member']);
  expect(compiled.model.entities.get('core.role-grant')?.parent).toEqual({ entity: 'core.role', field: 'grants' });
});

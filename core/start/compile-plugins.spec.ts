import { expect, test } from '@jest/globals';
import { join } from 'node:path';
import { compileModel } from '../definitions/compile-model.js';
import { projectRoot } from '../kernel/project-root.js';
import { readPlugins } from '../plugin-host/read-plugins.js';
import { BrokenPlugins } from './broken-plugins.js';
import { withWorkspace } from './compile-plugins.js';

const label = { en: 'Ordered', vi: 'Đã đặt' };

test('a workspace that does not fit the plugins any more is told with the way out', async () => {
  const sources = await readPlugins(['core/identity/plugin', 'plugins'].map((folder) => join(projectRoot, folder)));
  const compiled = compileModel(sources);
  if (compiled.kind === 'problems') throw new Error('the plugins have problems');
  const ordered = { type: 'rollup', label, entity: 'sales.order', reference: 'customer', function: 'sum', of: 'total' };
  const files = new Map([
    ['plugin.json', JSON.stringify({ id: 'workspace', version: '1.0.0', label, dependsOn: ['base', 'sales'] })],
    ['extensions/party.json', JSON.stringify({ entity: 'base.party', fields: { ordered } })],
  ]);
  const error: unknown = await Promise.resolve()
    .then(() => withWorkspace({ ...compiled, sources }, { files }))
    .catch((broken: unknown) => broken);
  const told = error instanceof BrokenPlugins ? error.told(projectRoot) : '';
  expect(told).toMatch(/rollup\.(?:mixed-currencies|across-companies)/u);
  expect(told).toContain('npx trellis workspace pull FOLDER\n  npx trellis workspace apply FOLDER');
});

import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { systemUserId } from '../../core/kernel/caller.js';
import { systemSteps } from '../../core/system-steps.js';
import { applyWorkspace } from '../../core/workspace/apply-workspace.js';
import { planWorkspace } from '../../core/workspace/plan-workspace.js';
import { noRevision } from '../../core/workspace/revision.js';
import { fixtureSources, openChangeBench, type ChangeBench } from '../support/change-bench.js';

const declaration = JSON.stringify({ id: 'workspace', version: '1.0.0', label: 'Ours' });
const files = new Map([['plugin.json', declaration]]);

let bench: ChangeBench;
beforeAll(async () => {
  bench = await openChangeBench({ sources: await fixtureSources('with-ledger') });
}, 120_000);
afterAll(() => bench.close());

test('a workspace is neither planned nor applied without the plugins that the database is in use with', async () => {
  const plugins = await fixtureSources();
  const base = { owner: bench.connection, plugins, systemSteps };
  const application = { files, base: 0, author: systemUserId, message: null };
  const refused = { why: { kind: 'plugins-missing', plugins: ['books'] } };
  await expect(planWorkspace(base, noRevision, files)).rejects.toMatchObject(refused);
  await expect(applyWorkspace(base, application)).rejects.toMatchObject(refused);
  expect(await bench.query('SELECT revision FROM trellis_workspace_revision')).toEqual([]);
  const all = { ...base, plugins: await fixtureSources('with-ledger') };
  expect(await applyWorkspace(all, application)).toMatchObject({ revision: 1, isSettled: true });
  // Its own declarations are not missing when the next leaves them out.
  expect(await applyWorkspace(all, { ...application, files: new Map(), base: 1 })).toMatchObject({ revision: 2, isSettled: true });
});

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { syncDeclaredRoles } from '../../core/identity/declared-roles.js';
import { projectRoot } from '../../core/kernel/project-root.js';
import { systemCaller } from '../../core/kernel/system-caller.js';
import { listRecords } from '../../core/records/list-records.js';
import { readRecipe } from '../../core/transfer/recipe/read-recipe.js';
import { runRecipe } from '../../core/transfer/recipe/run-recipe.js';
import { setUpPlugins } from '../../core/start/set-up-plugins.js';
import { createTestPlatform, type TestPlatform } from '../support/test-platform.js';

let opened: TestPlatform;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trellis-recipe-'));
  opened = await createTestPlatform({ plugins: [join(projectRoot, 'plugins')] });
  await syncDeclaredRoles(opened.platform.database, opened.platform.model);
  await setUpPlugins({ pluginFolders: [] }, opened.platform);
});
afterAll(async () => {
  await opened.close();
  await rm(folder, { recursive: true });
});

/** Runs a recipe of these steps over these files; gives what was made and what was wrong at each line. */
async function outcomesOf(load: readonly object[], files: Readonly<Record<string, string>>): Promise<readonly unknown[]> {
  await writeFile(join(folder, 'recipe.json'), JSON.stringify({ name: 'names', label: 'Names', source: 'names', load }));
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  const reading = await readRecipe(opened.platform.model, folder, folder);
  if (reading.kind === 'problems') throw new Error(JSON.stringify(reading.problems));
  const outcomes = await runRecipe(opened.platform, systemCaller(), reading.recipe);
  return outcomes.map(({ created, errors }) => [created, ...errors.map(({ line, violation: { pointer, code } }) => `${line} ${pointer} ${code}`)]);
}

async function rolesOf(name: string): Promise<readonly string[]> {
  const users = opened.platform.model.entities.get('core.user');
  if (users === undefined) throw new Error('no users');
  const { json } = await listRecords(opened.platform, systemCaller(), users, { filter: JSON.stringify({ name }) });
  const labels: readonly string[] = JSON.parse(json)[0]?._labels.roles ?? [];
  return labels.toSorted();
}

test('a recipe names records by code or name, as an import does', async () => {
  const users = { entity: 'core.user', file: 'users.csv', key: 'row.mail', fields: { name: 'row.name', email: 'row.mail', roles: 'row.roles' } };
  const made = await outcomesOf([users], {
    'users.csv': 'name,mail,roles\nAn,an@example.com,crm.manager; base.staff\nBo,bo@example.com,CRM manager\nCi,ci@example.com,crm.nobody\n',
  });
  expect(made).toEqual([[2, '4 /roles transfer.no-such-record']]);
  expect(await rolesOf('An')).toEqual(['CRM manager', 'Staff']);
  expect(await rolesOf('Bo')).toEqual(['CRM manager']);
});

test('also of lines, by a list, and what an earlier row has made', async () => {
  const load = [
    { entity: 'base.company', key: '"usd"', fields: { name: '"Dollar firm"', currency: '"USD"' } },
    { entity: 'catalog.category', file: 'categories.csv', key: 'row.name', fields: { name: 'row.name', partOf: 'row.parent' } },
    { entity: 'base.party', key: '"p"', fields: { name: '"Sen"' } },
    { entity: 'catalog.product', file: 'products.csv', key: 'row.name', fields: { name: 'row.name', code: 'row.code', price: '1', unit: '"g"' } },
    {
      entity: 'sales.order',
      file: 'orders.csv',
      key: 'row.number',
      fields: { customer: 'row.customer', company: '"Dollar firm"', salesperson: '"An"' },
      lines: { lines: { file: 'orders.csv', parent: 'row.number', fields: { product: 'row.product', quantity: '1' } } },
    },
    { entity: 'core.user', key: '"c"', fields: { name: '"Cam"', email: '"cam@example.com"', roles: '["crm.manager", "base.staff"]' } },
  ];
  const made = await outcomesOf(load, {
    'categories.csv': 'name,parent\nDrinks,\nTea,Drinks\nGhost,Nowhere\n',
    'products.csv': 'name,code\nGreen tea,GT\n',
    'orders.csv': 'number,customer,product\n1,Sen,GT\n2,Sen,XX\n',
  });
  expect(await rolesOf('Cam')).toEqual(['CRM manager', 'Staff']);
  expect(made).toEqual([[1], [2, '4 /partOf transfer.no-such-record'], [1], [1], [1, '3 /product transfer.no-such-record'], [1]]);
});

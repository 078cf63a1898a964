import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { ensureFirstAdministrator } from '../../core/identity/first-administrator.js';
import { sql } from '../../core/data/sql.js';
import { projectRoot } from '../../core/kernel/project-root.js';
import { systemCaller } from '../../core/kernel/system-caller.js';
import { deleteRecord } from '../../core/records/delete-record.js';
import { listRecords } from '../../core/records/list-records.js';
import { setupProblems } from '../../core/start/setup-folders.js';
import { setUpPlugins } from '../../core/start/set-up-plugins.js';
import { readRecipe, type Recipe } from '../../core/transfer/recipe/read-recipe.js';
import { runRecipe } from '../../core/transfer/recipe/run-recipe.js';
import { rehearse } from '../../core/records/nested-platform.js';
import type { Client } from '../support/client.js';
import { createTestPlatform, modelOf, type TestPlatform } from '../support/test-platform.js';
import { startTestApp, type TestApp } from '../support/test-app.js';

let app: TestApp;
let admin: Client;
beforeAll(async () => {
  app = await startTestApp();
  admin = app.administrator;
});
afterAll(() => app.close());

const leads = (csv: string, more: object = {}) => admin.post('/api/crm/leads/import', { csv, ...more });

test('a CSV file is imported by names and labels, marks and dates as people write them', async () => {
  const csv = '\u{feff}Name;E-mail;state;source;Điểm\r\n"Lan; Hà Nội";lan@example.com;;Trang web;70\r\nMinh;;;web;\r\n';
  expect(await leads(csv, { mapping: { Name: 'name', 'E-mail': 'email', source: 'source', Điểm: 'score' }, dryRun: true })).toMatchObject({
    status: 200,
    json: { rows: 2, created: 0, errors: [] },
  });
  expect(await leads('name,,\nAn,,\n', { dryRun: true })).toMatchObject({ status: 200, json: { rows: 1, errors: [] } });
  expect((await admin.get('/api/crm/leads')).json).toEqual([]);
  expect(await leads(csv, { mapping: { Name: 'name', 'E-mail': 'email', source: 'source', Điểm: 'score' } })).toMatchObject({
    status: 200,
    json: { created: 2 },
  });
  expect((await admin.get('/api/crm/leads?sort=["name","ASC"]')).json).toMatchObject([
    { name: 'Lan; Hà Nội', source: 'web', score: 70, state: 'new' },
    { name: 'Minh' },
  ]);
});

test('all rows or none, and each error with its line', async () => {
  const before = (await admin.get('/api/crm/leads')).json.length;
  const answer = await leads('name,email,owner\nGood,good@example.com,\nBad,not an address,Nobody\n"Two\nlines",x,\n');
  expect(answer).toMatchObject({ status: 200, json: { rows: 3, created: 0 } });
  expect(answer.json.errors.map((one: { line: number; pointer: string }) => [one.line, one.pointer])).toEqual([
    [3, '/owner'],
    [3, '/email'],
    [4, '/name'],
    [4, '/email'],
  ]);
  expect((await admin.get('/api/crm/leads')).json).toHaveLength(before);
});

test('what was exported is imported as it is: own columns left out, addresses and harmless marks put back', async () => {
  const address = { street: '1 Lê Lợi', city: 'Huế' };
  await admin.post('/api/base/tags', { name: 'Trip' });
  const [tag] = (await admin.get('/api/base/tags?filter={"name":"Trip"}')).json;
  await admin.post('/api/base/parties', { name: 'Round "trip"', phone: '+84 24 1234', address, tags: [tag.id], kind: 'person', isSupplier: true });
  const { text } = await admin.get('/api/base/parties/export?q=round');
  expect(text).toContain("'+84 24 1234");
  expect(await admin.post('/api/base/parties/import', { csv: text })).toMatchObject({ status: 200, json: { created: 1, errors: [] } });
  const made = (await admin.get('/api/base/parties?q=round')).json;
  expect(made).toHaveLength(2);
  for (const one of made) expect(one).toMatchObject({ name: 'Round "trip"', phone: '+84 24 1234', address, tags: [tag.id], kind: 'person', isSupplier: true });
});

test('a list longer than a page is exported whole, in its order, by those who may', async () => {
  const csv = ['name', ...Array.from({ length: 450 }, (_, index) => `Long ${String(index).padStart(3, '0')}`)].join('\n');
  expect(await admin.post('/api/base/parties/import', { csv })).toMatchObject({ json: { created: 450 } });
  for (const sort of ['["name","DESC"]', '["createdBy.name","ASC"]']) {
    const { text } = await admin.get(`/api/base/parties/export?fields=name&filter={"name_startsWith":"Long "}&sort=${sort}`);
    const names = text.trim().split('\r\n').slice(1);
    expect(new Set(names).size).toBe(450);
    if (sort.includes('DESC')) expect(names).toEqual(names.toSorted().toReversed());
  }
  const [role] = (await admin.get('/api/core/roles?filter={"code":"base.staff"}')).json;
  const user = (await admin.post('/api/core/users', { name: 'Reader', roles: [role.id] })).json.id;
  const reader = admin.withKey((await admin.post('/api/core/api-keys', { name: 'reader', actsAs: user })).json._secret);
  expect(await reader.get('/api/base/parties')).toMatchObject({ status: 200 });
  expect(await reader.get('/api/base/parties/export')).toMatchObject({ status: 403 });
  expect(await reader.post('/api/base/parties/import', { csv })).toMatchObject({ status: 403 });
});

test.each([
  ['name,colour\nA,red', 422, 'transfer.unknown-field'],
  ['name,name\nA,B', 422, 'transfer.column-twice'],
  ['', 422, 'transfer.empty-file'],
  ['name\nLan \ufffd', 422, 'transfer.not-utf8'],
  ['name\n"open', 422, 'transfer.not-csv'],
])('the file %j is refused', async (csv, status, code) => {
  expect(await leads(csv)).toMatchObject({ status, json: { code } });
});

test('an export can be imported elsewhere and starts no formula', async () => {
  await admin.post('/api/base/parties', { name: '=cmd()', code: '@x' });
  const { text, headers } = await admin.get('/api/base/parties/export?fields=name,code,isCustomer&filter={"code":"@x"}');
  expect(headers.get('content-type')).toContain('text/csv');
  expect(text).toBe("Name,Code,Customer\r\n'=cmd(),'@x,true\r\n");
  expect(await admin.get('/api/base/parties/export?filter={"x":1}')).toMatchObject({ status: 400 });
});

describeRecipes();

function describeRecipes(): void {
  let opened: TestPlatform;
  const folder = join(projectRoot, 'tests/fixtures/recipe-tea');
  beforeAll(async () => {
    opened = await createTestPlatform({ plugins: [join(projectRoot, 'plugins')] });
    await ensureFirstAdministrator(opened.platform.database, { email: 'ada@example.com', password: 'a good password' });
    await setUpPlugins({ pluginFolders: [] }, opened.platform);
  });
  afterAll(() => opened.close());

  const recipe = async (): Promise<Recipe> => {
    const reading = await readRecipe(opened.platform.model, folder, folder);
    if (reading.kind === 'problems') throw new Error(JSON.stringify(reading.problems));
    return reading.recipe;
  };

  test('a recipe makes records with lines, once', async () => {
    const rehearsed = await rehearse(opened.platform, async (nested) => runRecipe(nested, systemCaller(), await recipe()));
    expect(rehearsed.map(({ created }) => created)).toEqual([0, 2, 2, 2]);
    const first = await runRecipe(opened.platform, systemCaller(), await recipe());
    expect(first.map(({ rows, created, existing, errors }) => [rows, created, existing, errors.length])).toEqual([
      [1, 0, 1, 0],
      [2, 2, 0, 0],
      [2, 2, 0, 0],
      [2, 2, 0, 0],
    ]);
    const second = await runRecipe(opened.platform, systemCaller(), await recipe());
    expect(second.map(({ created, existing }) => [created, existing])).toEqual([
      [0, 1],
      [0, 2],
      [0, 2],
      [0, 2],
    ]);
  });

  test('what was deleted since is made anew by a recipe, and stays away from the first data of a plugin', async () => {
    const { platform } = opened;
    const entity = (id: string) => {
      const found = platform.model.entities.get(id);
      if (found === undefined) throw new Error(id);
      return found;
    };
    const idOf = async (id: string, field: string, is: string) =>
      JSON.parse((await listRecords(platform, systemCaller(), entity(id), { filter: JSON.stringify({ [field]: is }) })).json)[0]?.id;
    const order = JSON.parse((await listRecords(platform, systemCaller(), entity('sales.order'), {})).json)[0];
    await deleteRecord(platform, systemCaller(), entity('sales.order'), order.id, null);
    const again = await runRecipe(platform, systemCaller(), await recipe());
    expect(again.map(({ created, existing }) => [created, existing])).toEqual([
      [0, 1],
      [0, 2],
      [0, 2],
      [1, 1],
    ]);
    await deleteRecord(platform, systemCaller(), entity('base.currency'), await idOf('base.currency', 'code', 'EUR'), null);
    await platform.database.rows(sql`UPDATE base_unit SET category = NULL, factor = 1 WHERE code = 'g'`);
    await platform.database.rows(sql`UPDATE base_unit SET factor = 5 WHERE code = 'ml'`);
    await platform.database.rows(sql`UPDATE trellis_setup SET hash = 'older'`);
    await setUpPlugins({ pluginFolders: [] }, platform);
    expect(await idOf('base.currency', 'code', 'EUR')).toBeUndefined();
    expect(await idOf('base.currency', 'code', 'USD')).toBeDefined();
    // What a later release added is filled in where it is missing, and what people chose stays.
    const units = await platform.database.rows(
      sql`SELECT u.code, u.factor::float8 AS factor, c.name FROM base_unit u JOIN base_unit_category c ON c.id = u.category WHERE u.code IN ('g', 'ml') ORDER BY 1`,
    );
    expect(units).toMatchObject([
      { code: 'g', factor: 0.001, name: 'Khối lượng (weight)' },
      { code: 'ml', factor: 5 },
    ]);
  });

  test('what a recipe cannot load is told with file and line, the rest goes in', async () => {
    const broken = await mkdtemp(join(tmpdir(), 'trellis-recipe-'));
    const declaration = JSON.parse(await readFile(join(folder, 'recipe.json'), 'utf8'));
    await writeFile(join(broken, 'recipe.json'), JSON.stringify({ ...declaration, source: 'tea-broken' }));
    await writeFile(join(broken, 'customers.csv'), 'code,name,city\nD1,Sen,Huế\nD2,,Huế\n');
    await writeFile(join(broken, 'teas.csv'), 'code,name,price\nU1,Tea,10\nU2,Tea,ten\n');
    await writeFile(
      join(broken, 'orders.csv'),
      'number,customer,day\n1,D1,2026-01-05\n2,D1,2026-02-30\n3,D9,2026-01-05\n4,D1,2026-01-05\n5,D1,2026-01-05\n,D1,2026-01-05\n',
    );
    await writeFile(join(broken, 'items.csv'), 'order,tea,quantity,discount\n1,U1,1,0\n4,U1,1,0\n4,U1,0,0\n4,U7,1,0\n9,U1,1,0\n5,U1,1,0\n5,U1,0,0\n');
    const reading = await readRecipe(opened.platform.model, broken, broken);
    if (reading.kind === 'problems') throw new Error(JSON.stringify(reading.problems));
    const outcomes = await runRecipe(opened.platform, systemCaller(), reading.recipe);
    expect(outcomes.map(({ created }) => created)).toEqual([0, 1, 1, 1]);
    expect(outcomes.flatMap(({ errors }) => errors.map(({ file, line, violation }) => `${file}:${line} ${violation.pointer} ${violation.code}`))).toEqual([
      'customers.csv:3 /name field.required',
      'teas.csv:3 /price field.wrong-type',
      'orders.csv:7  transfer.no-key',
      'orders.csv:3 /orderDate field.date',
      'orders.csv:4 /customer transfer.no-such-key',
      'items.csv:5 /product transfer.no-such-key',
      'items.csv:8 /quantity record.check',
      'items.csv:6  transfer.orphan-line',
    ]);
    await rm(broken, { recursive: true });
  });

  test('a recipe that names what is not there is refused with place and remedy', async () => {
    const { platform } = opened;
    const without = { ...platform.model, entities: new Map([...platform.model.entities].filter(([id]) => id !== 'sales.order')) };
    const reading = await readRecipe(without, folder, folder);
    expect(reading).toMatchObject({ kind: 'problems', problems: [{ code: 'recipe.unknown-entity', pointer: '/load/3/entity', line: 23 }] });
    const parties = { ...platform.model, entities: new Map([...platform.model.entities].filter(([id]) => id !== 'catalog.product')) };
    expect(await readRecipe(parties, folder, folder)).toMatchObject({
      kind: 'problems',
      problems: [{ pointer: '/load/2/entity' }, { code: 'recipe.unknown-entity', pointer: '/load/3/lines/lines/fields/product' }],
    });
    await expect(readRecipe(platform.model, folder, projectRoot)).rejects.toThrow('There is no file');
  });
}

test('wrong first data of a plugin is found before a start touches anything', async () => {
  const plugins = await mkdtemp(join(tmpdir(), 'trellis-setup-'));
  await mkdir(join(plugins, 'tea', 'setup'), { recursive: true });
  await writeFile(join(plugins, 'tea', 'plugin.json'), JSON.stringify({ id: 'tea', version: '1.0.0', label: 'Tea' }));
  const load = [{ entity: 'core.team', key: '"a"', fields: { name: '"Green"', colour: '"green"' } }];
  await writeFile(join(plugins, 'tea', 'setup', 'recipe.json'), JSON.stringify({ name: 'tea', label: 'Tea', source: 'tea', load }));
  const model = await modelOf([plugins]);
  expect(await setupProblems([plugins], model)).toMatchObject([{ code: 'recipe.unknown-field', pointer: '/load/0/fields/colour' }]);
  await rm(plugins, { recursive: true });
});

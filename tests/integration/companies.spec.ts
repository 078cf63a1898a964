import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { connect } from '../../core/data/connect.js';
import { compileModel } from '../../core/definitions/compile-model.js';
import { companiesCheck } from '../../core/doctor/checks/companies.js';
import { projectRoot } from '../../core/kernel/project-root.js';
import { giveFirstCompany } from '../../core/identity/give-first-company.js';
import { readPlugins } from '../../core/plugin-host/read-plugins.js';
import type { Client } from '../support/client.js';
import { modelOf } from '../support/change-bench.js';
import { edited, type Editable } from '../support/edit-plugins.js';
import { hire } from '../support/hire.js';
import { pluginsOfPage } from '../support/plugins-of-page.js';
import { rowsOf } from '../support/rows-of.js';
import { startTestApp, type TestApp } from '../support/test-app.js';

let app: TestApp;
let folder: string;
let admin: Client;
/** One works for the first company, one for the second, one for both; the auditor for the first, with a role that sees all. */
let [first, second, both, auditor, unassigned]: Client[] = [];
const ids: Record<string, string> = {};

beforeAll(async () => {
  folder = await pluginsOfPage('companies.md');
  app = await startTestApp({ plugins: [folder] });
  admin = app.administrator;
  const [company] = (await admin.get('/api/base/companies')).json;
  ids['one'] = company.id;
  const early = await worker('early', [], ['shops.clerk']);
  expect((await early.get('/api/base/companies')).json).toHaveLength(1);
  ids['two'] = await admin.make('base/companies', { name: 'Second', currency: company.currency });
  for (const name of ['one', 'two']) {
    ids[`shop ${name}`] = await admin.make('shops/shops', { name: `Shop ${name}`, company: ids[name] });
    ids[`slip ${name}`] = await admin.make('shops/slips', { shop: ids[`shop ${name}`], note: `secretword${name}`, amount: '7' });
  }
  first = await worker('first', ['one'], ['shops.clerk']);
  second = await worker('second', ['two'], ['shops.clerk']);
  both = await worker('both', ['one', 'two'], ['shops.clerk']);
  auditor = await worker('auditor', ['one'], ['shops.clerk', 'shops.auditor']);
  unassigned = early;
}, 120_000);
afterAll(() => app.close());

async function worker(name: string, companies: readonly string[], roles: readonly string[]): Promise<Client> {
  const { client } = await hire(app, { name, email: `${name}@example.com`, roles, companies: companies.map((key) => String(ids[key])) });
  return client;
}

const notes = async (client: Client | undefined, query = ''): Promise<readonly string[]> =>
  (await client?.get(`/api/shops/slips?sort=["note","ASC"]${query}`))?.json.map(({ note }: { readonly note: string }) => note);
const filter = (content: object): string => `filter=${encodeURIComponent(JSON.stringify(content))}`;

test('each sees the records of the own companies; who was there before the second one came works for the first', async () => {
  expect(await notes(first)).toEqual(['secretwordone']);
  expect(await notes(second)).toEqual(['secretwordtwo']);
  expect(await notes(both)).toEqual(['secretwordone', 'secretwordtwo']);
  expect(await notes(auditor)).toEqual(['secretwordone', 'secretwordtwo']);
  expect(await notes(unassigned)).toEqual(['secretwordone']);
  expect(await notes(admin)).toEqual(['secretwordone', 'secretwordtwo']);
  expect((await first?.get('/api/base/companies'))?.json.map(({ id }: { readonly id: string }) => id)).toEqual([ids['one']]);
});

test('a foreign record is not there, on any path', async () => {
  const path = `/api/shops/slips/${ids['slip two']}`;
  const clerk = first ?? admin;
  const answers = [
    await clerk.get(path),
    await clerk.patch(path, { note: 'x' }),
    await clerk.put(path, { note: 'x' }),
    await clerk.delete(path),
    await clerk.post(`${path}/actions/finish`),
    await clerk.get(`${path}/history`),
    await clerk.get(`${path}/comments`),
  ];
  expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 404));
  expect((await clerk.get(`/api/shops/slips?${filter({ id: [ids['slip two']] })}`)).json).toEqual([]);
  expect((await clerk.get(`/api/shops/slips?${filter({ 'shop.name': 'Shop two' })}`)).json).toEqual([]);
  expect((await clerk.get('/api/shops/slips?q=secretwordtwo')).json).toEqual([]);
  expect((await clerk.get('/api/search?q=secretwordtwo')).text).not.toContain(ids['slip two']);
  expect((await clerk.get('/api/shops/slips/aggregate?measures=count,sum(amount)')).text).not.toMatch(/14\.00|"count":2/u);
  expect((await clerk.get('/api/shops/slips/export?format=csv')).text).not.toContain('secretwordtwo');
  // The bulk passes over what is not there.
  await clerk.post('/api/shops/slips/actions/finish', { ids: [ids['slip two']] });
  expect((await admin.get(path)).json).toMatchObject({ state: 'draft', note: 'secretwordtwo' });
});

test('an auditor reads foreign records and changes none, and sees no foreign shop', async () => {
  const path = `/api/shops/slips/${ids['slip two']}`;
  expect(await auditor?.get(path)).toMatchObject({ status: 200, json: { note: 'secretwordtwo', _labels: { shop: null } } });
  expect((await auditor?.patch(path, { note: 'x' }))?.status).toBe(403);
  expect((await auditor?.get(`/api/shops/shops/${ids['shop two']}`))?.status).toBe(404);
  expect((await auditor?.get('/api/shops/slips?expand=shop'))?.text).not.toContain('Shop two');
});

test('records are made in an own company; the only one is filled in', async () => {
  expect(await first?.post('/api/shops/shops', { name: 'Mine' })).toMatchObject({ status: 201, json: { company: ids['one'] } });
  expect((await first?.post('/api/shops/shops', { name: 'Theirs', company: ids['two'] }))?.json.errors).toMatchObject([{ pointer: '/company' }]);
  expect((await first?.post('/api/shops/slips', { shop: ids['shop two'] }))?.json.errors).toMatchObject([
    { pointer: '/shop', code: 'record.no-such-reference' },
  ]);
  expect((await both?.post('/api/shops/shops', { name: 'Whose' }))?.json.errors).toMatchObject([{ pointer: '/company', code: 'field.required' }]);
});

test('a value that is valid is fetched of the own company or of none, whoever writes', async () => {
  const fee = (service: string, amount: string, company: string | null): Promise<string> =>
    admin.make('shops/fees', { service, amount, company, validFrom: '2020-01-01' });
  await fee('wrapping', '7', ids['two'] ?? null);
  await fee('delivery', '5', null);
  const feeOf = async (client: Client | undefined, shop: string, service: string): Promise<unknown> =>
    (await client?.post('/api/shops/slips', { shop: ids[`shop ${shop}`], service }))?.json.fee;
  expect([await feeOf(admin, 'one', 'wrapping'), await feeOf(admin, 'two', 'wrapping')]).toEqual([null, '7.00']);
  expect([await feeOf(first, 'one', 'wrapping'), await feeOf(both, 'one', 'wrapping'), await feeOf(second, 'two', 'wrapping')]).toEqual([null, null, '7.00']);
  expect([await feeOf(first, 'one', 'delivery'), await feeOf(second, 'two', 'delivery')]).toEqual(['5.00', '5.00']);
  // Each company has its own beside what is everybody's, and its own goes first; within a company one is valid.
  await fee('advice', '1', null);
  await fee('advice', '2', ids['one'] ?? null);
  await fee('advice', '3', ids['two'] ?? null);
  expect([await feeOf(first, 'one', 'advice'), await feeOf(second, 'two', 'advice')]).toEqual(['2.00', '3.00']);
  await fee('delivery', '6', ids['two'] ?? null);
  expect([await feeOf(first, 'one', 'delivery'), await feeOf(second, 'two', 'delivery')]).toEqual(['5.00', '6.00']);
  expect((await admin.post('/api/shops/fees', { service: 'advice', amount: '4', company: ids['two'], validFrom: '2026-01-01' })).status).toBe(422);
});

test('a figure of several companies is added up only where the plugin says so', async () => {
  const kind = await admin.make('shops/kinds', { name: 'Gift' });
  for (const shop of ['one', 'two']) await admin.make('shops/slips', { shop: ids[`shop ${shop}`], kind });
  expect((await first?.get(`/api/shops/kinds/${kind}`))?.json).toMatchObject({ slips: 2 });
  expect((await first?.get(`/api/shops/slips?${filter({ kind })}`))?.json).toHaveLength(1);
  const problemsOf = async (file: string, change: (json: Editable) => void): Promise<readonly string[]> => {
    const sources = await readPlugins([join(projectRoot, 'core/identity/plugin'), join(projectRoot, 'plugins'), folder]);
    const compiled = compileModel(edited(sources, file, change));
    return compiled.kind === 'problems' ? compiled.problems.map(({ code, pointer }) => `${code} ${pointer}`) : [];
  };
  const code = 'rollup.across-companies';
  const sum = { type: 'rollup', label: 'Sum', entity: 'shops.slip', reference: 'shop', function: 'count' };
  expect(await problemsOf('shops/entities/kind.json', ({ fields }) => delete fields.slips.acrossCompanies)).toEqual([`${code} /fields/slips`]);
  expect(await problemsOf('shops/entities/shop.json', ({ fields }) => (fields.sum = sum))).toEqual([]);
  expect(await problemsOf('shops/entities/shop.json', ({ fields }) => (fields.sum = { ...sum, acrossCompanies: true }))).toEqual([
    `${code} /fields/sum/acrossCompanies`,
  ]);
  expect(
    await problemsOf('shops/entities/shop.json', ({ fields }) => {
      fields.sum = sum;
      fields.company.required = false;
    }),
  ).toEqual([`${code} /fields/sum`]);
  const onHand = { type: 'rollup', label: 'On hand', ledger: 'inventory.move', measure: 'onHand', dimension: 'product' };
  // The catalog does not depend on the stock either.
  expect(await problemsOf('catalog/entities/product.json', ({ fields }) => (fields.onHand = onHand))).toEqual([
    `${code} /fields/onHand`,
    'rollup.unknown-ledger /fields/onHand/ledger',
  ]);
});

test('an activity about a lead belongs to the company of the lead, one about a customer to all', async () => {
  const seller = await worker('seller', ['one'], ['crm.manager']);
  const lead = await admin.make('crm/leads', { name: 'Secret lead', company: ids['two'] });
  const party = await admin.make('base/parties', { name: 'Known to all' });
  for (const about of [{ lead }, { party }]) await admin.make('crm/activities', { subject: Object.keys(about).join(), ...about });
  const seen = (await seller.get('/api/crm/activities?sort=["subject","ASC"]')).json.map(({ subject }: { readonly subject: string }) => subject);
  expect(seen).toEqual(['party']);
});

test('nor by links to several, nor by a line of a foreign document', async () => {
  const [one, two] = [ids['shop one'], ids['shop two']];
  const codes = async (body: object): Promise<unknown> => (await admin.post('/api/shops/slips', { shop: one, ...body })).json.errors;
  const refused = (pointer: string): object[] => [{ pointer, code: 'record.other-company' }];
  expect(await codes({ seenBy: [one, two] })).toMatchObject(refused('/seenBy'));
  expect(await codes({ goods: [{ what: 'a', shops: [two] }] })).toMatchObject(refused('/goods/0/shops'));
  const theirs = (await admin.post('/api/shops/slips', { shop: two, goods: [{ what: 'b' }] })).json;
  expect(await codes({ goods: [{ what: 'a', after: theirs.goods[0].id }] })).toMatchObject(refused('/goods/0/after'));
  const ours = (await admin.post('/api/shops/slips', { shop: one, seenBy: [one], goods: [{ what: 'a', shops: [one] }] })).json;
  expect(await codes({ seenBy: [one], goods: [{ what: 'c', after: ours.goods[0].id, shops: [one] }] })).toBeUndefined();
  expect((await admin.patch(`/api/shops/slips/${ours.id}`, { seenBy: [one, two] })).json.errors).toMatchObject(refused('/seenBy'));
  expect((await admin.get(`/api/shops/slips/${ours.id}`)).json).toMatchObject({ seenBy: [one], goods: [{ shops: [one] }] });
  const moved = await admin.patch(`/api/shops/slips/${ours.id}`, { shop: two });
  expect(moved.json.errors.map(({ pointer }: { readonly pointer: string }) => pointer)).toEqual(['/seenBy', '/goods/0/shops', '/shop']);
});

test('nobody mixes two companies in one record', async () => {
  for (const client of [both ?? admin, admin]) {
    const mixed = await client.post('/api/shops/slips', { shop: ids['shop one'], other: ids['shop two'] });
    expect(mixed).toMatchObject({
      status: 422,
      json: { errors: [{ pointer: '/other', code: 'record.other-company', message: expect.stringContaining('Shop two') }] },
    });
  }
  const { id } = (await both?.post('/api/shops/slips', { shop: ids['shop one'], other: ids['shop one'] }))?.json ?? {};
  expect((await both?.patch(`/api/shops/slips/${id}`, { shop: ids['shop two'] }))?.json.errors).toMatchObject([
    { pointer: '/other', code: 'record.other-company' },
    { pointer: '/shop', code: 'record.number-series' },
  ]);
  // The slip is numbered by its shop.
  expect((await both?.patch(`/api/shops/slips/${id}`, { shop: ids['shop two'], other: ids['shop two'] }))?.json.errors).toMatchObject([{ pointer: '/shop' }]);
});

test('a warehouse or branch of another company is refused in an order', async () => {
  const { json: unit } = await admin.get('/api/base/units?range=[0,0]');
  const product = await admin.make('catalog/products', { name: 'Tea', price: '1', unit: unit[0].id });
  const customer = await admin.make('base/parties', { name: 'Sen' });
  const warehouse = await admin.make('inventory/warehouses', { name: 'Two', code: 'W2', company: ids['two'] });
  const branch = await admin.make('base/branches', { name: 'Two', code: 'B2', company: ids['two'] });
  const body = { customer, company: ids['one'], lines: [{ product, quantity: 1 }] };
  const codes = async (more: object): Promise<unknown> => (await admin.post('/api/sales/orders', { ...body, ...more })).json.errors;
  expect(await codes({ warehouse })).toMatchObject([{ pointer: '/warehouse', code: 'record.other-company' }]);
  expect(await codes({ warehouse: null, branch })).toMatchObject([{ pointer: '/branch', code: 'record.other-company' }]);
  const numbers = [ids['one'], ids['two'], ids['one']].map(
    async (company) => (await admin.post('/api/sales/orders', { ...body, company, warehouse: null })).json.number,
  );
  expect((await Promise.all(numbers)).map((number) => number.slice(-5)).toSorted()).toEqual(['00001', '00001', '00002']);
});

test('an order that has its number stays with the company in which that was counted', async () => {
  const { json: unit } = await admin.get('/api/base/units?range=[0,0]');
  const product = await admin.make('catalog/products', { name: 'Coffee', price: '1', unit: unit[0].id });
  const customer = await admin.make('base/parties', { name: 'Lan' });
  const { id, number } = (await admin.post('/api/sales/orders', { customer, company: ids['one'], warehouse: null, lines: [{ product, quantity: 1 }] })).json;
  const moved = await admin.patch(`/api/sales/orders/${id}`, { company: ids['two'] });
  expect(moved).toMatchObject({ status: 422, json: { errors: [{ pointer: '/company', code: 'record.number-series' }] } });
  expect(moved.json.errors[0].message).toContain(number);
  expect(await admin.patch(`/api/sales/orders/${id}`, { company: ids['one'], notes: 'Same' })).toMatchObject({ status: 200, json: { number } });
});

test('the chosen company narrows a request, and must be one of the own', async () => {
  const at = (client: Client | undefined, company: string): Client => (client ?? admin).withHeaders({ 'x-trellis-company': company });
  expect(await notes(at(both, ids['two'] ?? ''), `&${filter({ note_isNull: false })}`)).toEqual(['secretwordtwo']);
  expect(await notes(at(admin, ids['one'] ?? ''), `&${filter({ note_isNull: false })}`)).toEqual(['secretwordone']);
  expect((await at(admin, ids['one'] ?? '').get(`/api/shops/slips/${ids['slip two']}`)).status).toBe(404);
  expect(await at(both, ids['two'] ?? '').post('/api/shops/shops', { name: 'Made there' })).toMatchObject({ status: 201, json: { company: ids['two'] } });
  expect(await at(first, ids['two'] ?? '').get('/api/shops/slips')).toMatchObject({ status: 403, json: { code: 'identity.not-your-company' } });
  expect(await at(auditor, ids['one'] ?? '').get('/api/shops/slips')).toMatchObject({ status: 200 });
});

test('a link, which sends no header, says the company as a parameter', async () => {
  const exported = async (client: Client | undefined, query: string): Promise<unknown> => {
    const { status, json, text } = await (client ?? admin).get(`/api/shops/slips/export?format=csv&fields=note${query}`);
    return status === 200 ? [...text.matchAll(/secretword(?:one|two)/gu)].map(([note]) => note).toSorted() : [status, json.code];
  };
  expect(await exported(both, '')).toEqual(['secretwordone', 'secretwordtwo']);
  expect(await exported(both, '&company=')).toEqual(['secretwordone', 'secretwordtwo']);
  expect(await exported(both, `&company=${ids['two']}`)).toEqual(['secretwordtwo']);
  expect(await exported(both?.withHeaders({ 'x-trellis-company': ids['one'] ?? '' }), `&company=${ids['two']}`)).toEqual(['secretwordtwo']);
  expect(await exported(first, `&company=${ids['two']}`)).toEqual([403, 'identity.not-your-company']);
  expect(await exported(both, `&company=${ids['one']}&company=${ids['two']}`)).toEqual([400, 'query.repeated-parameter']);
  expect((await both?.get(`/api/shops/slips?company=${ids['two']}&${filter({ note_isNull: false })}`))?.json).toMatchObject([{ note: 'secretwordtwo' }]);
  // What is written goes by the header alone.
  expect(await first?.post(`/api/shops/shops?company=${ids['two']}`, { name: 'By header' })).toMatchObject({ status: 201, json: { company: ids['one'] } });
});

test('a role made in the browser may see every company', async () => {
  const role = await admin.make('core/roles', { name: 'Owner', grants: [{ entity: 'shops.slip', canRead: true, everyCompany: true }] });
  const [{ id }] = (await admin.get(`/api/core/users?${filter({ email: 'second@example.com' })}`)).json;
  const { roles } = (await admin.get(`/api/core/users/${id}`)).json;
  await admin.patch(`/api/core/users/${id}`, { roles: [...roles, role] });
  expect((await notes(second)).includes('secretwordone')).toBe(true);
});

test('numbers that were counted for all go on for each company after the last that was given, and a new company begins with one', async () => {
  const rowsIn = (text: string): Promise<readonly unknown[]> => rowsOf(app.databaseUrl, text);
  const customer = await admin.make('base/parties', { name: 'Old customer' });
  const quote = async (company: string | undefined): Promise<string> => (await admin.post('/api/sales/quotations', { customer, company })).json.number;
  const [kept, gone] = [await quote(ids['one']), await quote(ids['one'])];
  await rowsIn(`DELETE FROM sales_quotation WHERE number = '${gone}'`);
  await rowsIn(`UPDATE trellis_sequence SET period = replace(period, ' ${ids['one']}', '') WHERE field = 'sales.quotation.number'`);
  expect([kept, gone].map((number) => number.slice(-5))).toEqual(['00001', '00002']);
  expect((await quote(ids['one'])).slice(-5)).toBe('00003');
  expect((await quote(ids['two'])).slice(-5)).toBe('00001');
});

test('who is given no company where there are several works for none, and is told so', async () => {
  const nobody = await worker('nobody', [], ['shops.clerk']);
  expect(await notes(nobody)).toEqual([]);
  expect((await nobody.get('/api/base/companies')).json).toEqual([]);
  expect((await nobody.get('/api/meta')).json.user).toMatchObject({ companyIds: [], lacksCompany: true });
  expect((await first?.get('/api/meta'))?.json.user).toMatchObject({ companyIds: [ids['one']], lacksCompany: false });
  expect(await nobody.post('/api/shops/shops', { name: 'Mine' })).toMatchObject({ status: 403, json: { code: 'identity.no-company' } });
  const auditing = await worker('auditing', [], ['shops.auditor']);
  expect((await notes(auditing)).length).toBeGreaterThan(1);
  const connection = await connect(app.databaseUrl, { poolSize: 1 });
  const model = modelOf(await readPlugins([join(projectRoot, 'core/identity/plugin'), join(projectRoot, 'plugins'), folder]));
  const findings = await connection.database.transaction((tx) => companiesCheck.look({ model, owner: connection, tx, runTimeRole: '', systemSteps: [] }));
  await connection.close();
  expect(findings.map(({ code, found }) => `${code} ${found.split(' ')[0] ?? ''}`)).toEqual(['doctor.no-company nobody', 'doctor.no-company auditing']);
});

test('in a database that had several companies before, who was given none is given the first one, once', async () => {
  const model = modelOf(await readPlugins([join(projectRoot, 'core/identity/plugin'), join(projectRoot, 'plugins'), folder]));
  const connection = await connect(app.databaseUrl, { model });
  const later = await admin.make('core/users', { name: 'later' });
  const companiesOf = async (): Promise<readonly string[]> => (await admin.get(`/api/core/users/${later}`)).json.companies;
  try {
    await giveFirstCompany(connection.database, model);
    expect(await companiesOf()).toEqual([]);
    await connection.pool.query(`DELETE FROM trellis_system_step WHERE id = 'identity-first-company'`);
    await giveFirstCompany(connection.database, model);
    expect(await companiesOf()).toEqual([ids['one']]);
  } finally {
    await connection.close();
  }
});

test('a company goes only when nobody works for it and nothing refers to it', async () => {
  const [company] = (await admin.get('/api/base/companies')).json;
  const third = await admin.make('base/companies', { name: 'Third', currency: company.currency });
  const user = await admin.make('core/users', { name: 'Third', email: 'third@example.com', companies: [third] });
  expect(await admin.delete(`/api/base/companies/${third}`)).toMatchObject({
    status: 409,
    json: { code: 'record.still-referred', detail: expect.stringContaining('(1)') },
  });
  expect((await admin.get(`/api/core/users/${user}`)).json.companies).toEqual([third]);
  await admin.patch(`/api/core/users/${user}`, { companies: [] });
  const shop = await admin.make('shops/shops', { name: 'Shop three', company: third });
  expect(await admin.delete(`/api/base/companies/${third}`)).toMatchObject({ status: 409, json: { code: 'record.still-referred' } });
  await admin.delete(`/api/shops/shops/${shop}`);
  expect(await admin.delete(`/api/base/companies/${third}`)).toMatchObject({ status: 200 });
});

test('who works in which team is written by administrators alone', async () => {
  const role = await admin.make('core/roles', { name: 'Staff', grants: [{ entity: 'core.user', canRead: true, canCreate: true, canUpdate: true }] });
  const team = await admin.make('core/teams', { name: 'Inner circle' });
  const user = await admin.make('core/users', { name: 'Staff', email: 'staff@example.com', roles: [role], companies: [ids['one']] });
  const staff = admin.withKey((await admin.post('/api/core/api-keys', { name: 'staff', actsAs: user })).json._secret);
  for (const answer of [await staff.patch(`/api/core/users/${user}`, { teams: [team] }), await staff.post('/api/core/users', { name: 'X', teams: [team] })])
    expect(answer).toMatchObject({ status: 403, json: { code: 'identity.administrators-only' } });
  expect(await staff.patch(`/api/core/users/${user}`, { name: 'Still staff' })).toMatchObject({ status: 200 });
  expect(await admin.patch(`/api/core/users/${user}`, { teams: [team] })).toMatchObject({ status: 200 });
  expect(await staff.patch(`/api/core/users/${user}`, { teams: [] })).toMatchObject({ status: 403 });
});

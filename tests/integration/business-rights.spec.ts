import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { projectRoot } from '../../core/kernel/project-root.js';
import type { Client } from '../support/client.js';
import { startTestApp, type TestApp } from '../support/test-app.js';

let app: TestApp;
let admin: Client;
const ids: Record<string, string> = {};
const people = new Map<string, { readonly id: string; readonly client: Client }>();

interface Grant {
  readonly entity: string;
  readonly verbs: readonly string[];
  readonly hide?: readonly string[];
}

/** What the files of the plugins say that each role may do: the oracle. */
const grants = new Map<string, Grant[]>();
for (const plugin of readdirSync(join(projectRoot, 'plugins'))) {
  const folder = join(projectRoot, 'plugins', plugin, 'roles');
  for (const file of readdirSync(join(projectRoot, 'plugins', plugin)).includes('roles') ? readdirSync(folder) : []) {
    const role: { name: string; extends?: string; grants: Grant[] } = JSON.parse(readFileSync(join(folder, file), 'utf8'));
    const id = role.extends ?? `${plugin}.${role.name}`;
    grants.set(id, [...(grants.get(id) ?? []), ...role.grants]);
  }
}

beforeAll(async () => {
  app = await startTestApp({ env: { TRELLIS_ROLE: 'web' } });
  admin = app.administrator;
  ids.currency = await made('base/currencies', { code: 'XTS', name: 'Test money' });
  const [company] = (await admin.get('/api/base/companies')).json;
  ids.company = company.id;
  await admin.patch(`/api/base/companies/${company.id}`, { name: 'Trà Sen', currency: ids.currency });
  ids.unit = await made('base/units', { code: 'bx', name: 'Box', decimals: 3 });
  ids.warehouse = await made('inventory/warehouses', { name: 'Main', code: 'M', company: ids.company });
  ids.customer = await made('base/parties', { name: 'Nguyễn Đường' });
  ids.supplier = await made('base/parties', { name: 'Tân Cương', isCustomer: false, isSupplier: true });
  ids.tea = await made('catalog/products', { name: 'Tea', price: '3', unit: ids.unit });
  const roles: readonly { readonly id: string; readonly code: string }[] = (await admin.get('/api/core/roles?range=[0,99]')).json;
  for (const { id, code } of roles) {
    const user = await made('core/users', { name: code, email: `${code}@example.com`, roles: [id] });
    const key = await admin.post('/api/core/api-keys', { name: code, actsAs: user });
    people.set(code, { id: user, client: admin.withKey(key.json._secret) });
  }
  await posted('inventory.keeper', '5');
});
afterAll(() => app.close());

async function made(path: string, body: unknown, client: Client = admin): Promise<string> {
  const answer = await client.post(`/api/${path}`, body);
  if (answer.status !== 201) throw new Error(`${path}: ${answer.text}`);
  return answer.json.id;
}

const as = (role: string): Client => {
  const person = people.get(role);
  if (person === undefined) throw new Error(`nobody is ${role}`);
  return person.client;
};

/** A receipt of tea, made and posted by somebody. */
async function posted(role: string, quantity: string): Promise<void> {
  const receipt = await made('inventory/receipts', { lines: [{ product: ids.tea, quantity, unitCost: '2' }] }, as(role));
  expect(await as(role).post(`/api/inventory/receipts/${receipt}/actions/post`)).toMatchObject({ status: 200, json: { state: 'posted' } });
}

const refused = (status: number): boolean => status === 403 || status === 404;
const stock = async (): Promise<unknown> => (await admin.get('/api/inventory/stock')).json[0];

test('a salesperson confirms and delivers own orders: the stock moves, which a salesperson may not write, and its cost stays hidden', async () => {
  const lan = as('sales.salesperson');
  const order = await lan.post('/api/sales/orders', { customer: ids.customer, lines: [{ product: ids.tea, quantity: 4 }] });
  expect(order).toMatchObject({ status: 201, json: { warehouse: ids.warehouse, _labels: { warehouse: 'Main' } } });
  const path = `/api/sales/orders/${order.json.id}`;
  expect(await lan.post(`${path}/actions/confirm`)).toMatchObject({ status: 200, json: { short: '0.000', lines: [{ reserved: '4.000' }] } });
  expect(await stock()).toMatchObject({ onHand: '5.000', reserved: '4.000', demanded: '4.000' });
  const { json } = await lan.post(`${path}/actions/deliver`);
  expect(await lan.post(`/api/sales/deliveries/${json._created[0].id}/actions/deliver`)).toMatchObject({ status: 200 });
  expect(await stock()).toMatchObject({ onHand: '1.000', reserved: '0.000', value: '2.0000' });

  const [seen] = (await lan.get('/api/inventory/stock')).json;
  expect(seen).toMatchObject({ onHand: '1.000', available: '1.000' });
  expect(Object.keys(seen)).not.toEqual(expect.arrayContaining(['value']));
  for (const query of [
    '?filter={"value_gt":1}',
    '?sort=["unitValue","ASC"]',
    '?fields=value',
    '/aggregate?measures=sum(value)',
    '?asOf=2026-01-01&sort=["value","ASC"]',
  ])
    expect([query, (await lan.get(`/api/inventory/stock${query}`)).status]).toEqual([query, 400]);
  expect((await lan.get('/api/inventory/stock?asOf=2030-01-01')).text).not.toContain('"value"');
  for (const path of ['inventory/moves', 'inventory/stock/export', 'inventory/receipts', 'sales/fulfilments'])
    expect([path, refused((await lan.get(`/api/${path}`)).status)]).toEqual([path, true]);
  expect((await lan.post('/api/inventory/receipts', { lines: [{ product: ids.tea, quantity: 1 }] })).status).toBeGreaterThanOrEqual(403);
});

test('a keeper moves goods and sees no order; a clerk ships without seeing a price; a buyer receives what was ordered', async () => {
  const order = await made('sales/orders', { customer: ids.customer, lines: [{ product: ids.tea, quantity: 1 }] });
  const before = await stock();
  for (const role of ['inventory.keeper', 'inventory.manager', 'purchasing.buyer', 'sales.salesperson'])
    expect([role, refused((await as(role).post(`/api/sales/orders/${order}/actions/confirm`)).status)]).toEqual([role, true]);
  expect(await as('sales.shipping').post(`/api/sales/orders/${order}/actions/confirm`)).toMatchObject({ status: 403 });
  expect(await stock()).toEqual(before);
  expect((await as('inventory.keeper').get('/api/inventory/stock')).json[0]).toMatchObject({ value: '2.0000' });

  expect(await as('sales.manager').post(`/api/sales/orders/${order}/actions/confirm`)).toMatchObject({ status: 200 });
  const clerk = as('sales.shipping');
  const seen = await clerk.get(`/api/sales/orders/${order}`);
  expect(seen).toMatchObject({ status: 200, json: { _actions: ['deliver'] } });
  expect(seen.text).not.toMatch(/"(?:unitPrice|total|netTotal|amount)"/u);
  const { json } = await clerk.post(`/api/sales/orders/${order}/actions/deliver`);
  expect(await clerk.post(`/api/sales/deliveries/${json._created[0].id}/actions/deliver`)).toMatchObject({ status: 200 });
  expect(await clerk.post(`/api/sales/orders/${order}/actions/close`)).toMatchObject({ status: 403 });
  expect(await stock()).toMatchObject({ onHand: '0.000', value: '0.0000' });

  const buyer = as('purchasing.buyer');
  const lines = [{ product: ids.tea, quantity: 6, unitPrice: '2.5' }];
  const purchase = await made('purchasing/orders', { supplier: ids.supplier, company: ids.company, lines }, buyer);
  expect(await buyer.post(`/api/purchasing/orders/${purchase}/actions/confirm`)).toMatchObject({ status: 200 });
  expect(await stock()).toMatchObject({ onOrder: '6.000' });
  const received = await buyer.post(`/api/purchasing/orders/${purchase}/actions/receive`);
  expect(await buyer.post(`/api/purchasing/receipts/${received.json._created[0].id}/actions/receive`)).toMatchObject({ status: 200 });
  expect(await stock()).toMatchObject({ onHand: '6.000', onOrder: '0.000', value: '15.0000' });
  const sent = await buyer.post(`/api/purchasing/receipts/${received.json._created[0].id}/actions/return-goods`);
  const back = `/api/purchasing/returns/${sent.json._created[0].id}`;
  for (const role of ['inventory.keeper', 'inventory.manager', 'sales.manager', 'sales.shipping'])
    expect([role, refused((await as(role).get(back)).status), refused((await as(role).post(`${back}/actions/send`)).status)]).toEqual([role, true, true]);
  expect(await buyer.post(`${back}/actions/send`)).toMatchObject({ status: 200, json: { state: 'sent' } });
  expect(await stock()).toMatchObject({ onHand: '0.000', onOrder: '6.000', value: '0.0000' });
  expect(await buyer.post(`${back}/actions/cancel`)).toMatchObject({ status: 200 });
  const draft = await made('inventory/receipts', { lines: [{ product: ids.tea, quantity: 1 }] });
  expect((await buyer.post(`/api/inventory/receipts/${draft}/actions/post`)).status).toBeGreaterThanOrEqual(403);
});

test.each(['inventory.move', 'inventory.stock', 'sales.fulfilment', 'sales.open-line', 'purchasing.fulfilment', 'purchasing.open-line'])(
  '%s is read by whom a role lets, in every way, and written by nobody',
  async (id) => {
    const entities: readonly { readonly id: string; readonly path: string }[] = (await admin.get('/api/meta')).json.entities;
    const path = entities.find((one) => one.id === id)?.path.replace(/^\/?(?:api\/)?/u, '') ?? '';
    const [row] = (await admin.get(`/api/${path}?range=[0,0]`)).json;
    expect(row).toBeDefined();
    for (const [role, { client }] of people) {
      const own = (grants.get(role) ?? []).filter(({ entity }) => entity === id);
      const may = (verb: string): boolean => own.some(({ verbs }) => verbs.includes(verb));
      const ways = { '': 'read', [`/${row.id}`]: 'read', '/aggregate?measures=count': 'read', '/export': 'export' };
      for (const [way, verb] of Object.entries(ways)) {
        const { status } = await client.get(`/api/${path}${way}`);
        expect([role, way, status, refused(status)]).toEqual([role, way, status, !may(verb)]);
      }
      const shown = (await client.get('/api/meta')).json.entities.some((one: { readonly id: string }) => one.id === id);
      expect([role, shown]).toEqual([role, may('read')]);
      for (const [verb, at, body] of [
        ['POST', path, {}],
        ['PATCH', `${path}/${row.id}`, { version: 1 }],
        ['DELETE', `${path}/${row.id}`, undefined],
        ['POST', `${path}/import`, { csv: 'id\n1' }],
      ] as const)
        expect([role, verb, refused((await client.send(verb, `/api/${at}`, body)).status)]).toEqual([role, verb, true]);
    }
  },
);

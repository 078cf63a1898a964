import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Client } from '../support/client.js';
import { startTestApp, type TestApp } from '../support/test-app.js';

let app: TestApp;
let admin: Client;
const ids: Record<string, string> = {};

beforeAll(async () => {
  app = await startTestApp();
  admin = app.administrator;
  ids.currency = await made('base/currencies', { code: 'XTS', name: 'Test money' });
  const [company] = (await admin.get('/api/base/companies')).json;
  ids.company = company.id;
  await admin.patch(`/api/base/companies/${company.id}`, { name: 'Trà Sen', currency: ids.currency });
  ids.unit = await made('base/units', { code: 'bx', name: 'Box', decimals: 3 });
  ids.tea = await made('catalog/products', { name: 'Tea', price: '18.00', taxRate: 8, unit: ids.unit });
  ids.customer = await made('base/parties', { name: 'Nguyễn Đường', address: { street: '1 Lê Lợi', city: 'Huế' } });
});
afterAll(() => app.close());

async function made(path: string, body: unknown): Promise<string> {
  const answer = await admin.post(`/api/${path}`, body);
  if (answer.status !== 201) throw new Error(answer.text);
  return answer.json.id;
}

test('an order is priced from its products, computed, confirmed and then frozen', async () => {
  const order = await admin.post('/api/sales/orders', {
    customer: ids.customer,
    company: ids.company,
    lines: [
      { product: ids.tea, quantity: 3 },
      { product: ids.tea, quantity: '2.5', unitPrice: '0.333', discount: 5 },
      { product: ids.tea, quantity: 1, discount: '10', description: 'Sample' },
    ],
  });
  expect(order).toMatchObject({
    status: 201,
    json: {
      number: expect.stringMatching(/^SO-\d{4}-\d{5}$/u),
      state: 'draft',
      currency: ids.currency,
      shippingAddress: { city: 'Huế' },
      _actions: ['confirm', 'cancel'],
      lines: [
        { description: 'Tea', unit: ids.unit, unitPrice: '18.0000', amount: '54.00', taxAmount: '4.32' },
        { unitPrice: '0.3330', amount: '0.79', netExact: '0.790875' },
        { description: 'Sample', amount: '16.20' },
      ],
      netTotal: '70.99',
      netExact: '70.990875',
      taxTotal: '5.68',
      total: '76.67',
    },
  });
  const path = `/api/sales/orders/${order.json.id}`;
  const [first, , third] = order.json.lines;
  const changed = await admin.put(path, { ...order.json, lines: [third, { ...first, quantity: 1 }] });
  expect(changed).toMatchObject({ status: 200, json: { version: 2, lines: [{ id: third.id }, { id: first.id, amount: '18.00' }], netTotal: '34.20' } });
  expect(await admin.put(path, changed.json)).toMatchObject({ status: 200, json: { version: 2 } });
  expect(await admin.post(`${path}/actions/confirm`, { version: 1 })).toMatchObject({ status: 412 });
  expect(await admin.post(`${path}/actions/confirm`)).toMatchObject({
    status: 409,
    json: { code: 'record.guard', detail: expect.stringContaining('Choose the warehouse') },
  });
  ids.warehouse = await made('inventory/warehouses', { name: 'Main', code: 'M', company: ids.company });
  await admin.patch(path, { warehouse: ids.warehouse });
  expect(await admin.post(`${path}/actions/confirm`)).toMatchObject({
    status: 200,
    json: { state: 'confirmed', _actions: ['deliver', 'close', 'cancel', 'hold'] },
  });
  expect(await admin.post(`${path}/actions/confirm`)).toMatchObject({ status: 409, json: { code: 'record.wrong-state' } });
  expect(await admin.patch(path, { notes: 'x' })).toMatchObject({ status: 409, json: { code: 'record.frozen' } });
  expect(await admin.delete(path)).toMatchObject({ status: 409, json: { code: 'record.frozen' } });
  expect((await admin.get(`${path}/history`)).json).toMatchObject([
    { op: 'action', action: 'confirm', changes: [{ field: 'state', from: 'draft', to: 'confirmed' }] },
    { op: 'updated', changes: [{ field: 'warehouse', from: null, to: ids.warehouse }] },
    {
      op: 'updated',
      changes: [
        { field: 'lines.quantity', from: '3.000', to: '1.000' },
        { field: 'lines', to: null },
      ],
    },
    { op: 'created' },
  ]);
  expect(await admin.delete(`/api/base/parties/${ids.customer}`)).toMatchObject({
    status: 409,
    json: { code: 'record.still-referred', detail: expect.stringContaining('Sales orders (1)') },
  });
});

test('everything that is wrong is said at once, each at its place', async () => {
  const answer = await admin.post('/api/sales/orders', {
    customer: ids.tea,
    orderDate: '2026-02-30',
    total: '1',
    colour: 'red',
    lines: [{ product: ids.tea, quantity: 0 }, { quantity: 'many' }],
  });
  expect(answer.status).toBe(422);
  expect(Object.fromEntries(answer.json.errors.map((one: { pointer: string; code: string }) => [one.pointer, one.code]))).toEqual({
    '/customer': 'record.no-such-reference',
    '/orderDate': expect.stringMatching(/^field\./u),
    '/total': 'record.system-key',
    '/colour': 'record.unknown-key',
    '/lines/0/quantity': 'record.check',
    '/lines/1/product': 'field.required',
    '/lines/1/unitPrice': 'field.required',
    '/lines/1/quantity': expect.stringMatching(/^field\./u),
  });
});

test('the only warehouse is filled in; one of several is chosen; a service needs none', async () => {
  const body = { customer: ids.customer, lines: [{ product: ids.tea, quantity: 1 }] };
  const order = await admin.post('/api/sales/orders', body);
  expect(order).toMatchObject({ status: 201, json: { warehouse: ids.warehouse } });
  expect(await admin.post(`/api/sales/orders/${order.json.id}/actions/confirm`)).toMatchObject({ status: 200, json: { short: '1.000' } });

  const second = await made('inventory/warehouses', { name: 'Second', code: 'S', company: ids.company });
  const open = await admin.post('/api/sales/orders', body);
  expect(open).toMatchObject({ status: 201, json: { warehouse: null } });
  expect(await admin.post(`/api/sales/orders/${open.json.id}/actions/confirm`, undefined, { 'accept-language': 'vi' })).toMatchObject({
    status: 409,
    json: { code: 'record.guard', detail: expect.stringContaining('Hãy chọn kho xuất hàng') },
  });
  const tasting = await made('catalog/products', { name: 'Tasting', kind: 'service', price: '5', unit: ids.unit });
  const service = await admin.post('/api/sales/orders', { customer: ids.customer, lines: [{ product: tasting, quantity: 1 }] });
  expect(await admin.post(`/api/sales/orders/${service.json.id}/actions/confirm`)).toMatchObject({ status: 200, json: { short: '0.000' } });

  expect(await admin.delete(`/api/inventory/warehouses/${second}`)).toMatchObject({ status: 200 });
});

test('an order without lines is made but not confirmed', async () => {
  const order = await admin.post('/api/sales/orders', { customer: ids.customer });
  expect(order).toMatchObject({ status: 201, json: { company: ids.company } });
  expect(await admin.post(`/api/sales/orders/${order.json.id}/actions/confirm`, undefined, { 'accept-language': 'vi' })).toMatchObject({
    status: 409,
    json: { code: 'record.guard', detail: 'Đơn hàng cần ít nhất một dòng trước khi xác nhận.' },
  });
  const bulk = await admin.post('/api/sales/orders/actions/cancel', { ids: [order.json.id, ids.tea] });
  expect(bulk).toMatchObject({ status: 200, json: [{ ok: true }, { ok: false, problem: { status: 404 } }] });
});

test('a salesperson sees and makes own orders only', async () => {
  const [role] = (await admin.get('/api/core/roles?filter={"code":"sales.salesperson"}')).json;
  const user = await made('core/users', { name: 'Lan', email: 'lan@example.com', roles: [role.id] });
  const { json } = await admin.post('/api/core/api-keys', { name: 'lan', actsAs: user });
  const lan = admin.withKey(json._secret);
  expect((await lan.get('/api/sales/orders')).json).toEqual([]);
  const own = await lan.post('/api/sales/orders', { customer: ids.customer });
  expect(own).toMatchObject({ status: 201, json: { salesperson: user } });
  expect(await lan.post('/api/sales/orders', { customer: ids.customer, salesperson: user })).toMatchObject({ status: 403 });
  expect((await lan.get('/api/sales/orders')).json).toHaveLength(1);
  const foreign = (await admin.get('/api/sales/orders?filter={"state":"confirmed"}')).json[0];
  for (const answer of [
    await lan.get(`/api/sales/orders/${foreign.id}`),
    await lan.patch(`/api/sales/orders/${foreign.id}`, { notes: 'x' }),
    await lan.delete(`/api/sales/orders/${foreign.id}`),
    await lan.post(`/api/sales/orders/${foreign.id}/actions/cancel`),
    await lan.get(`/api/sales/orders/${foreign.id}/history`),
    await lan.get(`/api/sales/orders/${foreign.id}/comments`),
  ])
    expect(answer.status).toBe(404);
  expect((await lan.get('/api/sales/orders/aggregate?measures=count')).json).toEqual([{ count: 1 }]);
});

test('settings are one record a company', async () => {
  expect(await admin.post('/api/sales/settings', {})).toMatchObject({ status: 201, json: { company: ids.company, paymentDays: null } });
  const effective = (await admin.get(`/api/sales/settings/effective?company=${ids.company}`)).json;
  expect(effective.settings.paymentDays).toEqual([{ from: 'default', value: 30 }]);
  expect(await admin.post('/api/sales/settings', {})).toMatchObject({ status: 409, json: { code: 'record.scope-taken' } });
});

import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Client } from '../support/client.js';
import { startTestApp, type TestApp } from '../support/test-app.js';

let app: TestApp;
let admin: Client;
let customer: string;
let tea: string;
beforeAll(async () => {
  app = await startTestApp();
  admin = app.administrator;
  const currency = await admin.make('base/currencies', { code: 'XTS', name: 'Test money' });
  const [company] = (await admin.get('/api/base/companies')).json;
  await admin.patch(`/api/base/companies/${company.id}`, { name: 'Trà Sen', currency });
  const unit = await admin.make('base/units', { code: 'bx', name: 'Box' });
  tea = await admin.make('catalog/products', { name: 'Tea', price: '18.00', unit });
  customer = await admin.make('base/parties', { name: 'Nguyễn Đường' });
});
afterAll(() => app.close());

const path = (id: string, action?: string): string => `/api/sales/quotations/${id}${action === undefined ? '' : `/actions/${action}`}`;
const quote = (lines: readonly object[]): Promise<string> => admin.make('sales/quotations', { customer, lines });

test('an accepted quotation becomes orders in parts, of what is chosen, at its prices', async () => {
  const id = await quote([
    { product: tea, quantity: 10, unitPrice: '15' },
    { product: tea, quantity: 2, isOptional: true },
  ]);
  expect(await admin.get(path(id))).toMatchObject({ json: { state: 'draft', netTotal: '150.00', orderedPercent: '0.0' } });
  expect(await admin.post(path(id, 'send'))).toMatchObject({ status: 422, json: { errors: [{ pointer: '/validUntil', code: 'field.required' }] } });
  expect(await admin.post(path(id, 'send'), { validUntil: '2099-12-31' })).toMatchObject({ status: 200, json: { state: 'sent', _undo: { action: 'send' } } });
  const { lines } = (await admin.get(path(id))).json;
  expect(await admin.patch(path(id), { lines: [{ id: lines[0].id }, { id: lines[1].id, isChosen: true }] })).toMatchObject({
    status: 200,
    json: { netTotal: '186.00' },
  });
  expect(await admin.post(path(id, 'order'))).toMatchObject({ status: 409 });
  expect(await admin.post(path(id, 'accept'))).toMatchObject({ status: 200, json: { state: 'accepted', _actions: ['order', 'amend'] } });
  const first = await admin.post(path(id, 'order'), { lines: [{ line: lines[0].id, quantity: '4' }] });
  expect(first).toMatchObject({ status: 200, json: { orderedPercent: '33.3' } });
  const order = first.json._created[0].id;
  expect(await admin.get(`/api/sales/orders/${order}`)).toMatchObject({
    json: { customer, quotation: id, state: 'draft', lines: [{ product: tea, quantity: '4.000', unitPrice: '15.0000', quotationLine: lines[0].id }] },
  });
  expect(await admin.post(path(id, 'order'))).toMatchObject({ status: 200, json: { orderedPercent: '100.0', _actions: [] } });
  expect(await admin.post(path(id, 'undo'))).toMatchObject({ status: 409 });
  await admin.post(`/api/sales/orders/${order}/actions/cancel`);
  expect(await admin.get(path(id))).toMatchObject({ json: { orderedPercent: '66.7', _actions: ['order'] } });
  expect((await admin.get(`${path(id)}/chain`)).json).toHaveLength(2);
});

test('a quotation is declined with a reason, amended by its next version, and not accepted when its time is over', async () => {
  const id = await quote([{ product: tea, quantity: 1 }]);
  expect(await admin.post(path(id, 'send'), { validUntil: '2000-01-01' })).toMatchObject({ status: 422, json: { errors: [{ pointer: '/validUntil' }] } });
  await admin.post(path(id, 'send'), { validUntil: '2099-12-31' });
  expect(await admin.post(path(id, 'decline'))).toMatchObject({ status: 422, json: { errors: [{ pointer: '/declineReason' }] } });
  const declined = await admin.post(path(id, 'decline'), { declineReason: 'price' });
  expect(declined).toMatchObject({ status: 200, json: { state: 'declined', declineReason: 'price' } });
  const amended = await admin.post(path(id, 'amend'));
  expect(amended).toMatchObject({ status: 200, json: { state: 'superseded' } });
  expect(await admin.get(path(amended.json._created[0].id))).toMatchObject({
    json: { number: `${declined.json.number}-1`, state: 'draft', validUntil: '2099-12-31', lines: [{ product: tea }] },
  });
});

test('a salesperson quotes, and orders of own quotations alone', async () => {
  const [role] = (await admin.get('/api/core/roles?filter={"code":"sales.salesperson"}')).json;
  const user = await admin.make('core/users', { name: 'Lan', email: 'lan@example.com', roles: [role.id] });
  const lan = admin.withKey((await admin.post('/api/core/api-keys', { name: 'lan', actsAs: user })).json._secret);
  expect((await lan.get('/api/sales/quotations')).json).toEqual([]);
  const id = await lan.make('sales/quotations', { customer, lines: [{ product: tea, quantity: 1 }] });
  for (const [action, body] of [
    ['send', { validUntil: '2099-12-31' }],
    ['accept', {}],
    ['order', {}],
  ] as const)
    expect(await lan.post(path(id, action), body)).toMatchObject({ status: 200 });
  expect((await lan.get('/api/sales/orders')).json).toMatchObject([{ quotation: id, salesperson: user }]);
});

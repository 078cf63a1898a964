import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { seedBusiness } from '../support/seed-business.js';
import type { Editable } from '../support/edit-plugins.js';
import { startTestApp, type TestApp } from '../support/test-app.js';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
  await seedBusiness(app.administrator);
}, 120_000);
afterAll(() => app.close());

const actions: ReadonlyMap<string, string> = new Map([
  ['sales/orders', 'confirm'],
  ['sales/deliveries', 'deliver'],
  ['sales/returns', 'receive'],
  ['purchasing/receipts', 'receive'],
  ['purchasing/returns', 'send'],
]);

test.each(['0001-01-01', '1989-12-31', '2101-01-01', '9999-12-31'])('nothing is posted on %s', async (postingDate) => {
  const admin = app.administrator;
  const documents = ['deliveries', 'transfers', 'adjustments'].map((path) => `inventory/${path}`);
  for (const path of [...documents, ...actions.keys()]) {
    const [draft] = (await admin.get(`/api/${path}?filter={"state":"draft"}`)).json;
    const answer = await admin.post(`/api/${path}/${draft.id}/actions/${actions.get(path) ?? 'post'}`, { postingDate });
    expect([path, answer.status, answer.json.detail]).toEqual([path, 409, 'The posting date must lie between 1990 and 2100.']);
  }
});

test('nothing is posted into a period that a company has closed, and what was posted then is taken back today', async () => {
  const admin = app.administrator;
  const find = async (path: string, filter: unknown): Promise<readonly Editable[]> =>
    (await admin.get(`/api/${path}?filter=${encodeURIComponent(JSON.stringify(filter))}`)).json;
  const [warehouse] = await find('inventory/warehouses', { code: 'K2' });
  const [product] = await find('catalog/products', { kind: 'goods' });
  const receipt = await admin.make('inventory/receipts', { warehouse: warehouse.id, lines: [{ product: product.id, quantity: 5, unitCost: '10' }] });
  const post = (path: string, postingDate: string): ReturnType<typeof admin.post> => admin.post(`/api/${path}`, { postingDate });
  const closed = await admin.make('inventory/settings', { company: warehouse.company, closedUntil: '2026-03-31' });
  const refused = await post(`inventory/receipts/${receipt}/actions/post`, '2026-03-31');
  expect([refused.status, refused.json.detail]).toEqual([409, expect.stringContaining('Stock is closed up to and including that day')]);
  const posted = await post(`inventory/receipts/${receipt}/actions/post`, '2026-04-01');
  expect([posted.status, posted.json.state]).toEqual([200, 'posted']);
  const reopened = await admin.patch(`/api/inventory/settings/${closed}`, { closedUntil: '2026-04-30' });
  expect(reopened.status).toBe(200);
  expect((await admin.post(`/api/inventory/receipts/${receipt}/actions/cancel`, {})).json.state).toBe('cancelled');
  const entries = await find('inventory/moves', { source: receipt });
  expect(new Set(entries.map(({ postingDate }) => postingDate > '2026-04-30'))).toEqual(new Set([true, false]));
  const today = await admin.patch(`/api/inventory/settings/${closed}`, { closedUntil: '2999-01-01' });
  expect([today.status, today.json.errors[0].pointer]).toEqual([422, '/closedUntil']);
  const order = (await find('sales/orders', { state: 'draft' }))[0];
  const bridged = await post(`sales/orders/${order.id}/actions/confirm`, '2026-04-30');
  expect([bridged.status, bridged.json.detail]).toEqual([409, expect.stringContaining('Stock is closed')]);
  expect((await admin.get(`/api/sales/orders/${order.id}`)).json.state).toBe('draft');
});

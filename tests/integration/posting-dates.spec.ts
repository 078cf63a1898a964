import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { seedBusiness } from '../support/seed-business.js';
import { startTestApp, type TestApp } from '../support/test-app.js';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
  await seedBusiness(app.administrator);
}, 120_000);
afterAll(() => app.close());

test.each(['0001-01-01', '1989-12-31', '2101-01-01', '9999-12-31'])('nothing is posted on %s', async (postingDate) => {
  const admin = app.administrator;
  for (const path of ['sales/orders', 'inventory/deliveries', 'inventory/transfers', 'inventory/adjustments', 'purchasing/receipts', 'sales/deliveries']) {
    const [draft] = (await admin.get(`/api/${path}?filter={"state":"draft"}`)).json;
    const action = { 'sales/orders': 'confirm', 'purchasing/receipts': 'receive', 'sales/deliveries': 'deliver' }[path] ?? 'post';
    const answer = await admin.post(`/api/${path}/${draft.id}/actions/${action}`, { postingDate });
    expect([path, answer.status, answer.json.detail]).toEqual([path, 409, 'The posting date must lie between 1990 and 2100.']);
  }
});

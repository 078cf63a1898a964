import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { seedBusiness } from '../support/seed-business.js';
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

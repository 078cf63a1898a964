import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startTestApp, type TestApp } from '../support/test-app.js';
import type { Client } from '../support/client.js';

let app: TestApp;
let admin: Client;
beforeAll(async () => {
  app = await startTestApp();
  admin = app.administrator;
});
afterAll(() => app.close());

test('a record is made, changed and deleted, each told in its history', async () => {
  const made = await admin.post('/api/core/teams', { name: 'Đội Đường' });
  expect(made).toMatchObject({ status: 201, json: { name: 'Đội Đường', version: 1, _label: 'Đội Đường' } });
  const path = `/api/core/teams/${made.json.id}`;
  const put = await admin.put(path, { ...made.json, name: 'Road' });
  expect(put).toMatchObject({ status: 200, json: { name: 'Road', version: 2 } });
  expect(await admin.patch(path, { name: 'Road' }, { 'if-match': '"1"' })).toMatchObject({ status: 412, json: { code: 'record.stale', present: 2 } });
  expect(await admin.delete(path)).toMatchObject({ status: 200, json: { name: 'Road' } });
  expect(await admin.get(path)).toMatchObject({ status: 404 });
});

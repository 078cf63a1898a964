import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { MetaList } from '../../schemas/generated/types.js';
import type { Client } from '../support/client.js';
import { rowsOf } from '../support/rows-of.js';
import { hire } from '../support/hire.js';
import { administrator, startTestApp, type TestApp } from '../support/test-app.js';

let app: TestApp;
let admin: Client;
let clerk: Client;
let clerkId: string;

beforeAll(async () => {
  app = await startTestApp({ env: { TRELLIS_ROLE: 'web' } });
  admin = app.administrator;
  ({ id: clerkId, client: clerk } = await hire(app, { name: 'Clerk', email: 'clerk@example.com', roles: ['inventory.keeper'] }));
}, 120_000);
afterAll(() => app.close());

const path = '/api/auth/me/lists/inventory.warehouse';
const listOf = async (client: Client): Promise<MetaList> => {
  const { json } = await client.get('/api/meta');
  return json.entities.find(({ id }: { readonly id: string }) => id === 'inventory.warehouse').list;
};

test('columns and sorting of a list are the own, on every device, and of nobody else', async () => {
  const standard = await listOf(admin);
  expect(standard).toMatchObject({ isPersonal: false });
  const before = (await clerk.get('/api/meta')).headers.get('etag');
  expect(await clerk.put(path, { columns: ['code', 'name'], sort: ['code', 'DESC'] })).toMatchObject({
    status: 200,
    json: { columns: ['code', 'name'], sort: ['code', 'DESC'], isPersonal: true },
  });
  const elsewhere = await app.nobody.signIn('clerk@example.com', administrator.password);
  expect(await listOf(elsewhere)).toMatchObject({ columns: ['code', 'name'], sort: ['code', 'DESC'], isPersonal: true });
  expect((await elsewhere.get('/api/meta')).headers.get('etag')).not.toBe(before);
  expect(await listOf(admin)).toEqual(standard);
  expect(await clerk.put(path, { sort: ['name', 'ASC'] })).toMatchObject({ json: { sort: ['name', 'ASC'], isPersonal: true } });
  expect(await clerk.delete(path)).toMatchObject({ status: 200, json: { isPersonal: false } });
  expect(await listOf(elsewhere)).toMatchObject({ isPersonal: false });
});

test.each([
  [{ columns: ['name', 'nonsense'] }, '/columns/1', 'identity.unknown-column'],
  [{ columns: ['__proto__'] }, '/columns/0', 'identity.unknown-column'],
  [{ sort: ['nonsense', 'ASC'] }, '/sort/0', 'identity.unknown-column'],
  [{ columns: [] }, '/columns', 'identity.list-form'],
  [{ columns: ['name', 'name'] }, '/columns', 'identity.list-form'],
  [{ columns: 'name' }, '/columns', 'identity.list-form'],
  [{ columns: [7] }, '/columns', 'identity.list-form'],
  [{ sort: ['name', 'up'] }, '/sort', 'identity.list-form'],
  [{ sort: ['name', 'ASC', 'x'] }, '/sort', 'identity.list-form'],
  [{ widths: [1] }, '', 'identity.list-form'],
  [[], '', 'identity.list-form'],
])('%j is refused with its place', async (body, pointer, code) => {
  const answer = await clerk.put(path, body);
  expect(answer).toMatchObject({ status: 422, json: { code, errors: [{ pointer, code }] } });
  expect(await listOf(clerk)).toMatchObject({ isPersonal: false });
});

test('what is not seen is not there, and nobody chooses without being signed in', async () => {
  expect((await clerk.put('/api/auth/me/lists/core.role', { columns: ['name'] })).status).toBe(404);
  expect((await clerk.put('/api/auth/me/lists/no.such', { columns: ['name'] })).status).toBe(404);
  expect((await app.nobody.put(path, { columns: ['name'] })).status).toBe(401);
});

test('names that are gone since are passed over, and a user that is deleted leaves nothing', async () => {
  await clerk.put(path, { columns: ['name'], sort: ['name', 'DESC'] });
  await rowsOf(app.databaseUrl, `UPDATE trellis_personal_list SET columns = '{former,name}', sort = '{former,ASC}'`);
  const answer = await clerk.put('/api/auth/me/lists/inventory.transfer', { sort: ['id', 'DESC'] });
  expect(answer.status).toBe(200);
  expect(await listOf(clerk)).toMatchObject({ columns: ['name'], sort: ['name', 'ASC'], isPersonal: true });
  // By a field that cannot be sorted by since, for instance because its type is another.
  await rowsOf(app.databaseUrl, `UPDATE trellis_personal_list SET sort = '{company,ASC}' WHERE entity = 'inventory.warehouse'`);
  expect((await clerk.put(path, { sort: ['company', 'ASC'] })).status).toBe(422);
  const { sort } = await listOf(clerk);
  expect(sort).toEqual((await listOf(admin)).sort);
  expect((await clerk.get(`/api/inventory/warehouses?sort=${JSON.stringify(sort)}`)).status).toBe(200);
  // Administrators, who may see every field, do not see one that is not there.
  await admin.put(path, { columns: ['name', 'code'] });
  await rowsOf(app.databaseUrl, `UPDATE trellis_personal_list SET columns = '{former,code}' WHERE 'code' = ANY(columns)`);
  await admin.put('/api/auth/me/lists/inventory.transfer', { sort: ['id', 'DESC'] });
  expect(await listOf(admin)).toMatchObject({ columns: ['code'] });
  await admin.delete(path);
  await admin.delete('/api/auth/me/lists/inventory.transfer');
  expect((await admin.delete(`/api/core/users/${clerkId}`)).status).toBe(200);
  expect(await rowsOf(app.databaseUrl, 'SELECT FROM trellis_personal_list')).toEqual([]);
});

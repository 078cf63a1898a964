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

test('history and comments', async () => {
  const team = await admin.post('/api/core/teams', { name: 'A' });
  const path = `/api/core/teams/${team.json.id}`;
  await admin.patch(path, { name: 'B' });
  const history = await admin.get(`${path}/history`);
  expect(history.json).toMatchObject([
    { op: 'updated', by: { label: 'Administrator' }, changes: [{ field: 'name', from: 'A', to: 'B' }] },
    { op: 'created', changes: [{ field: 'name', from: null, to: 'A' }] },
  ]);
  const comment = await admin.post(`${path}/comments`, { text: ' Xin chào ' });
  expect(comment).toMatchObject({ status: 201, json: { text: 'Xin chào', by: { label: 'Administrator' } } });
  expect(await admin.get(`${path}/comments`)).toMatchObject({ status: 200, json: [{ text: 'Xin chào' }] });
  expect(await admin.post(`${path}/comments`, { text: '' })).toMatchObject({ status: 422, json: { errors: [{ pointer: '/text' }] } });
  expect(await admin.delete(`${path}/comments/${comment.json.id}`)).toMatchObject({ status: 200 });
  await admin.delete(path);
  expect((await admin.get(`${path}/history`)).json).toMatchObject([{ op: 'deleted' }, { op: 'updated' }, { op: 'created' }]);
});

test('the same Idempotency-Key gives the same answer once', async () => {
  const send = (name: string) => admin.send('POST', '/api/core/teams', { name }, { 'idempotency-key': 'one-1' });
  const [one, two] = await Promise.all([send('Once'), send('Once')]);
  expect([one.status, two.status]).toEqual([201, 201]);
  expect(one.json.id).toBe(two.json.id);
  expect((await admin.get('/api/core/teams?filter={"name":"Once"}')).json).toHaveLength(1);
  expect(await send('Twice')).toMatchObject({ status: 409, json: { code: 'record.idempotency-conflict' } });
});

test('users, roles and keys keep to their rules', async () => {
  const me = (await admin.get('/api/auth/me')).json;
  expect(await admin.patch(`/api/core/users/${me.id}`, { isActive: false })).toMatchObject({ status: 409, json: { code: 'identity.last-administrator' } });
  expect(await admin.delete(`/api/core/users/${me.id}`)).toMatchObject({ status: 409 });
  const [declared] = (await admin.get('/api/core/roles?filter={"code":"core.member"}')).json;
  expect(await admin.patch(`/api/core/roles/${declared.id}`, { name: 'x' })).toMatchObject({ status: 409, json: { code: 'identity.declared-role' } });
  const wrong = await admin.post('/api/core/roles', {
    name: 'R',
    grants: [{ entity: 'core.usr' }, { entity: 'core.user', hiddenFields: 'emial', rule: 'nme == 1' }],
  });
  expect(wrong.status).toBe(422);
  expect(wrong.json.errors.map((one: { pointer: string }) => one.pointer)).toEqual(['/grants/0/entity', '/grants/1/hiddenFields', '/grants/1/rule']);
  const role = await admin.post('/api/core/roles', { name: 'R', grants: [{ entity: 'core.team', canRead: true, canCreate: true }] });
  expect(role.status).toBe(201);
  const user = await admin.post('/api/core/users', { name: 'Bình', email: 'BINH@example.com', roles: [role.json.id] });
  expect(user).toMatchObject({ status: 201, json: { email: 'binh@example.com' } });
  const key = await admin.post('/api/core/api-keys', { name: 'k', actsAs: user.json.id });
  expect(key.json._secret).toMatch(/^trellis_/u);
  const program = admin.withKey(key.json._secret);
  expect((await program.get('/api/auth/me')).json).toMatchObject({ name: 'Bình' });
  expect(await program.post('/api/core/teams', { name: 'Of Bình' })).toMatchObject({ status: 201 });
  expect(await program.post('/api/core/users', { name: 'x' })).toMatchObject({ status: 403 });
  expect(await admin.delete(`/api/core/api-keys/${key.json.id}`)).toMatchObject({ status: 200 });
  expect(await program.get('/api/auth/me')).toMatchObject({ status: 401 });
});

test('an upload is known by its content', async () => {
  const send = (bytes: Uint8Array<ArrayBuffer>) => admin.send('POST', '/api/files?name=a/b.png', new Blob([bytes]), { 'content-type': 'image/png' });
  expect(await send(Buffer.from('<svg onload="alert(1)"></svg>'))).toMatchObject({ status: 415, json: { code: 'files.not-a-picture' } });
  const pixel = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');
  expect(await send(pixel)).toMatchObject({ status: 201, json: { name: 'b.png', mediaType: 'image/png', bytes: pixel.length } });
});

test('a picture belongs to the record that takes it, and is served with its rights', async () => {
  const pixel = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');
  const upload = async (): Promise<string> => (await admin.send('POST', '/api/files?name=tea.png', new Blob([pixel]), { 'content-type': 'image/png' })).json.id;
  const id = await upload();
  const unit = (await admin.get('/api/base/units?range=[0,0]')).json[0].id;
  const product = await admin.post('/api/catalog/products', { name: 'Tea', price: 1, unit, image: id });
  expect(product).toMatchObject({ status: 201, json: { image: id } });
  const path = `/api/catalog/products/${product.json.id}`;
  const served = await fetch(`${app.url}${path}/files/image`);
  expect(served.status).toBe(401);
  const shown = await admin.get(`${path}/files/image`);
  expect(shown.status).toBe(200);
  expect([shown.headers.get('content-type'), shown.headers.get('content-length'), shown.headers.get('content-security-policy')]).toEqual([
    'image/png',
    String(pixel.length),
    "default-src 'none'; sandbox",
  ]);
  expect((await admin.get(`${path}/files/image`, { 'if-none-match': `"${id}"` })).status).toBe(304);
  expect(await admin.post('/api/catalog/products', { name: 'Other', price: 1, unit, image: id })).toMatchObject({
    status: 422,
    json: { errors: [{ pointer: '/image', code: 'files.unknown' }] },
  });
  const user = await admin.post('/api/core/users', { name: 'Nobody' });
  const key = await admin.post('/api/core/api-keys', { name: 'n', actsAs: user.json.id });
  expect((await admin.withKey(key.json._secret).get(`${path}/files/image`)).status).toBe(404);
  expect(await admin.patch(path, { image: null })).toMatchObject({ status: 200, json: { image: null } });
  expect((await admin.get(`${path}/files/image`)).status).toBe(404);
});

import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { administrator, startTestApp, type TestApp } from '../support/test-app.js';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());

async function person(fields: Record<string, unknown> = {}): Promise<{ id: string; email: string; password: string }> {
  const email = `p${Math.random().toString(36).slice(2)}@example.com`;
  const made = await app.administrator.post('/api/core/users', { name: 'Trần Thị Bình', email, ...fields });
  expect(made.status).toBe(201);
  const reset = await app.administrator.post(`/api/auth/users/${made.json.id}/password`, {});
  expect(reset.status).toBe(200);
  return { id: made.json.id, email, password: reset.json.password };
}

test('without sign-in everything but health and sign-in is refused', async () => {
  for (const path of ['/api/meta', '/api/openapi.json', '/api/core/users', '/api/search?q=a', '/api/auth/me']) {
    expect(await app.nobody.get(path)).toMatchObject({ status: 401, json: { code: 'identity.not-signed-in' } });
  }
  expect((await fetch(`${app.url}/api/health/live`)).status).toBe(200);
});

test('a reset password must be changed first, and only once', async () => {
  const { email, password } = await person();
  const client = await app.nobody.signIn(email, password);
  expect(await client.get('/api/core/users')).toMatchObject({ status: 403, json: { code: 'identity.must-change-password' } });
  expect((await client.get('/api/auth/me')).json).toMatchObject({ email, mustChangePassword: true });
  const wrong = await client.post('/api/auth/password', { current: 'nonsense', password: 'a new good one' });
  expect(wrong).toMatchObject({ status: 422, json: { errors: [{ pointer: '/current', code: 'identity.current-password-wrong' }] } });
  expect((await client.post('/api/auth/password', { current: password, password: 'a new good one' })).status).toBe(200);
  expect((await client.get('/api/auth/me')).status).toBe(401);
  const again = await app.nobody.signIn(email, 'a new good one');
  expect((await again.get('/api/core/users')).status).toBe(200);
  await expect(app.nobody.signIn(email, password)).rejects.toThrow('401');
});

test('a disabled user, a lost role and a closed session count at once', async () => {
  const { id, email, password } = await person();
  const first = await app.nobody.signIn(email, password);
  await first.post('/api/auth/password', { current: password, password: 'a new good one' });
  const client = await app.nobody.signIn(email, 'a new good one');
  expect((await client.get('/api/auth/me')).status).toBe(200);
  await app.administrator.patch(`/api/core/users/${id}`, { isActive: false });
  expect((await client.get('/api/auth/me')).status).toBe(401);
  await app.administrator.patch(`/api/core/users/${id}`, { isActive: true });
  const back = await app.nobody.signIn(email, 'a new good one');
  await back.post('/api/auth/logout');
  expect((await back.get('/api/auth/me')).status).toBe(401);
});

test('wrong, unknown and inactive are told alike, and too many failures wait', async () => {
  const { email } = await person();
  const refusals = [];
  for (let attempt = 0; attempt < 9; attempt += 1) refusals.push(await app.nobody.post('/api/auth/login', { email, password: 'wrong wrong' }));
  expect(refusals.slice(0, 4).every((answer) => answer.json.code === 'identity.sign-in-refused')).toBe(true);
  expect(refusals.at(-1)).toMatchObject({ status: 429, json: { code: 'identity.too-many-attempts' } });
  expect((await app.nobody.post('/api/auth/login', { email: 'nobody@example.com', password: 'x' })).json.code).toBe('identity.sign-in-refused');
  await expect(app.nobody.signIn(administrator.email, administrator.password)).resolves.toBeDefined();
});

test('an API key acts as its user, is shown once, and dies with its record', async () => {
  const { id } = await person();
  const made = await app.administrator.post('/api/core/api-keys', { name: 'Shop', actsAs: id });
  expect(made.status).toBe(201);
  const key = made.json._secret;
  expect(key).toMatch(/^trellis_[\w-]{43}$/u);
  expect((await app.administrator.get(`/api/core/api-keys/${made.json.id}`)).text).not.toContain(key);
  const program = app.nobody.withHeaders({ authorization: `Bearer ${key}` });
  program.forgetDocument();
  expect((await program.get('/api/auth/me')).json).toMatchObject({ id });
  expect((await app.administrator.delete(`/api/core/api-keys/${made.json.id}`)).status).toBe(200);
  expect((await program.get('/api/auth/me')).status).toBe(401);
});

test.each([
  [{ 'sec-fetch-site': 'cross-site' }, 403],
  [{ 'sec-fetch-site': 'same-site' }, 403],
  [{ origin: 'https://evil.example' }, 403],
  [{ origin: 'null' }, 403],
  [{ 'sec-fetch-site': 'same-origin' }, 200],
  [{}, 200],
])('a change with %p answers %i', async (headers, status) => {
  expect((await app.administrator.send('PATCH', '/api/auth/me', { locale: 'en' }, headers)).status).toBe(status);
});

test('a role made in the browser grants what it says, at once and no more', async () => {
  const role = await app.administrator.post('/api/core/roles', {
    name: 'Đọc đối tác',
    grants: [{ entity: 'base.party', canRead: true, rule: 'isCustomer', hiddenFields: 'taxId' }],
  });
  expect(role.status).toBe(201);
  await app.administrator.post('/api/base/parties', { name: 'Khách', isCustomer: true, taxId: '0101' });
  await app.administrator.post('/api/base/parties', { name: 'Nhà cung cấp', isCustomer: false, isSupplier: true });
  const { id, email, password } = await person();
  const first = await app.nobody.signIn(email, password);
  await first.post('/api/auth/password', { current: password, password: 'a new good one' });
  const client = await app.nobody.signIn(email, 'a new good one');
  expect((await client.get('/api/base/parties')).status).toBe(403);
  await app.administrator.patch(`/api/core/users/${id}`, { roles: [role.json.id] });
  client.forgetDocument();
  const seen = await client.get('/api/base/parties');
  expect(seen).toMatchObject({ status: 200 });
  expect(seen.json.map((party: { name: string }) => party.name)).toEqual(['Khách']);
  expect(seen.text).not.toContain('taxId');
  expect((await client.post('/api/base/parties', { name: 'X' })).status).toBe(403);
});

test.each([
  [{ entity: 'base.nothing' }, 'identity.unknown-entity'],
  [{ entity: 'base.party', rule: 'nothing == 1' }, 'identity.wrong-rule'],
  [{ entity: 'base.party', hiddenFields: 'nothing' }, 'identity.unknown-grant-name'],
])('a role with a wrong grant %p is refused', async (grant, code) => {
  const answer = await app.administrator.post('/api/core/roles', { name: 'Sai', grants: [grant] });
  expect(answer.status).toBe(422);
  expect(answer.json.errors[0]).toMatchObject({ code, pointer: expect.stringMatching(/^\/grants\/0\//u) });
});

test('the last administrator and declared roles stay', async () => {
  const me = await app.administrator.get('/api/auth/me');
  expect(await app.administrator.patch(`/api/core/users/${me.json.id}`, { isAdministrator: false })).toMatchObject({
    status: 409,
    json: { code: 'identity.last-administrator' },
  });
  const roles = await app.administrator.get(`/api/core/roles?filter=${encodeURIComponent('{"code":"core.member"}')}`);
  expect(await app.administrator.delete(`/api/core/roles/${roles.json[0].id}`)).toMatchObject({ status: 409, json: { code: 'identity.declared-role' } });
});

test('the language one chooses is that of the very next answer', async () => {
  const chosen = Array.from({ length: 60 }, (_, turn) => (turn % 2 === 0 ? 'vi' : 'en'));
  const met: string[] = [];
  for (const locale of chosen) {
    await app.administrator.patch('/api/auth/me', { locale });
    met.push((await app.administrator.get('/api/auth/me')).json.locale);
  }
  expect(met).toEqual(chosen);
});

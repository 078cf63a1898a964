import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import pg from 'pg';
import type { Client } from '../support/client.js';
import { pluginsOfPage } from '../support/plugins-of-page.js';
import { startTestApp, type TestApp } from '../support/test-app.js';

let plugins: string;
let app: TestApp;
let admin: Client;
let me: string;
beforeAll(async () => {
  plugins = join(await pluginsOfPage('lifecycles.md'), 'my-plugins');
  app = await startTestApp({ plugins: [plugins] });
  admin = app.administrator;
  me = (await admin.get('/api/auth/me')).json.id;
});
afterAll(async () => {
  await app.close();
  await rm(plugins, { recursive: true, force: true });
});

const path = (id: string, action?: string): string => `/api/contracts/contracts/${id}${action === undefined ? '' : `/actions/${action}`}`;
const run = (id: string, action: string, body: object = {}): ReturnType<Client['post']> => admin.post(path(id, action), body);
const contract = (amount = '100', more: object = {}): Promise<string> =>
  admin.make('contracts/contracts', { owner: me, amount, terms: [{ text: 'One' }], ...more });
const total = async (): Promise<number> => Number((await admin.get('/api/contracts/totals')).json[0]?.amount ?? 0);
const history = async (id: string): Promise<readonly string[]> =>
  (await admin.get(`${path(id)}/history`)).json.map((one: { op: string; action: string | null }) => one.action ?? one.op);

test('what a transition changed, set and posted is taken back, and history shows it', async () => {
  const before = await total();
  const id = await contract();
  expect(await admin.get(path(id))).toMatchObject({ json: { _undo: null } });
  expect(await run(id, 'undo')).toMatchObject({ status: 409, json: { code: 'record.nothing-to-undo' } });
  expect(await run(id, 'sign')).toMatchObject({
    status: 200,
    json: { state: 'signed', signedOn: expect.any(String), _undo: { action: 'sign', until: expect.any(String) } },
  });
  expect(await total()).toBe(before + 100);
  expect(await run(id, 'undo', { version: 1 })).toMatchObject({ status: 412 });
  expect(await run(id, 'undo')).toMatchObject({ status: 200, json: { state: 'draft', signedOn: null, version: 3, _undo: null } });
  expect(await total()).toBe(before);
  expect(await run(id, 'undo')).toMatchObject({ status: 409, json: { code: 'record.nothing-to-undo' } });
  expect(await history(id)).toEqual(['undo', 'sign', 'created']);
  expect(await admin.patch(path(id), { amount: '50' })).toMatchObject({ status: 200 });
  expect(await run(id, 'sign')).toMatchObject({ status: 200 });
  expect(await total()).toBe(before + 50);
});

test('a reversal that is undone counts again, and can be reversed again', async () => {
  const before = await total();
  const id = await contract('30');
  await run(id, 'sign');
  for (let round = 0; round < 3; round += 1) {
    expect(await run(id, 'cancel')).toMatchObject({ status: 200, json: { state: 'cancelled', _undo: { action: 'cancel', until: null } } });
    expect(await total()).toBe(before);
    expect(await run(id, 'undo')).toMatchObject({ status: 200, json: { state: 'signed', _undo: null } });
    expect(await total()).toBe(before + 30);
  }
  await run(id, 'cancel');
  expect(await total()).toBe(before);
});

test('what was changed since, built upon, or is too old stays', async () => {
  const id = await contract();
  await run(id, 'sign');
  const upon = await contract('1', { terms: [{ text: 'As there', contract: id }] });
  expect(await run(id, 'undo')).toMatchObject({ status: 409, json: { code: 'record.built-upon', detail: expect.stringContaining('Contracts (1)') } });
  await admin.delete(path(upon));
  const database = new pg.Client({ connectionString: app.databaseUrl });
  await database.connect();
  await database.query(`UPDATE trellis_undo SET until = now() - interval '1 minute' WHERE record_id = $1`, [id]).finally(() => database.end());
  expect(await admin.get(path(id))).toMatchObject({ json: { _undo: null } });
  expect(await run(id, 'undo')).toMatchObject({ status: 409, json: { code: 'record.undo-too-late', detail: expect.stringContaining('60') } });
});

test('of many who undo at once, and amend beside them, one is first', async () => {
  const before = await total();
  const id = await contract();
  await run(id, 'sign');
  const answers = await Promise.all(Array.from({ length: 12 }, (_, index) => run(id, index % 3 === 0 ? 'amend' : 'undo')));
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  expect(answers.every(({ status }) => status === 200 || status === 409)).toBe(true);
  expect(await total()).toBe(before);
});

test('whoever may not run a transition does not undo it', async () => {
  const id = await contract();
  await run(id, 'sign');
  const grants = [{ entity: 'contracts.contract', canRead: true, actions: 'cancel' }];
  const role = await admin.make('core/roles', { name: 'Reader', grants });
  const user = await admin.make('core/users', { name: 'Reader', email: 'reader@example.com', roles: [role] });
  const reader = admin.withKey((await admin.post('/api/core/api-keys', { name: 'reader', actsAs: user })).json._secret);
  expect(await reader.get(path(id))).toMatchObject({ status: 200, json: { _undo: null } });
  expect(await reader.post(path(id, 'undo'))).toMatchObject({ status: 403, json: { code: 'record.action-forbidden' } });
  expect(await admin.post('/api/contracts/contracts/actions/undo', { ids: [id] })).toMatchObject({ status: 200, json: [{ id, ok: true }] });
});

test('the next version holds nothing that its maker may not see, and no secret', async () => {
  const grants = [
    { entity: 'contracts.contract', canRead: true, canCreate: true, actions: 'amend', hiddenFields: 'margin', readOnlyFields: 'owner' },
    { entity: 'contracts.contract', canRead: true, rule: 'state == "draft"' },
  ];
  const role = await admin.make('core/roles', { name: 'Amender', grants });
  const user = await admin.make('core/users', { name: 'Amender', email: 'amender@example.com', roles: [role] });
  const amender = admin.withKey((await admin.post('/api/core/api-keys', { name: 'amender', actsAs: user })).json._secret);
  const id = await contract('10', { margin: '3', portalKey: 'sesame' });
  await run(id, 'sign');
  expect((await amender.get(path(id))).json.margin).toBeNull();
  const made = await amender.post(path(id, 'amend'));
  expect(made).toMatchObject({ status: 200, json: { state: 'superseded' } });
  const copy = path(made.json._created[0].id);
  const expected = { owner: me, amount: '10.00', margin: null, portalKey: null, terms: [{ text: 'One' }] };
  expect([await amender.get(copy), await admin.get(copy)]).toMatchObject([{ json: expected }, { json: expected }]);
  const whole = await contract('10', { margin: '3', portalKey: 'sesame' });
  await run(whole, 'sign');
  expect(await admin.get(path((await run(whole, 'amend')).json._created[0].id))).toMatchObject({ json: { margin: '3.00', portalKey: null } });
});

test('the next version is a draft with the number of the first; both are linked, the old one is superseded', async () => {
  const id = await contract('10', { terms: [{ text: 'One' }, { text: 'Two' }] });
  await run(id, 'sign');
  const { number } = (await admin.get(path(id))).json;
  const first = await run(id, 'amend');
  expect(first).toMatchObject({ status: 200, json: { state: 'superseded', _created: [{ entity: 'contracts.contract' }] } });
  const second = first.json._created[0].id;
  const copy = await admin.get(path(second));
  expect(copy).toMatchObject({ json: { state: 'draft', number: `${number}-1`, amount: '10.00', signedOn: null, terms: [{ text: 'One' }, { text: 'Two' }] } });
  expect(await run(id, 'amend')).toMatchObject({ status: 409, json: { code: 'record.wrong-state' } });
  await admin.patch(path(second), { amount: '12' });
  await run(second, 'sign');
  const third = (await run(second, 'amend')).json._created[0].id;
  expect(await admin.get(path(third))).toMatchObject({ json: { number: `${number}-2`, amount: '12.00' } });
  expect((await admin.get(`${path(second)}/chain`)).json).toMatchObject([
    { id, distance: -1, state: 'superseded' },
    { id: third, distance: 1, state: 'draft' },
  ]);
  expect(await contract()).toEqual(expect.any(String));
});

import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { projectRoot } from '../../core/kernel/project-root.js';
import type { Client } from '../support/client.js';
import { hire } from '../support/hire.js';
import { startTestApp, type TestApp } from '../support/test-app.js';

let app: TestApp;
let admin: Client;
let writer: Client;
let poor: Client;
let poorId: string;

beforeAll(async () => {
  app = await startTestApp({ plugins: [join(projectRoot, 'tests/fixtures/with-rights')] });
  admin = app.administrator;
  ({ client: writer } = await hire(app, { name: 'Writer', email: 'writer@example.com', roles: ['vault.writer'] }));
  ({ client: poor, id: poorId } = await hire(app, { name: 'Poor', email: 'poor@example.com', roles: ['vault.poor-writer'] }));
}, 120_000);
afterAll(() => app.close());

const make = (name: string, more: object = {}): Promise<string> => admin.make('vault/boxes', { name, secret: `of ${name}`, amount: '10', ...more });
const read = async (id: string) => (await admin.get(`/api/vault/boxes/${id}`)).json;
const change = (client: Client, body: object) => client.patch('/api/vault/boxes', body);
const absent = '01a20a84-b95b-7553-949e-561340c99766';

test('the same fields of several are changed, each by itself, with its own version and history', async () => {
  const [one, two, stale] = [await make('one'), await make('two'), await make('stale')];
  await admin.patch(`/api/vault/boxes/${stale}`, { amount: '11' });
  const answer = await change(admin, { ids: [one, absent, stale, two], changes: { amount: '7.50', secret: null }, versions: { [one]: 1, [stale]: 1 } });
  expect(answer).toMatchObject({
    status: 200,
    json: [
      { id: one, ok: true },
      { id: absent, ok: false, problem: { status: 404, code: 'record.not-found' } },
      { id: stale, ok: false, problem: { status: 412, code: 'record.stale' } },
      { id: two, ok: true },
    ],
  });
  expect(await read(one)).toMatchObject({ amount: '7.50', secret: null, version: 2, name: 'one' });
  expect(await read(two)).toMatchObject({ amount: '7.50', version: 2 });
  expect(await read(stale)).toMatchObject({ amount: '11.00', secret: 'of stale' });
  const [latest] = (await admin.get(`/api/vault/boxes/${two}/history`)).json;
  expect(latest).toMatchObject({ op: 'updated' });
});

test('what a filter finds is changed, and nothing that the caller does not see', async () => {
  const [mine, other] = [await make('ours', { owner: poorId }), await make('ours')];
  expect((await change(poor, { filter: { name: 'ours' }, changes: { amount: '3' } })).json).toEqual([{ id: mine, ok: true }]);
  expect(await read(mine)).toMatchObject({ amount: '3.00', secret: 'of ours' });
  expect(await read(other)).toMatchObject({ amount: '10.00' });
  expect((await change(poor, { ids: [other], changes: { amount: '4' } })).json).toMatchObject([{ id: other, ok: false, problem: { status: 404 } }]);
  // A filter by what is hidden is none.
  expect((await change(poor, { filter: { secret: 'of ours' }, changes: { amount: '5' } })).status).toBe(400);
  expect((await read(mine)).amount).toBe('3.00');
});

test('rights on fields and what is demanded of a value hold for each', async () => {
  const box = await make('held', { owner: poorId });
  expect((await change(writer, { ids: [box], changes: { amount: '1' } })).json).toMatchObject([
    { ok: false, problem: { status: 403, code: 'record.field-forbidden' } },
  ]);
  expect((await change(poor, { ids: [box], changes: { secret: 'x' } })).json).toMatchObject([{ ok: false, problem: { errors: [{ pointer: '/secret' }] } }]);
  expect((await change(poor, { ids: [box], changes: { owner: null } })).json).toMatchObject([{ ok: false, problem: { status: 403 } }]);
  for (const [changes, pointer] of [
    [{ name: null }, '/name'],
    [{ state: 'shut' }, '/state'],
    [{ nonsense: 1 }, '/nonsense'],
    [{ amount: 'many' }, '/amount'],
  ] as const)
    expect((await change(admin, { ids: [box], changes })).json).toMatchObject([{ ok: false, problem: { status: 422, errors: [{ pointer }] } }]);
  expect(await read(box)).toMatchObject({ version: 1, amount: '10.00', owner: poorId, state: 'open' });
});

test('what is not understood is refused before anything is done', async () => {
  const box = await make('whole');
  const changes = { amount: '1' };
  for (const [body, status, code] of [
    [{ changes }, 400, 'record.ids'],
    [{ ids: [], changes }, 400, 'record.ids'],
    [{ ids: [box], filter: { name: 'whole' }, changes }, 400, 'record.ids'],
    [{ filter: {}, changes }, 400, 'record.ids'],
    [{ ids: [box] }, 422, 'record.no-changes'],
    [{ ids: [box], changes: {} }, 422, 'record.no-changes'],
    [{ ids: [box], changes: [] }, 422, 'record.no-changes'],
    [{ ids: [box], changes: { version: 1 } }, 422, 'record.no-changes'],
    [{ ids: [box], changes, versions: { [box]: '1' } }, 422, 'record.bad-version'],
    [{ ids: [box], amount: '1' }, 400, 'record.bulk-key'],
  ] as const)
    expect(await change(admin, body)).toMatchObject({ status, json: { code } });
  const { client: reader } = await hire(app, { name: 'Reader', email: 'reader@example.com', roles: ['vault.all-reader'] });
  expect((await change(reader, { ids: [box], changes })).status).toBe(403);
  expect((await change(app.nobody, { ids: [box], changes })).status).toBe(401);
  expect((await read(box)).version).toBe(1);
});

import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { sightOf } from '../../core/access/sight-of.js';
import { listedRecord } from '../../core/data/query/record-columns.js';
import { listSql } from '../../core/data/query/list-sql.js';
import { barPlugins, openBar } from '../support/bar.js';
import type { Answer, Client } from '../support/client.js';
import type { TestApp } from '../support/test-app.js';
import { createTestPlatform } from '../support/test-platform.js';

let app: TestApp;
let admin: Client;
const ids: Record<string, string> = {};
const clients: Record<string, Client> = {};

beforeAll(async () => {
  const bar = await openBar();
  app = bar.app;
  admin = app.administrator;
  Object.assign(ids, bar.ids);
  Object.assign(clients, bar.clients);
  const bill = (table: string, guest: string | undefined, day: string, amount: string, tip: string, waiter?: string): Promise<string> =>
    admin.make('bar/bills', { table, guest, day, amount, tip, waiter, drinks: [{ name: `Tea ${table}`, glasses: 2 }] });
  ids.first = await bill('1', ids.an, '2026-03-02', '10', '1', ids.waiter);
  await bill('2', ids.an, '2026-03-30', '20', '2');
  await bill('3', ids.an, '2026-04-01', '40', '4', ids.waiter);
  await bill('4', ids.spy, '2026-03-09', '80', '8', ids.waiter);
  await bill('staff', ids.an, '2026-03-09', '500', '0', ids.waiter);
});
afterAll(() => app.close());

const list = (path: string, asked = '', client: Client = admin): Promise<Answer> => client.get(`/api/bar/${path}?sort=["id","ASC"]${asked}`);
const rows = async (client: Client = admin): Promise<readonly unknown[]> => {
  const { json } = await client.get('/api/bar/guest-months?sort=["amount","ASC"]');
  return json.map((one: Readonly<Record<string, unknown>>) => [one['town'], one['month'], one['bills'], one['amount'], one['tips'], one['best']]);
};

test('figures by values, over the records that the condition takes', async () => {
  expect(await rows()).toEqual([
    ['Huế', '2026-03-01', 2, '30.00', '3.00', '22.00'],
    ['Huế', '2026-04-01', 1, '40.00', '4.00', '44.00'],
    ['Moscow', '2026-03-01', 1, '80.00', '8.00', '88.00'],
  ]);
  const [first] = (await admin.get('/api/bar/guest-months?sort=["amount","ASC"]&expand=guest')).json;
  expect(first).toMatchObject({ guest: ids.an, _labels: { guest: 'An' }, _guest: { town: 'Huế' } });
});

test('what is read is filtered, sorted, paged, counted, added up, exported and got like any other', async () => {
  const march = await list('guest-months', `&filter={"guest":"${ids.an}","month":"2026-03-01"}`);
  expect(march.json).toMatchObject([{ bills: 2 }]);
  expect((await admin.get(`/api/bar/guest-months/${march.json[0].id}`)).json).toMatchObject({ amount: '30.00', _labels: { guest: 'An' } });
  // Nobody talks about it: its key stands for its values, and others see other records behind them.
  for (const answer of [
    await admin.get(`/api/bar/guest-months/${march.json[0].id}/comments`),
    await admin.post(`/api/bar/guest-months/${march.json[0].id}/comments`, { text: 'a' }),
  ])
    expect(answer.status).toBe(404);
  expect((await list('guest-months', '&filter={"guest.town_contains":"hue","amount_gt":35}')).json).toMatchObject([{ amount: '40.00' }]);
  const page = await list('guest-months', '&range=[1,1]');
  expect([page.json.length, page.headers.get('content-range')]).toEqual([1, 'guest-months 1-1/3']);
  const cursor = await admin.get('/api/bar/guest-months?sort=["amount","DESC"]&range=[0,1]&cursor=');
  expect(cursor.json.map((one: { readonly amount: string }) => one.amount)).toEqual(['80.00', '40.00']);
  expect((await admin.get('/api/bar/guest-months/aggregate?group=guest&measures=count,sum(amount)')).json).toHaveLength(2);
  expect((await admin.get('/api/bar/guest-months/export?filter={"amount_gte":80}')).text).toMatch(/Spy,Moscow,2026-03-01,1,80\.00/u);
  expect((await admin.get('/api/bar/guest-months?filter={"nobody":1}')).status).toBe(400);
});

test('lines with what their owner says', async () => {
  expect((await list('poured', '&filter={"table":["1","4"]}')).json).toMatchObject([
    { drink: 'Tea 1', glasses: 2, day: '2026-03-02', guest: ids.an },
    { drink: 'Tea 4', glasses: 2, guest: ids.spy },
  ]);
});

test('a record of its own has the id of what it was made of', async () => {
  expect((await admin.get(`/api/bar/bill-looks/${ids.first}`)).json).toMatchObject({ table: '1', all: '11.00' });
});

test('what the caller may not read never enters, neither rows nor fields nor what lies behind references', async () => {
  const waiter = clients.waiter ?? admin;
  expect(await rows(waiter)).toEqual([
    ['Huế', '2026-03-01', 1, '10.00', '0.00', null],
    ['Huế', '2026-04-01', 1, '40.00', '0.00', null],
    [null, '2026-03-01', 1, '80.00', '0.00', null],
  ]);
  expect((await list('guest-months', '&filter={"town":"Moscow"}', waiter)).json).toEqual([]);
  expect((await list('poured', '', waiter)).json).toHaveLength(4);
  expect((await list('bill-looks', '&filter={"table":"1"}', waiter)).json).toMatchObject([{ all: '10.00' }]);
  expect((await waiter.get('/api/bar/guest-months/aggregate?measures=count,sum(tips)')).json).toEqual([{ count: 3, 'sum(tips)': '0.00' }]);
  expect((await waiter.get('/api/bar/guest-months/export')).status).toBe(403);
});

test('without a right to what is read there is nothing to see', async () => {
  expect(await rows(clients.reader ?? admin)).toEqual([]);
  expect((await (clients.reader ?? admin).get('/api/bar/guest-months/export')).text).not.toContain('Huế');
});

test('nobody writes it', async () => {
  expect((await admin.post('/api/bar/guest-months', { town: 'x' })).status).toBe(403);
  expect((await admin.patch(`/api/bar/bill-looks/${ids.first}`, { table: 'x' })).status).toBe(403);
  expect((await admin.delete(`/api/bar/bill-looks/${ids.first}`)).status).toBe(403);
  const meta = (await admin.get('/api/meta')).json;
  const entity = meta.entities.find((one: { readonly id: string }) => one.id === 'bar.guest-month');
  expect(entity).toMatchObject({
    kind: 'query',
    menu: true,
    can: { create: false, update: false, delete: false },
    query: { branches: [{ from: 'bar.bill', filters: { guest: 'guest' } }], grouped: true },
  });
});

test('a filter over a query goes by the index of what is read', async () => {
  const opened = await createTestPlatform({ plugins: barPlugins });
  try {
    const { platform, connection, caller } = opened;
    await connection.pool.query(
      `INSERT INTO bar_guest (id, name, is_hidden, version, created_at, updated_at) SELECT trellis_new_id(), 'g', false, 1, now(), now() FROM generate_series(1, 200)`,
    );
    await connection.pool.query(`INSERT INTO bar_bill (id, "table", guest, amount, version, created_at, updated_at)
      SELECT trellis_new_id(), 't', (ARRAY(SELECT id FROM bar_guest))[1 + n % 200], 1, 1, now(), now() FROM generate_series(1, 20000) n`);
    await connection.pool.query('ANALYZE bar_bill');
    const { rows: guests } = await connection.pool.query<{ id: string }>('SELECT id::text AS id FROM bar_guest LIMIT 1');
    for (const name of ['guest-month', 'bill-look']) {
      const entity = platform.model.entities.get(`bar.${name}`);
      if (entity === undefined) throw new Error(name);
      const statement = listSql(platform.model, sightOf(caller(), platform.policyOf(caller()), platform.model), entity, {
        condition: { kind: 'comparison', path: ['guest'], operator: 'eq', values: [guests[0]?.id ?? ''] },
        order: { path: ['id'], direction: 'ASC' },
        offset: 0,
        limit: 25,
        after: null,
        wanted: listedRecord,
        asOf: null,
      }).build();
      const plan = await connection.pool.query(`EXPLAIN (FORMAT JSON) ${statement.text}`, [...statement.values]);
      expect(JSON.stringify(plan.rows)).not.toMatch(/"Node Type":"Seq Scan"[^}]*"bar_bill"/u);
      expect(JSON.stringify(plan.rows)).toMatch(/Index[^}]*bar_bill__guest/u);
    }
  } finally {
    await opened.close();
  }
});

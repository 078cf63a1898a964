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
  ids.first = await admin.make('bar/bills', { table: '1', guest: ids.an, day: '2026-03-02', amount: '10', tip: '1', waiter: ids.waiter });
  await admin.make('bar/bills', { table: '2', guest: ids.an, day: '2026-03-30', amount: '40', tip: '2' });
  await admin.make('bar/bills', { table: '3', guest: ids.spy, day: '2026-04-01', amount: '80', waiter: ids.waiter, drinks: [{ name: 'Tea', glasses: 2 }] });
  await admin.make('bar/bills', { table: 'staff', guest: ids.an, day: '2026-04-01', amount: '500' });
  ids.gift = await admin.make('bar/vouchers', { code: 'gift', guest: ids.an, given: '2026-03-10', worth: '5.555', note: 'birthday' });
  await admin.make('bar/vouchers', { code: 'secret', guest: ids.an, given: '2026-03-11', worth: '100' });
});
afterAll(() => app.close());

const list = (asked: string, client: Client = admin): Promise<Answer> => client.get(`/api/bar/accounts?${asked}`);
const codes = async (asked: string, client: Client = admin): Promise<readonly unknown[]> =>
  (await list(`sort=["code","ASC"]&${asked}`, client)).json.map((one: { readonly code: unknown }) => one.code);

test('rows of several entities in one list, each telling which record it is', async () => {
  const { json } = await list('sort=["day","ASC"]&expand=about,guest');
  expect(json).toMatchObject([
    { id: ids.first, about: `bar.bill/${ids.first}`, kind: 'bill', code: '1', town: 'Huế', amount: '10.00', tip: '1.00', isLarge: false, note: null },
    {
      about: `bar.voucher/${ids.gift}`,
      kind: 'voucher',
      amount: '-5.56',
      tip: null,
      note: 'birthday',
      _labels: { about: 'gift', guest: 'An' },
      _about: { worth: '5.5550' },
    },
    { code: 'secret', amount: '-100.00', isLarge: true },
    { code: '2', amount: '40.00', isLarge: true },
    { code: '3', town: 'Moscow', isLarge: true },
  ]);
  expect((await admin.get(`/api/bar/accounts/${ids.gift}`)).json).toMatchObject({ code: 'gift', about: `bar.voucher/${ids.gift}` });
});

test.each([
  ['{"kind":"voucher"}', ['gift', 'secret']],
  ['{"kind_neq":"voucher"}', ['1', '2', '3']],
  ['{"code":["1","gift"]}', ['1', 'gift']],
  ['{"amount_gt":10}', ['2', '3']],
  ['{"amount_gte":10}', ['1', '2', '3']],
  ['{"amount_lt":-5.56}', ['secret']],
  ['{"amount_lte":"-5.56"}', ['gift', 'secret']],
  ['{"day_between":["2026-03-10","2026-03-30"]}', ['2', 'gift', 'secret']],
  ['{"code_contains":"IF"}', ['gift']],
  ['{"code_startsWith":"se"}', ['secret']],
  ['{"tip_isNull":true}', ['3', 'gift', 'secret']],
  ['{"note":null,"isLarge":true}', ['2', '3', 'secret']],
  ['{"guest.town_contains":"mosc"}', ['3']],
  ['{"aboutVoucher.worth_gt":50}', ['secret']],
  ['{"or":[{"code":"1"},{"not":{"kind":"bill"}}]}', ['1', 'gift', 'secret']],
])('filter %s', async (filter, expected) => {
  expect(await codes(`filter=${encodeURIComponent(filter)}`)).toEqual(expected);
});

test('a filter by record, by id, by nothing, and by what is not there', async () => {
  expect(await codes(`filter={"about":"bar.voucher/${ids.gift}"}`)).toEqual(['gift']);
  expect(await codes(`filter={"id":["${ids.gift}","${ids.first}"]}`)).toEqual(['1', 'gift']);
  expect(await codes('filter={"code":[]}')).toEqual([]);
  expect((await list('filter={"nobody":1}')).status).toBe(400);
});

test('sorted, paged, counted, by cursor, added up and exported', async () => {
  const page = await list('sort=["amount","DESC"]&range=[1,2]');
  expect([page.json.map((one: { readonly code: string }) => one.code), page.headers.get('content-range')]).toEqual([['2', '1'], 'accounts 1-2/5']);
  const seen: string[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const answer: Answer = await list(`sort=["tip","ASC"]&range=[0,1]&cursor=${cursor}`);
    seen.push(...answer.json.map((one: { readonly code: string }) => one.code));
    cursor = answer.headers.get('x-next-cursor');
  }
  expect(seen.slice(0, 2)).toEqual(['1', '2']);
  expect(seen.toSorted()).toEqual(['1', '2', '3', 'gift', 'secret']);
  expect((await admin.get('/api/bar/accounts/aggregate?group=kind&measures=count,sum(amount),avg(tip),min(day)')).json).toEqual([
    { kind: 'bill', count: 3, 'sum(amount)': '130.00', 'avg(tip)': '1.500000', 'min(day)': '2026-03-02' },
    { kind: 'voucher', count: 2, 'sum(amount)': '-105.56', 'avg(tip)': null, 'min(day)': '2026-03-10' },
  ]);
  expect((await admin.get('/api/bar/accounts/export?filter={"kind":"voucher"}&sort=["code","ASC"]')).text).toMatch(/gift,An,Huế,2026-03-10,-5\.56/u);
});

test('figures over all branches together', async () => {
  const { json } = await admin.get('/api/bar/guest-balances?sort=["amount","ASC"]');
  expect(json).toMatchObject([
    { town: 'Huế', rows: 4, amount: '-55.56', vouchers: '105.56', last: '2026-03-30' },
    { town: 'Moscow', rows: 1, amount: '80.00', vouchers: '0.00', last: '2026-04-01' },
  ]);
});

test('a record that several branches give is several rows, each of which is found', async () => {
  const { json } = await admin.get('/api/bar/movements?filter={"table":["1","3"]}&sort=["part","ASC"]');
  const told = json.map((one: Readonly<Record<string, unknown>>) => [one['table'], one['part'], one['amount']].join(' '));
  expect(told.toSorted()).toEqual(['1 amount 10.00', '1 tip 1.00', '3 Tea ', '3 amount 80.00']);
  const tip = json.find((one: { readonly part: string }) => one.part === 'tip');
  expect(new Set(json.map((one: { readonly id: string }) => one.id)).size).toBe(4);
  expect((await admin.get(`/api/bar/movements/${tip.id}`)).json).toMatchObject({ bill: ids.first, part: 'tip' });
});

test('of each branch the caller sees what it may read there: rows, fields, and what lies behind', async () => {
  const waiter = clients.waiter ?? admin;
  const { json } = await list('sort=["code","ASC"]', waiter);
  expect(json.map((one: Readonly<Record<string, unknown>>) => [one['code'], one['town'], one['amount'], one['tip'], one['note'], one['isLarge']])).toEqual([
    ['1', 'Huế', '10.00', null, null, false],
    ['3', null, '80.00', null, null, true],
    ['gift', 'Huế', null, null, null, false],
  ]);
  expect(await codes('filter={"town":"Moscow"}', waiter)).toEqual([]);
  expect(await codes('filter={"amount_lt":0}', waiter)).toEqual([]);
  expect((await list('filter={"aboutVoucher.worth_gt":1}', waiter)).status).toBe(400);
  expect((await waiter.get('/api/bar/accounts/aggregate?measures=count,sum(amount)')).json).toEqual([{ count: 3, 'sum(amount)': '90.00' }]);
  expect((await waiter.get(`/api/bar/guest-balances?filter={"guest":"${ids.an}"}`)).json).toMatchObject([{ rows: 2, amount: '10.00', vouchers: '0.00' }]);
  expect((await waiter.get('/api/bar/accounts/export')).status).toBe(403);
});

test('who may read one branch alone sees that one, and exports what may be exported', async () => {
  const reader = clients.reader ?? admin;
  expect(await codes('', reader)).toEqual(['gift', 'secret']);
  expect((await reader.get('/api/bar/accounts/export')).text).not.toContain('gift');
});

test('nobody writes it, and the screens are told what is behind', async () => {
  expect((await admin.patch(`/api/bar/accounts/${ids.gift}`, { code: 'x' })).status).toBe(403);
  const meta = (await admin.get('/api/meta')).json;
  const query = (id: string): unknown => meta.entities.find((one: { readonly id: string }) => one.id === id).query;
  expect(query('bar.account')).toMatchObject({
    grouped: false,
    record: 'about',
    branches: [{ from: 'bar.bill', filters: { guest: 'guest', code: 'table' } }, { from: 'bar.voucher' }],
  });
  expect(query('bar.movement')).not.toHaveProperty('record');
});

test('a filter over a union goes by the indexes of each branch', async () => {
  const opened = await createTestPlatform({ plugins: barPlugins });
  try {
    const { platform, connection, caller } = opened;
    await connection.pool.query(
      `INSERT INTO bar_guest (id, name, is_hidden, version, created_at, updated_at) SELECT trellis_new_id(), 'g', false, 1, now(), now() FROM generate_series(1, 200)`,
    );
    await connection.pool.query(`INSERT INTO bar_bill (id, "table", guest, amount, version, created_at, updated_at)
      SELECT trellis_new_id(), 't', (ARRAY(SELECT id FROM bar_guest))[1 + n % 200], 1, 1, now(), now() FROM generate_series(1, 20000) n`);
    await connection.pool.query(`INSERT INTO bar_voucher (id, code, guest, version, created_at, updated_at)
      SELECT trellis_new_id(), 'v', (ARRAY(SELECT id FROM bar_guest))[1 + n % 200], 1, now(), now() FROM generate_series(1, 20000) n`);
    await connection.pool.query('ANALYZE bar_bill, bar_voucher');
    const { rows: guests } = await connection.pool.query<{ id: string }>('SELECT id::text AS id FROM bar_guest LIMIT 1');
    for (const name of ['account', 'guest-balance']) {
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
      const plan = JSON.stringify((await connection.pool.query(`EXPLAIN (FORMAT JSON) ${statement.text}`, [...statement.values])).rows);
      for (const table of ['bar_bill', 'bar_voucher']) {
        expect(plan).not.toMatch(new RegExp(`"Node Type":"Seq Scan"[^}]*"${table}"`, 'u'));
        expect(plan).toMatch(new RegExp(`Index[^}]*${table}__guest`, 'u'));
      }
    }
  } finally {
    await opened.close();
  }
});

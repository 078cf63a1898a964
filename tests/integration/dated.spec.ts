import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { projectRoot } from '../../core/kernel/project-root.js';
import type { Answer, Client } from '../support/client.js';
import { rowsOf } from '../support/rows-of.js';
import { startTestApp, type TestApp } from '../support/test-app.js';

let app: TestApp;
let admin: Client;
let adder: Client;
let tool: string;

beforeAll(async () => {
  app = await startTestApp({ plugins: [join(projectRoot, 'tests/fixtures/with-dated')], env: { TRELLIS_ROLE: 'web' } });
  admin = app.administrator;
  const roles: readonly { readonly id: string; readonly code: string }[] = (await admin.get('/api/core/roles?range=[0,99]')).json;
  const role = roles.find((one) => one.code === 'rental.adder');
  const user = await admin.make('core/users', { name: 'Adder', email: 'adder@example.com', roles: [role?.id] });
  adder = admin.withKey((await admin.post('/api/core/api-keys', { name: 'adder', actsAs: user })).json._secret);
});
beforeEach(async () => {
  tool = await admin.make('rental/tools', { name: 'Saw', basePrice: '9' });
});
afterAll(() => app.close());

const rate = (price: string, from: string, more: object = {}, client: Client = admin): Promise<Answer> =>
  client.post('/api/rental/rates', { tool, price, from, ...more });
const periods = async (): Promise<readonly unknown[]> =>
  (await admin.get(`/api/rental/rates?sort=["from","ASC"]&filter={"tool":"${tool}"}`)).json.map(({ price, from, to }: Readonly<Record<string, unknown>>) => [
    price,
    from,
    to,
  ]);
const hire = (body: object): Promise<Answer> => admin.post('/api/rental/hires', body);

test('a later value ends the one before it, with a history of its own', async () => {
  const first = await rate('1', '2026-01-01');
  await rate('2', '2026-03-01');
  await rate('3', '2026-06-01', { to: '2026-06-30' });
  expect(await periods()).toEqual([
    ['1.00', '2026-01-01', '2026-02-28'],
    ['2.00', '2026-03-01', '2026-05-31'],
    ['3.00', '2026-06-01', '2026-06-30'],
  ]);
  const history = (await admin.get(`/api/rental/rates/${first.json.id}/history`)).text;
  expect(history).toContain('2026-02-28');
  expect(await rate('4', '2026-02-01')).toMatchObject({ status: 422, json: { code: 'record.overlap' } });
  expect(await rate('4', '2025-12-01')).toMatchObject({ status: 422, json: { code: 'record.overlap' } });
  expect((await rate('4', '2025-12-01', { to: '2025-12-31' })).status).toBe(201);
});

test('an empty key is a key', async () => {
  expect((await rate('1', '2026-01-01', { to: '2026-12-31' })).status).toBe(201);
  expect((await rate('1', '2026-01-01', { group: 'club', to: '2026-12-31' })).status).toBe(201);
  expect(await rate('1', '2026-06-01')).toMatchObject({ status: 422, json: { code: 'record.overlap' } });
});

test('whoever may not change the earlier one is refused, and nothing is written', async () => {
  await rate('1', '2026-01-01');
  expect(await rate('2', '2026-03-01', {}, adder)).toMatchObject({ status: 422, json: { code: 'record.overlap' } });
  expect(await periods()).toEqual([['1.00', '2026-01-01', null]]);
});

test('many followers at once leave periods that meet and never overlap', async () => {
  await rate('1', '2026-01-01');
  const answers = await Promise.all(Array.from({ length: 12 }, (_, index) => rate(String(index), `2026-${String((index % 6) + 2).padStart(2, '0')}-01`)));
  expect(answers.every(({ status }) => status === 201 || status === 422)).toBe(true);
  const overlapping = await rowsOf(
    app.databaseUrl,
    `SELECT count(*)::integer AS n FROM rental_rate a JOIN rental_rate b ON a.id < b.id AND a.tool = b.tool AND a."group" IS NOT DISTINCT FROM b."group"
       AND daterange(a."from", a."to", '[]') && daterange(b."from", b."to", '[]')`,
  );
  expect(overlapping).toEqual([{ n: 0 }]);
  const open = (await periods()).filter((period) => Array.isArray(period) && period[2] === null);
  expect(open).toHaveLength(1);
});

test('lists, figures and exports tell what is valid on a day', async () => {
  await rate('1', '2026-01-01');
  await rate('2', '2026-03-01');
  const filter = encodeURIComponent(JSON.stringify({ tool }));
  const on = async (day: string): Promise<readonly string[]> =>
    (await admin.get(`/api/rental/rates?asOf=${day}&filter=${filter}`)).json.map((one: { readonly price: string }) => one.price);
  expect(await Promise.all(['2025-12-31', '2026-01-01', '2026-02-28', '2026-03-01', '2030-01-01'].map(on))).toEqual([
    [],
    ['1.00'],
    ['1.00'],
    ['2.00'],
    ['2.00'],
  ]);
  expect((await admin.get(`/api/rental/rates/aggregate?measures=sum(price)&asOf=2026-02-01&filter=${filter}`)).json).toEqual([{ 'sum(price)': '1.00' }]);
  expect((await admin.get(`/api/rental/rates/export?asOf=2026-02-01&fields=price&filter=${filter}`)).text).toMatch(/1\.00/u);
  expect(await admin.get('/api/rental/rates?asOf=yesterday')).toMatchObject({ status: 400 });
  expect(await admin.get('/api/rental/tools?asOf=2026-01-01')).toMatchObject({ status: 400 });
});

test('lines take what is valid on the day of their record', async () => {
  await rate('1', '2026-01-01');
  await rate('2', '2026-03-01');
  await rate('5', '2026-01-01', { group: 'club' });
  const prices = (answer: Answer): readonly string[] => answer.json.lines.map((line: { readonly price: string }) => line.price);
  expect(prices(await hire({ day: '2026-02-01', lines: [{ tool }, { tool, price: '7' }] }))).toEqual(['1.00', '7.00']);
  expect(prices(await hire({ day: '2026-02-01', group: 'club', lines: [{ tool }] }))).toEqual(['5.00']);
  expect(prices(await hire({ day: '2025-02-01', lines: [{ tool }] }))).toEqual(['9.00']);
  const made = await hire({ day: '2026-03-05', lines: [{ tool }] });
  expect(prices(made)).toEqual(['2.00']);
  const other = await admin.make('rental/tools', { name: 'Axe', basePrice: '4' });
  const path = `/api/rental/hires/${made.json.id}`;
  const [line] = made.json.lines;
  expect(prices(await admin.patch(path, { day: '2026-02-05' }))).toEqual(['2.00']);
  expect(prices(await admin.patch(path, { lines: [{ id: line.id, tool: other }] }))).toEqual(['4.00']);
});

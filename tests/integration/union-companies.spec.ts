import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { projectRoot } from '../../core/kernel/project-root.js';
import type { Client } from '../support/client.js';
import { hire } from '../support/hire.js';
import { startTestApp, type TestApp } from '../support/test-app.js';

const takings = '/api/fair/takings';
const totals = '/api/fair/stall-totals';
let app: TestApp;
let admin: Client;
const ids: Record<string, string> = {};
const clients: Record<string, Client> = {};

beforeAll(async () => {
  app = await startTestApp({ plugins: [join(projectRoot, 'tests/fixtures/with-company-union')], env: { TRELLIS_ROLE: 'web' } });
  admin = app.administrator;
  const [company] = (await admin.get('/api/base/companies')).json;
  ids['one'] = company.id;
  ids['two'] = await admin.make('base/companies', { name: 'Second', currency: company.currency });
  for (const name of ['one', 'two']) {
    const stall = await admin.make('fair/stalls', { name: `Stall ${name}`, company: ids[name] });
    ids[`stall ${name}`] = stall;
    ids[`sale ${name}`] = await admin.make('fair/sales', {
      what: `sale ${name}`,
      stall,
      amount: '10',
      cost: '4',
      extras: [{ name: `extra ${name}`, price: '1' }],
    });
    ids[`gift ${name}`] = await admin.make('fair/gifts', { what: `gift ${name}`, company: ids[name], stall, amount: '100' });
    // Everybody's, about what belongs to a company.
    ids[`tip ${name}`] = await admin.make('fair/tips', { what: `tip ${name}`, about: `fair.stall/${stall}`, stall, amount: '1000' });
  }
  ids['gift of none'] = await admin.make('fair/gifts', { what: 'gift of none', amount: '10000' });
  for (const [name, companies, roles] of [
    ['first', ['one'], ['fair.clerk']],
    ['second', ['two'], ['fair.clerk']],
    ['both', ['one', 'two'], ['fair.clerk']],
    ['none', [], ['fair.clerk']],
    ['auditor', ['one'], ['fair.clerk', 'fair.auditor']],
  ] as const) {
    const hired = await hire(app, { name, email: `${name}@example.com`, roles, companies: companies.map((key) => ids[key] ?? '') });
    clients[name] = hired.client;
  }
});
afterAll(() => app.close());

const as = (name: string): Client => clients[name] ?? admin;
const asked = (filter: object): string => `filter=${encodeURIComponent(JSON.stringify(filter))}`;
const listed = async (client: Client, filter: object = {}, sort = 'what'): Promise<readonly string[]> => {
  const { json } = await client.get(`${takings}?sort=["${sort}","ASC"]&${asked(filter)}`);
  return json.map(({ what }: { readonly what: string }) => what);
};
const everybodys = ['gift of none', 'tip one', 'tip two'];
const own = (name: string): readonly string[] => [`extra ${name}`, `gift ${name}`, `sale ${name}`];
const rowOf = async (what: string): Promise<string> => (await admin.get(`${takings}?${asked({ what })}`)).json[0].id;

test('each branch shows what belongs to the companies of the user, and to none', async () => {
  expect(await listed(as('first'))).toEqual([...own('one'), ...everybodys].toSorted());
  expect(await listed(as('second'))).toEqual([...own('two'), ...everybodys].toSorted());
  expect(await listed(as('both'))).toEqual([...own('one'), ...own('two'), ...everybodys].toSorted());
  expect(await listed(as('none'))).toEqual([...everybodys].toSorted());
  expect(await listed(admin)).toHaveLength(9);
});

test('the chosen company narrows every branch', async () => {
  const at = (name: string, company: string): Client => as(name).withHeaders({ 'x-trellis-company': ids[company] ?? '' });
  expect(await listed(at('both', 'two'))).toEqual([...own('two'), ...everybodys].toSorted());
  expect(await listed(at('admin', 'one'))).toEqual([...own('one'), ...everybodys].toSorted());
  expect((await at('first', 'two').get(takings)).status).toBe(403);
  const linked = (await as('both').get(`${takings}/export?fields=what&company=${ids['one']}`)).text;
  expect([linked.includes('sale one'), linked.includes('sale two')]).toEqual([true, false]);
});

test.each(['sale two', 'extra two', 'gift two'])('%s is not there for the first company, on any path', async (what) => {
  const clerk = as('first');
  const id = await rowOf(what);
  expect((await admin.get(`${takings}/${id}`)).json).toMatchObject({ what });
  for (const path of ['', '/history', '/comments']) expect((await clerk.get(`${takings}/${id}${path}`)).status).toBe(404);
  expect((await clerk.post(`${takings}/${id}/comments`, { text: 'hello' })).status).toBe(404);
  for (const filter of [{ id: [id] }, { what }, { what_startsWith: what.slice(0, -1), stall: ids['stall two'] }, { not: { what_neq: what } }])
    expect(await listed(clerk, filter)).toEqual([]);
  expect(await listed(clerk, { origin: `fair.sale/${ids['sale two']}` })).toEqual([]);
});

test('what lies behind a record of everybody, and belongs to another company, is neither shown nor found', async () => {
  const clerk = as('first');
  const { json } = await clerk.get(`${takings}/${await rowOf('tip two')}?expand=origin,stall`);
  expect(json).toMatchObject({ stallName: null, _labels: { origin: 'tip two', stall: null }, _stall: null, amount: '1000.00' });
  expect((await clerk.get(`${takings}?expand=origin,stall`)).text).not.toContain('Stall two');
  expect(await listed(clerk, { stallName: 'Stall two' })).toEqual([]);
  expect(await listed(clerk, { 'stall.name_startsWith': 'Stall t' })).toEqual([]);
  expect(await listed(clerk, { 'stall.company': ids['two'] })).toEqual([]);
  expect(await listed(clerk, { 'originTip.stall.name': 'Stall two' })).toEqual([]);
  expect(await listed(as('second'), { stallName: 'Stall two' })).toEqual([...own('two'), 'tip two'].toSorted());
});

test('the order of the rows tells nothing of what is not seen', async () => {
  const order = (filter: object, sort: string): Promise<readonly string[]> => listed(as('first'), filter, sort);
  // Two hidden names stand where nothing is, whatever they are.
  for (const sort of ['stallName', 'stall.name']) {
    const sorted = await order({}, sort);
    expect(sorted.slice(-2).toSorted()).toEqual(['gift of none', 'tip two']);
    expect(sorted).toHaveLength(6);
  }
});

test('figures, counts, exports and search tell of no row of another company', async () => {
  const clerk = as('first');
  expect((await clerk.get(`${takings}/aggregate?measures=count,sum(amount),sum(cost)`)).json).toEqual([
    { count: 6, 'sum(amount)': '12111.00', 'sum(cost)': '4.00' },
  ]);
  expect((await clerk.get(`${takings}/aggregate?group=stallName&measures=count`)).json).toEqual([
    { stallName: 'Stall one', count: 4 },
    { stallName: null, count: 2 },
  ]);
  expect((await clerk.get(`${takings}/aggregate?group=stall&measures=count`)).text).not.toContain('Stall two');
  expect((await clerk.get(`${takings}?range=[0,1]&count=exact`)).headers.get('content-range')).toBe('takings 0-1/6');
  const exported = (await clerk.get(`${takings}/export`)).text;
  expect([exported.includes('sale one'), /sale two|extra two|gift two|Stall two/u.test(exported)]).toEqual([true, false]);
  expect((await clerk.get('/api/search?q=sale')).text).not.toContain(ids['sale two']);
  expect((await clerk.get(`${takings}?q=sale`)).status).toBe(400);
});

test('figures over all branches are of the own companies', async () => {
  const rows = async (client: Client): Promise<readonly unknown[]> =>
    (await client.get(totals)).json
      .map((one: Readonly<Record<string, unknown>>) => ['stallName', 'rows', 'amount', 'cost'].map((name) => one[name]).join(' '))
      .toSorted();
  expect(await rows(admin)).toEqual([' 1 10000.00 0.00', 'Stall one 4 1111.00 4.00', 'Stall two 4 1111.00 4.00']);
  // Of another company nothing but what is everybody's: the amount of a tip, not the stall that it is about.
  expect(await rows(as('first'))).toEqual([' 1 1000.00 0.00', ' 1 10000.00 0.00', 'Stall one 4 1111.00 4.00']);
  expect((await as('first').get(`${totals}?expand=stall,company`)).text).not.toContain('Second');
  expect((await as('first').get(`${totals}/aggregate?group=company&measures=sum(amount)`)).text).not.toContain('Second');
  const [theirs] = (await admin.get(`${totals}?${asked({ stall: ids['stall two'] })}`)).json;
  expect((await as('first').get(`${totals}/${theirs.id}`)).status).toBe(404);
});

test('who sees every company in one branch sees it there alone, without what is hidden, and exports none of it', async () => {
  const auditor = as('auditor');
  expect(await listed(auditor)).toEqual([...own('one'), 'extra two', 'sale two', ...everybodys].toSorted());
  expect((await auditor.get(`${takings}/${await rowOf('sale two')}`)).json).toMatchObject({ amount: '10.00', cost: null, stallName: null });
  expect((await auditor.get(`${takings}/${await rowOf('sale one')}`)).json).toMatchObject({ cost: '4.00', stallName: 'Stall one' });
  expect((await auditor.get(`${takings}/aggregate?measures=sum(cost)`)).json).toEqual([{ 'sum(cost)': '4.00' }]);
  expect(await listed(auditor, { cost: '4' })).toEqual(['sale one']);
  expect((await auditor.get(`${takings}/export`)).text).not.toContain('sale two');
});

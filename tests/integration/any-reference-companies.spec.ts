import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Client } from '../support/client.js';
import { hire } from '../support/hire.js';
import { pluginsOfPage } from '../support/plugins-of-page.js';
import { startTestApp, type TestApp } from '../support/test-app.js';

const memos = '/api/shops/memos';
const label = 'x';
/** Everybody's, about what belongs to a company. */
const memo = {
  name: 'memo',
  plural: 'memos',
  kind: 'record',
  label: 'Memo',
  labelPlural: 'Memos',
  title: 'text',
  fields: {
    text: { type: 'text', label: 'Text', required: true, search: 'A' },
    about: { type: 'any-reference', label: 'About', entities: ['shops.slip', 'shops.shop'] },
    company: { type: 'reference', entity: 'base.company', label },
  },
};
let app: TestApp;
let admin: Client;
let clerk: Client;
const ids = { one: '', two: '', shopOne: '', shopTwo: '', own: '', foreign: '' };

beforeAll(async () => {
  const folder = await pluginsOfPage('companies.md');
  await writeFile(join(folder, 'shops/entities/memo.json'), JSON.stringify(memo));
  const path = join(folder, 'shops/roles/clerk.json');
  const role = JSON.parse(await readFile(path, 'utf8'));
  role.grants.push({ entity: 'shops.memo', verbs: ['read', 'create', 'update', 'export', 'import'] });
  await writeFile(path, JSON.stringify(role));
  app = await startTestApp({ plugins: [folder] });
  admin = app.administrator;
  const [company] = (await admin.get('/api/base/companies')).json;
  ids.one = company.id;
  ids.two = await admin.make('base/companies', { name: 'Second', currency: company.currency });
  ids.shopOne = await admin.make('shops/shops', { name: 'Near', company: ids.one });
  ids.shopTwo = await admin.make('shops/shops', { name: 'Faraway', company: ids.two });
  ids.own = await admin.make('shops/memos', { text: 'm1', about: `shops.shop/${ids.shopOne}` });
  ids.foreign = await admin.make('shops/memos', { text: 'm2', about: `shops.shop/${ids.shopTwo}` });
  clerk = (await hire(app, { name: 'clerk', email: 'clerk@example.com', roles: ['shops.clerk'], companies: [ids.one] })).client;
}, 120_000);
afterAll(() => app.close());

const found = async (filter: object): Promise<readonly string[]> => {
  const { json } = await clerk.get(`${memos}?filter=${encodeURIComponent(JSON.stringify(filter))}&sort=["text","ASC"]`);
  return json.map(({ text }: { readonly text: string }) => text);
};

test('what belongs to another company is not shown, whichever way it is read', async () => {
  expect((await clerk.get(`${memos}/${ids.own}?expand=about`)).json).toMatchObject({ _labels: { about: 'Near' }, _about: { name: 'Near' } });
  expect((await clerk.get(`${memos}/${ids.foreign}?expand=about,aboutShop`)).json).toMatchObject({ _labels: { about: null }, _about: null, _aboutShop: null });
  for (const path of [
    `${memos}?expand=about,aboutShop`,
    `${memos}/${ids.foreign}`,
    `${memos}/${ids.foreign}/history`,
    `${memos}/export?fields=text,about,aboutShop`,
  ])
    expect((await clerk.get(path)).text).not.toContain('Faraway');
  const group = await clerk.get(`${memos}/aggregate?group=aboutShop&measures=count`);
  expect([group.status, group.text.includes('Faraway')]).toEqual([200, false]);
  const byName = await clerk.get(`${memos}/aggregate?group=aboutShop.name&measures=count`);
  expect(byName.text).not.toContain('Faraway');
  const sorted = await clerk.get(`${memos}?sort=["aboutShop.name","ASC"]`);
  expect(sorted.json.map(({ id }: { readonly id: string }) => id)).toEqual([ids.own, ids.foreign]);
});

test('it is neither found by what it is called, nor offered, nor counted', async () => {
  expect(await found({ 'aboutShop.name': ['Near', 'Faraway'] })).toEqual(['m1']);
  expect(await found({ 'aboutShop.name_startsWith': 'Far' })).toEqual([]);
  expect(await found({ 'aboutShop.company': ids.two })).toEqual([]);
  expect(await found({ q: 'Faraway' })).toEqual([]);
  const shops = await clerk.get('/api/shops/shops?sort=["name","ASC"]');
  expect(shops.json.map(({ name }: { readonly name: string }) => name)).toEqual(['Near']);
  expect((await clerk.get(`/api/shops/shops/${ids.shopTwo}`)).status).toBe(404);
  expect((await clerk.get('/api/shops/shops/aggregate?measures=count')).json).toMatchObject([{ count: 1 }]);
});

test('nobody points to it who does not see it, and nobody at all beside the company of the record', async () => {
  const about = `shops.shop/${ids.shopTwo}`;
  const hidden = { pointer: '/about', code: 'record.no-such-reference' };
  expect((await clerk.post(memos, { text: 'm3', about })).json.errors).toMatchObject([hidden]);
  expect((await clerk.patch(`${memos}/${ids.own}`, { about })).json.errors).toMatchObject([hidden]);
  expect((await clerk.post(`${memos}/import`, { csv: 'Text,About\nm4,Shop: Faraway\n' })).json).toMatchObject({ created: 0, errors: [{}] });
  expect(await admin.post(memos, { text: 'm5', about, company: ids.one })).toMatchObject({
    status: 422,
    json: { errors: [{ pointer: '/about', code: 'record.other-company' }] },
  });
  expect((await admin.post(memos, { text: 'm6', about, company: ids.two })).status).toBe(201);
  expect(await found({ text: 'm6' })).toEqual([]);
});

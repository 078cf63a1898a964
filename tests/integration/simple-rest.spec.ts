import { afterAll, beforeAll, expect, test } from '@jest/globals';
import simpleRestProvider from 'ra-data-simple-rest';
import { startTestApp, type TestApp } from '../support/test-app.js';

let app: TestApp;
let provider: ReturnType<typeof simpleRestProvider>;

beforeAll(async () => {
  app = await startTestApp();
  const me = (await app.administrator.get('/api/auth/me')).json;
  const key = (await app.administrator.post('/api/core/api-keys', { name: 'simple rest', actsAs: me.id })).json._secret;
  // The client of the package as it comes: an address and a way to fetch.
  provider = simpleRestProvider(`${app.url}/api`, async (url, options = {}) => {
    const headers = new Headers(options.headers);
    headers.set('authorization', `Bearer ${key}`);
    if (typeof options.body === 'string') headers.set('content-type', 'application/json');
    const answer = await fetch(url, { ...options, headers });
    const body = await answer.text();
    if (!answer.ok) throw new Error(`${answer.status} ${body}`);
    return { status: answer.status, headers: answer.headers, body, json: JSON.parse(body) };
  });
});
afterAll(() => app.close());

test('the stock client of react-admin lists, reads, makes, changes and deletes', async () => {
  const names = ['Anh', 'Bình', 'Chi', 'Dũng', 'Đường'];
  const made = await Promise.all(names.map((name) => provider.create('crm/leads', { data: { name, source: 'web' } })));
  const ids = made.map(({ data }) => data.id);
  const page = { page: 1, perPage: 3 };
  const list = await provider.getList('crm/leads', { pagination: page, sort: { field: 'name', order: 'DESC' }, filter: { source: 'web' } });
  expect(list).toMatchObject({ total: 5 });
  expect(list.data).toHaveLength(3);
  const second = await provider.getList('crm/leads', {
    pagination: { page: 2, perPage: 3 },
    sort: { field: 'name', order: 'DESC' },
    filter: { source: 'web' },
  });
  expect(second.data).toHaveLength(2);
  const many = await provider.getMany('crm/leads', { ids: ids.slice(0, 2) });
  expect(many.data.map(({ name }) => name).toSorted()).toEqual(['Anh', 'Bình']);
  const one = await provider.getOne('crm/leads', { id: ids[0] ?? '' });
  const updated = await provider.update('crm/leads', { id: one.data.id, data: { ...one.data, firm: 'Sen' }, previousData: one.data });
  expect(updated.data).toMatchObject({ name: 'Anh', firm: 'Sen', version: 2 });
  await provider.updateMany('crm/leads', { ids: ids.slice(1, 3), data: { source: 'phone' } });
  const ofMany = await provider.getManyReference('crm/leads', {
    target: 'source',
    id: 'phone',
    pagination: page,
    sort: { field: 'id', order: 'ASC' },
    filter: {},
  });
  expect(ofMany).toMatchObject({ total: 2 });
  await provider.delete('crm/leads', { id: ids[0] ?? '', previousData: updated.data });
  await provider.deleteMany('crm/leads', { ids: ids.slice(1) });
  expect(await provider.getList('crm/leads', { pagination: page, sort: { field: 'id', order: 'ASC' }, filter: {} })).toMatchObject({ total: 0 });
});

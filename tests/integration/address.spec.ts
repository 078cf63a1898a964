import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Client } from '../support/client.js';
import { pluginsOfDocument } from '../support/plugins-of-document.js';
import { startTestApp, type TestApp } from '../support/test-app.js';

let app: TestApp;
let admin: Client;
let folder: string;
beforeAll(async () => {
  folder = await pluginsOfDocument('docs/field-keys.md');
  app = await startTestApp({ plugins: [folder] });
  admin = app.administrator;
});
afterAll(async () => {
  await app.close();
  await rm(folder, { recursive: true, force: true });
});

const provinces = async (filter: object): Promise<readonly { readonly name: string; readonly _labels: { readonly successor: string | null } }[]> =>
  (await admin.get(`/api/base/provinces?range=[0,199]&filter=${encodeURIComponent(JSON.stringify(filter))}`)).json;

test('34 provinces are valid since July 2025, 63 were before, and each that was merged says into which', async () => {
  const on = (day: string): Promise<readonly { readonly name: string }[]> =>
    provinces({ and: [{ or: [{ validFrom: null }, { validFrom_lte: day }] }, { or: [{ validTo: null }, { validTo_gte: day }] }] });
  const [before, after] = [await on('2025-06-30'), await on('2025-07-01')];
  expect([before.length, after.length]).toEqual([63, 34]);
  expect([before, after].map((list) => new Set(list.map(({ name }) => name)).size)).toEqual([63, 34]);
  const former = await provinces({ validTo: '2025-06-30' });
  expect(former).toHaveLength(52);
  const valid = new Set(after.map(({ name }) => name));
  expect(former.filter(({ _labels }) => !valid.has(_labels.successor ?? ''))).toEqual([]);
  expect(former.find(({ name }) => name === 'Bà Rịa - Vũng Tàu')?._labels.successor).toBe('Hồ Chí Minh');
});

test('an address is whole by the rules of its country where that is asked, and anything where it is not', async () => {
  const make = (site: object): ReturnType<Client['post']> => admin.post('/api/hire/contracts', { name: 'A', site });
  expect(await make({ street: '1 Lê Lợi', city: 'Phường Sài Gòn', region: 'Hồ Chí Minh' })).toMatchObject({ status: 201 });
  expect(await make({ street: '1 Lê Lợi', region: 'Bình Dương' })).toMatchObject({
    status: 422,
    json: { errors: [{ pointer: '/site', code: 'field.address-incomplete' }] },
  });
  expect(await make({ street: '1 Main St', city: 'Springfield', country: 'Hoa Kỳ' })).toMatchObject({ status: 422 });
  expect(await make({ street: '1 Orchard Rd', postalCode: '238801', country: 'SG' })).toMatchObject({ status: 201 });
  expect(await make({ street: 'Somewhere', country: 'Atlantis' })).toMatchObject({ status: 201 });
  const party = await admin.make('base/parties', { name: 'Cũ', address: { street: '2 Đại lộ', region: 'Bình Dương' } });
  expect((await admin.get(`/api/base/parties/${party}`)).json.address).toMatchObject({ region: 'Bình Dương', city: null });
});

import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { pluginsOfPage } from '../support/plugins-of-page.js';
import { startTestApp, type TestApp } from '../support/test-app.js';

let app: TestApp;
const units = new Map<string, string>();
let eggs: string;

beforeAll(async () => {
  const plugins = await pluginsOfPage('numbers-units-money.md');
  const grants = [
    { entity: 'stall.deal', verbs: ['read'], hide: ['quantity'] },
    { entity: 'stall.good', verbs: ['read'] },
  ];
  await mkdir(join(plugins, 'stall/roles'), { recursive: true });
  await writeFile(join(plugins, 'stall/roles/onlooker.json'), JSON.stringify({ name: 'onlooker', label: 'Onlooker', grants }));
  app = await startTestApp({ plugins: [plugins] });
  for (const { code, id } of (await app.administrator.get('/api/base/units')).json) units.set(code, id);
  eggs = await app.administrator.make('stall/wares', { name: 'Eggs', unit: units.get('cái') });
}, 120_000);
afterAll(() => app.close());

const sell = (body: Readonly<Record<string, unknown>>): ReturnType<TestApp['administrator']['post']> =>
  app.administrator.post('/api/stall/sales', { ware: eggs, ...body });

test('half a piece is refused and the unit is named; a kilogram has three decimals', async () => {
  const half = await sell({ quantity: '0.5' });
  expect(half).toMatchObject({
    status: 422,
    json: { errors: [{ pointer: '/quantity', code: 'unit.whole', message: expect.stringContaining('cái') }] },
  });
  const fine = await sell({ quantity: '1.2345', unit: units.get('kg') });
  expect(fine.json.errors).toEqual(expect.arrayContaining([expect.objectContaining({ pointer: '/quantity', code: 'unit.decimals' })]));
  expect(await sell({ quantity: '2.000' })).toMatchObject({ status: 201, json: { quantity: '2.000000' } });
});

test('what was so before may stay, and is refused once it is touched', async () => {
  const kilo = await app.administrator.make('stall/wares', { name: 'Rice', unit: units.get('kg') });
  const rice = await app.administrator.make('stall/sales', { ware: kilo, quantity: '0.125' });
  await app.administrator.patch(`/api/base/units/${units.get('kg')}`, { decimals: 1 });
  expect(await app.administrator.patch(`/api/stall/sales/${rice}`, { counted: null })).toMatchObject({ status: 200 });
  expect(await app.administrator.patch(`/api/stall/sales/${rice}`, { quantity: '0.126' })).toMatchObject({ status: 422 });
  await app.administrator.patch(`/api/base/units/${units.get('kg')}`, { decimals: 3 });
});

test('a quantity is converted into the unit of the stock, exactly or rounded by rule; other categories and other units are refused', async () => {
  expect(await sell({ quantity: 3, unit: units.get('tá') })).toMatchObject({ status: 201, json: { fromStock: '36.000000', packs: '36.000000' } });
  const dozens = await app.administrator.make('stall/wares', { name: 'Eggs by the dozen', unit: units.get('tá') });
  const some = await app.administrator.post('/api/stall/sales', { ware: dozens, quantity: 35, unit: units.get('cái') });
  expect(some).toMatchObject({ status: 201, json: { fromStock: '2.916667', packs: '3.000000' } });
  const wrong = await sell({ quantity: 1, unit: units.get('kg') });
  expect(wrong.json.errors).toEqual(expect.arrayContaining([expect.objectContaining({ pointer: '/fromStock', code: 'unit.incompatible' })]));
  const other = await sell({ quantity: 1, counted: 1, unit: units.get('tá') });
  expect(other.json.errors).toEqual([expect.objectContaining({ pointer: '/unit', code: 'unit.not-counted-in', message: expect.stringContaining('cái') })]);
});

test('what a guard keeps from is not asked: other categories give nothing, the same one is converted', async () => {
  const estimate = (unit: string, into: string): ReturnType<TestApp['administrator']['post']> =>
    app.administrator.post('/api/stall/estimates', { quantity: 2, unit: units.get(unit), into: units.get(into) });
  expect(await estimate('tá', 'cái')).toMatchObject({ status: 201, json: { converted: '24.000000' } });
  expect(await estimate('kg', 'cái')).toMatchObject({ status: 201, json: { converted: null } });
});

test('grams there and back again are what they were', async () => {
  const sugar = await app.administrator.make('stall/wares', { name: 'Sugar', unit: units.get('kg') });
  const flour = await app.administrator.make('stall/wares', { name: 'Flour', unit: units.get('g') });
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 10_000_000 }), async (grams) => {
      const there = (await app.administrator.post('/api/stall/sales', { ware: sugar, quantity: grams, unit: units.get('g') })).json.fromStock;
      const back = (await app.administrator.post('/api/stall/sales', { ware: flour, quantity: there, unit: units.get('kg') })).json.fromStock;
      expect(Number(back)).toBe(grams);
    }),
    { numRuns: 20 },
  );
});

test('a deal in dozens takes pieces from stock, at the price of a dozen; another unit has another price, and one that was typed stays', async () => {
  const good = await app.administrator.make('stall/goods', { name: 'Eggs', unit: units.get('cái'), price: '1.25' });
  const made = await app.administrator.post('/api/stall/deals', { good, quantity: 2, unit: units.get('tá') });
  expect(made).toMatchObject({ status: 201, json: { stockQuantity: '24.000', unitPrice: '15.0000', amount: '30.00' } });
  const change = async (body: object) => (await app.administrator.patch(`/api/stall/deals/${made.json.id}`, body)).json;
  expect(await change({ unit: units.get('cái') })).toMatchObject({ stockQuantity: '2.000', unitPrice: '1.2500' });
  expect(await change({ unit: units.get('tá'), unitPrice: '14' })).toMatchObject({ stockQuantity: '24.000', unitPrice: '14.0000' });
  expect(await change({ quantity: 3 })).toMatchObject({ stockQuantity: '36.000', unitPrice: '14.0000' });
  // What was converted stays when somebody changes the factor, and follows when the line is touched.
  await app.administrator.patch(`/api/base/units/${units.get('tá')}`, { factor: '10' });
  expect(await change({ unitPrice: '13' })).toMatchObject({ stockQuantity: '36.000' });
  expect(await change({ quantity: 4 })).toMatchObject({ stockQuantity: '40.000', unitPrice: '13.0000' });
  await app.administrator.patch(`/api/base/units/${units.get('tá')}`, { factor: '12' });
  const refused = await app.administrator.patch(`/api/stall/deals/${made.json.id}`, { unit: units.get('kg') });
  expect(refused.json.errors).toMatchObject([{ pointer: '/unit', code: 'unit.not-convertible' }]);
  expect(await app.administrator.patch(`/api/stall/deals/${made.json.id}`, { stockQuantity: '1' })).toMatchObject({ status: 422 });
});

test('who does not see a quantity does not see it in another unit either', async () => {
  const good = await app.administrator.make('stall/goods', { name: 'Eggs', unit: units.get('cái'), price: '1' });
  const deal = await app.administrator.make('stall/deals', { good, quantity: 2, unit: units.get('tá') });
  const [role] = (await app.administrator.get('/api/core/roles?filter={"code":"stall.onlooker"}')).json;
  const user = await app.administrator.make('core/users', { name: 'Onlooker', email: 'onlooker@example.com', roles: [role.id] });
  const key = await app.administrator.post('/api/core/api-keys', { name: 'Onlooker', actsAs: user });
  const onlooker = app.administrator.withKey(key.json._secret);
  const { json } = await onlooker.get(`/api/stall/deals/${deal}`);
  expect(json).toMatchObject({ id: deal, good });
  expect(Object.keys(json)).not.toEqual(expect.arrayContaining(['quantity']));
  expect(Object.keys(json)).not.toEqual(expect.arrayContaining(['stockQuantity']));
  for (const query of ['filter={"stockQuantity_gt":"1"}', 'sort=["stockQuantity","ASC"]', 'fields=stockQuantity'])
    expect(await onlooker.get(`/api/stall/deals?${query}`)).toMatchObject({ status: 400 });
});

test('an order line in a unit that cannot be converted is refused, and so is any other where stock moves as it is written', async () => {
  const admin = app.administrator;
  const product = await admin.make('catalog/products', { name: 'Tea', price: '1', unit: units.get('cái') });
  const customer = await admin.make('base/parties', { name: 'Sen' });
  const refused = await admin.post('/api/sales/orders', { customer, lines: [{ product, quantity: 1, unit: units.get('kg') }] });
  expect(refused.json.errors).toEqual([expect.objectContaining({ pointer: '/lines/0/unit', code: 'unit.not-convertible' })]);
  const warehouse = await admin.make('inventory/warehouses', { name: 'Main', code: 'M' });
  const issued = await admin.post('/api/inventory/deliveries', { warehouse, lines: [{ product, quantity: 1, unit: units.get('tá') }] });
  expect(issued.json.errors).toEqual([expect.objectContaining({ pointer: '/lines/0/unit', code: 'unit.not-counted-in' })]);
  const half = await admin.post('/api/sales/orders', { customer, lines: [{ product, quantity: '1.5' }] });
  expect(half.json.errors).toEqual([expect.objectContaining({ pointer: '/lines/0/quantity', code: 'unit.whole' })]);
});

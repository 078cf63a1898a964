import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Answer, Client } from '../support/client.js';
import { startTestApp, type TestApp } from '../support/test-app.js';

let app: TestApp;
let admin: Client;
const ids: Record<string, string> = {};

beforeAll(async () => {
  app = await startTestApp({ env: { TRELLIS_ROLE: 'web' } });
  admin = app.administrator;
  ids.company = (await admin.get('/api/base/companies')).json[0].id;
  for (const { code, id } of (await admin.get('/api/base/currencies')).json) ids[code] = id;
  const [unit] = (await admin.get('/api/base/units')).json;
  ids.wholesale = await admin.make('catalog/price-lists', { name: 'Wholesale' });
  ids.anybody = await admin.make('base/parties', { name: 'Anybody' });
  ids.chain = await admin.make('base/parties', { name: 'Chain', priceList: ids.wholesale });
  for (const name of ['tea', 'pot', 'cup']) ids[name] = await admin.make('catalog/products', { name, price: '100', unit: unit.id });
  const price = (body: object): Promise<string> => admin.make('catalog/prices', body);
  await price({ product: ids.tea, price: '90', validFrom: '2026-01-01' });
  await price({ product: ids.tea, price: '95', validFrom: '2026-06-01' });
  await price({ product: ids.tea, priceList: ids.wholesale, price: '70', validFrom: '2026-01-01', validTo: '2026-06-30' });
  await price({ product: ids.pot, price: '50', validFrom: '2026-01-01' });
  await admin.make('base/exchange-rates', { currency: ids.USD, rate: '25', validFrom: '2020-01-01' });
});
afterAll(() => app.close());

const sell = (body: object): Promise<Answer> => admin.post('/api/sales/orders', { customer: ids.anybody, company: ids.company, ...body });
const prices = ({ json }: Answer): readonly string[] => json.lines.map((line: { readonly unitPrice: string }) => line.unitPrice);
const lines = (): readonly object[] => ['tea', 'pot', 'cup'].map((name) => ({ product: ids[name] }));

test('the price is that of the day of the document; without one the list price of the product', async () => {
  expect(prices(await sell({ orderDate: '2026-05-31', lines: lines() }))).toEqual(['90.0000', '50.0000', '100.0000']);
  expect(prices(await sell({ orderDate: '2026-06-01', lines: lines() }))).toEqual(['95.0000', '50.0000', '100.0000']);
  expect(prices(await sell({ orderDate: '2025-12-31', lines: lines() }))).toEqual(['100.0000', '100.0000', '100.0000']);
});

test('a customer with a price list gets its prices, then those for everybody', async () => {
  const bought = await sell({ customer: ids.chain, orderDate: '2026-06-15', lines: lines() });
  expect(bought.json).toMatchObject({ priceList: ids.wholesale });
  expect(prices(bought)).toEqual(['70.0000', '50.0000', '100.0000']);
  expect(prices(await sell({ customer: ids.chain, orderDate: '2026-07-01', lines: lines() }))).toEqual(['95.0000', '50.0000', '100.0000']);
});

test('what is sent stays; another product has its own price; another day alone changes none', async () => {
  const sold = await sell({ orderDate: '2026-05-31', lines: [{ product: ids.tea, unitPrice: '1' }, { product: ids.tea }] });
  const { json } = sold;
  expect(prices(sold)).toEqual(['1.0000', '90.0000']);
  const later = await admin.patch(`/api/sales/orders/${json.id}`, { orderDate: '2026-06-02' });
  expect(prices(later)).toEqual(['1.0000', '90.0000']);
  const other = await admin.patch(`/api/sales/orders/${json.id}`, { lines: [{ id: json.lines[0].id }, { id: json.lines[1].id, product: ids.pot }] });
  expect(prices(other)).toEqual(['1.0000', '50.0000']);
});

test('in another currency it is converted at the rate of the document, and quotations do as orders', async () => {
  expect(prices(await sell({ currency: ids.USD, orderDate: '2026-05-31', lines: [{ product: ids.tea }] }))).toEqual(['3.6000']);
  const quoted = await admin.post('/api/sales/quotations', {
    customer: ids.chain,
    company: ids.company,
    quotationDate: '2026-03-01',
    lines: [{ product: ids.tea, quantity: 1 }],
  });
  expect(prices(quoted)).toEqual(['70.0000']);
});

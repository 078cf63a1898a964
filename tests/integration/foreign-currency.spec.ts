import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Answer, Client } from '../support/client.js';
import { rowsOf } from '../support/rows-of.js';
import { startTestApp, type TestApp } from '../support/test-app.js';

let app: TestApp;
let admin: Client;
const ids: Record<string, string> = {};

/** Order lines that tell the price of a price list besides. */
const lists: Readonly<Record<string, unknown>> = {
  'lists/plugin.json': { id: 'lists', version: '0.1.0', label: 'Lists', dependsOn: ['catalog', 'sales'] },
  'lists/extensions/order-line.json': {
    entity: 'sales.order-line',
    fields: {
      listPrice: {
        type: 'money',
        label: 'List price',
        scale: 4,
        currency: 'parent.currency',
        fetch: {
          dated: 'catalog.price',
          field: 'price',
          by: { product: 'product', priceList: 'parent.priceList' },
          on: 'parent.orderDate',
          otherwise: 'product.price',
        },
      },
    },
  },
};
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trellis-test-'));
  for (const [path, json] of Object.entries(lists)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), JSON.stringify(json));
  }
  app = await startTestApp({ plugins: [folder] });
  admin = app.administrator;
  ids.company = (await admin.get('/api/base/companies')).json[0].id;
  for (const { code, id } of (await admin.get('/api/base/currencies')).json) ids[code] = id;
  const [unit] = (await admin.get('/api/base/units')).json;
  ids.warehouse = await make('inventory/warehouses', { name: 'Main', code: 'M', company: ids.company });
  ids.customer = await make('base/parties', { name: 'Lotus Ltd' });
  ids.supplier = await make('base/parties', { name: 'Assam Ltd', isCustomer: false, isSupplier: true });
  ids.tea = await make('catalog/products', { name: 'Tea', price: '254000', taxRate: '8', unit: unit.id });
  ids.pot = await make('catalog/products', { name: 'Pot', price: '50800', taxRate: '8', unit: unit.id });
  await rate('25400', '2026-06-01');
  await rate('25650', '2026-07-01');
});
afterAll(async () => {
  await app.close();
  await rm(folder, { recursive: true, force: true });
});

const make = (path: string, body: unknown): Promise<string> => admin.make(path, body);
const rate = (worth: string, validFrom: string): Promise<string> => make('base/exchange-rates', { currency: ids.USD, rate: worth, validFrom });

async function act(path: string, action: string, body: unknown = {}): Promise<Answer['json']> {
  const answer = await admin.post(`/api/${path}/actions/${action}`, body);
  if (answer.status !== 200) throw new Error(`${path} ${action}: ${answer.text}`);
  return answer.json;
}

async function stock(): Promise<Answer['json']> {
  return (await admin.get(`/api/inventory/stock?filter=${encodeURIComponent(JSON.stringify({ product: ids.tea }))}`)).json[0];
}

const bought = (body: object = {}): Promise<string> =>
  make('purchasing/orders', {
    supplier: ids.supplier,
    company: ids.company,
    warehouse: ids.warehouse,
    currency: ids.USD,
    orderDate: '2026-06-15',
    lines: [{ product: ids.tea, quantity: 3, unitPrice: '4.63' }],
    ...body,
  });

/** The receipt that the order proposes. */
async function receiptOf(order: string, more: object = {}): Promise<Answer['json']> {
  const [orderLine] = (await admin.get(`/api/purchasing/orders/${order}`)).json.lines;
  const made = await admin.post('/api/purchasing/receipts', { order, lines: [{ orderLine: orderLine.id, quantity: 3 }], ...more });
  expect(made.status).toBe(201);
  return made.json;
}

test('goods bought in dollars are valued in đồng at the rate of the day they come in', async () => {
  const order = await bought();
  expect(await act(`purchasing/orders/${order}`, 'confirm')).toMatchObject({ total: '13.89', exchangeRate: '25400.0000000000', companyTotal: '352806.00' });
  const receipt = await receiptOf(order);
  expect(receipt).toMatchObject({ currency: ids.USD, companyCurrency: ids.VND, exchangeRate: null, total: '13.8900', companyTotal: null });
  const received = await act(`purchasing/receipts/${receipt.id}`, 'receive', { postingDate: '2026-07-05' });
  expect(received).toMatchObject({
    exchangeRate: '25650.0000000000',
    companyTotal: '356279.0000',
    lines: [{ unitCost: '4.6300', companyAmount: '356279.0000' }],
  });
  expect(await stock()).toMatchObject({ onHand: '3.000', value: '356279.0000' });
});

test('a rate that was agreed for a receipt is taken; sent back, the value goes as it came', async () => {
  const before = await stock();
  const order = await bought({ exchangeRate: '25000' });
  await act(`purchasing/orders/${order}`, 'confirm');
  const receipt = await receiptOf(order, { exchangeRate: '25500' });
  expect(receipt).toMatchObject({ companyTotal: '354195.0000' });
  await act(`purchasing/receipts/${receipt.id}`, 'receive', { postingDate: '2026-07-06' });
  expect(Number((await stock()).value)).toBe(Number(before.value) + 354_195);
  await act(`purchasing/receipts/${receipt.id}`, 'return', { postingDate: '2026-07-07' });
  expect(await stock()).toMatchObject({ onHand: before.onHand, value: before.value });
});

test('without a rate for the day nothing comes in', async () => {
  const order = await bought();
  await act(`purchasing/orders/${order}`, 'confirm');
  const receipt = await receiptOf(order);
  const before = await stock();
  const refused = await admin.post(`/api/purchasing/receipts/${receipt.id}/actions/receive`, { postingDate: '2026-05-01' });
  expect(refused).toMatchObject({ status: 422, json: { errors: [{ pointer: '/exchangeRate', code: 'exchange.no-rate' }] } });
  expect(await stock()).toEqual(before);
  expect((await admin.get(`/api/purchasing/receipts/${receipt.id}`)).json).toMatchObject({ state: 'draft', receivedOn: null });
});

test('goods do not come into the warehouse of a company with another currency', async () => {
  const other = await make('base/companies', { name: 'Sen Two', currency: ids.USD });
  const warehouse = await make('inventory/warehouses', { name: 'Far', code: 'F', company: other });
  const lines = [{ product: ids.tea, quantity: 1, unitPrice: '1' }];
  const mixed = await admin.post('/api/purchasing/orders', { supplier: ids.supplier, company: ids.company, warehouse, exchangeRate: 2, lines });
  expect(mixed).toMatchObject({ status: 422, json: { errors: [{ code: 'record.other-company' }] } });
  // Nor where an order has one already, from before that was refused.
  const refused = { status: 409, text: expect.stringContaining('The warehouse belongs to a company with another currency') };
  const [draft, expected] = [await bought(), await bought()];
  await act(`purchasing/orders/${expected}`, 'confirm');
  const receipt = await receiptOf(expected);
  await rowsOf(app.databaseUrl, `UPDATE purchasing_order SET warehouse = '${warehouse}' WHERE id IN ('${draft}', '${expected}')`);
  const before = await stock();
  expect(await admin.post(`/api/purchasing/orders/${draft}/actions/confirm`, {})).toMatchObject(refused);
  expect(await admin.post(`/api/purchasing/receipts/${receipt.id}/actions/receive`, { postingDate: '2026-07-05' })).toMatchObject(refused);
  expect(await stock()).toEqual(before);
  await rowsOf(app.databaseUrl, `UPDATE purchasing_order SET warehouse = '${ids.warehouse}' WHERE id IN ('${draft}', '${expected}')`);
});

test('an order in đồng knows no rate, and its goods are worth what they cost', async () => {
  const before = await stock();
  const order = await bought({ currency: ids.VND, lines: [{ product: ids.tea, quantity: 3, unitPrice: '100.1234' }] });
  await act(`purchasing/orders/${order}`, 'confirm');
  const receipt = await receiptOf(order);
  await act(`purchasing/receipts/${receipt.id}`, 'receive', { postingDate: '2026-01-05' });
  expect(Number((await stock()).value)).toBeCloseTo(Number(before.value) + 300.3702, 6);
});

test('open documents of a customer stand in one list, each in its own currency, and lead to what they are', async () => {
  const customer = await make('base/parties', { name: 'Open Ltd' });
  const lines = [{ product: ids.tea, quantity: 1 }];
  const head = { customer, company: ids.company, lines };
  const quotation = await make('sales/quotations', { ...head, currency: ids.USD, quotationDate: '2026-06-15', validUntil: '2026-06-30' });
  const order = await make('sales/orders', { ...head, currency: ids.VND, warehouse: ids.warehouse, orderDate: '2026-06-20' });
  const gone = await make('sales/orders', { ...head, warehouse: ids.warehouse, orderDate: '2026-06-21' });
  await act(`sales/orders/${gone}`, 'cancel');
  const of = `filter={"customer":"${customer}"}`;
  expect((await admin.get(`/api/sales/open-documents?${of}&sort=["date","ASC"]`)).json).toMatchObject([
    { kind: 'quotation', document: `sales.quotation/${quotation}`, due: '2026-06-30', status: 'draft', total: '10.80', _labels: { currency: 'USD' } },
    { kind: 'order', document: `sales.order/${order}`, due: null, status: 'draft', total: '274320.00', _labels: { currency: 'VND' } },
  ]);
  expect((await admin.get(`/api/sales/open-documents/aggregate?${of}&measures=sum(total)`)).json).toMatchObject({ code: 'query.mixed-currencies' });
  expect((await admin.get(`/api/sales/open-documents/aggregate?${of}&group=currency&measures=count,sum(total)`)).json).toHaveLength(2);
});

test('a quotation and an order in dollars take the list price at their rate; the delivery takes what the stock is worth', async () => {
  const head = { customer: ids.customer, company: ids.company, currency: ids.USD };
  const unknown = await admin.post('/api/sales/quotations', { ...head, quotationDate: '2020-01-01', lines: [{ product: ids.tea, quantity: 1 }] });
  expect(unknown).toMatchObject({ status: 422, json: { errors: [{ code: 'exchange.no-rate' }] } });
  expect(unknown.json.errors).toHaveLength(1);
  const quoted = await admin.post('/api/sales/quotations', { ...head, quotationDate: '2026-06-15', lines: [{ product: ids.tea, quantity: 1 }] });
  expect(quoted).toMatchObject({ status: 201, json: { total: '10.80', companyTotal: '274320.00', companyNet: '254000.00', companyTax: '20320.00' } });
  const lines = [
    { product: ids.tea, quantity: 2 },
    { product: ids.tea, quantity: 1, unitPrice: '9.99' },
  ];
  const order = await admin.post('/api/sales/orders', { ...head, warehouse: ids.warehouse, orderDate: '2026-07-01', freight: '1.50', lines });
  expect(order).toMatchObject({ status: 201, json: { total: '33.68', companyTotal: '863892.00' } });
  expect(order.json.lines.map((line: { readonly unitPrice: string }) => line.unitPrice)).toEqual(['9.9025', '9.9900']);
  const { companyNet, companyTax, companyFreight, companyTotal } = order.json;
  expect(Number(companyNet) + Number(companyTax) + Number(companyFreight)).toBe(Number(companyTotal));
  const amounts = order.json.lines.map((line: { readonly companyAmount: string }) => Number(line.companyAmount));
  expect(amounts[0] + amounts[1]).toBe(Number(companyNet));
  await act(`sales/orders/${order.json.id}`, 'confirm');
  const before = await stock();
  const [line] = order.json.lines;
  const delivery = await make('sales/deliveries', { order: order.json.id, lines: [{ orderLine: line.id, quantity: 2 }] });
  await act(`sales/deliveries/${delivery}`, 'deliver');
  const after = await stock();
  expect(Number(before.onHand) - Number(after.onHand)).toBe(2);
  expect(Number(before.unitValue)).toBeCloseTo(Number(after.unitValue), 2);
});

test('a price that is valid on the day is converted too, and so is that of another list', async () => {
  const priceList = await make('catalog/price-lists', { name: 'Club' });
  await make('catalog/prices', { product: ids.tea, price: '254000', validFrom: '2026-06-01' });
  await make('catalog/prices', { product: ids.tea, priceList, price: '127000', validFrom: '2026-06-01' });
  const order = await admin.post('/api/sales/orders', {
    customer: ids.customer,
    company: ids.company,
    warehouse: ids.warehouse,
    currency: ids.USD,
    orderDate: '2026-06-15',
    lines: [{ product: ids.tea, quantity: 1 }],
  });
  expect(order).toMatchObject({ status: 201, json: { lines: [{ unitPrice: '10.0000', listPrice: '10.0000' }] } });
  const path = `/api/sales/orders/${order.json.id}`;
  expect(await admin.patch(path, { priceList })).toMatchObject({ status: 200, json: { lines: [{ listPrice: '5.0000' }] } });
  await admin.patch(path, { lines: [] });
  // Where no list has a price, that of the product is converted once.
  const old = await admin.patch(path, { orderDate: '2026-06-10', exchangeRate: '25400', lines: [{ product: ids.pot, quantity: 1 }] });
  expect(old).toMatchObject({ status: 200, json: { lines: [{ listPrice: '2.0000' }] } });
});

test('who does not see an amount does not see what it is converted to, on any path', async () => {
  const roles: readonly { readonly id: string; readonly code: string }[] = (await admin.get('/api/core/roles?range=[0,99]')).json;
  const role = roles.find(({ code }) => code === 'sales.shipping');
  const user = await make('core/users', { name: 'Porter', email: 'porter@example.com', roles: [role?.id], companies: [ids.company] });
  const porter: Client = admin.withKey((await admin.post('/api/core/api-keys', { name: 'porter', actsAs: user })).json._secret);
  const rows = (await porter.get('/api/sales/orders?expand=lines')).json;
  expect(rows.length).toBeGreaterThan(0);
  for (const row of rows) expect(Object.keys({ ...row, ...row.lines?.[0] }).filter((key) => /^company(Net|Tax|Total|Amount)$/u.test(key))).toEqual([]);
  expect((await porter.get(`/api/sales/orders/${rows[0].id}`)).text).not.toMatch(/company(?:Net|Tax|Total|Amount)/u);
  const filter = encodeURIComponent('{"companyTotal_gt":1}');
  for (const query of [`?filter=${filter}`, '?sort=["companyTotal","ASC"]', '/aggregate?measures=sum(companyTotal)', '?fields=companyNet'])
    expect(await porter.get(`/api/sales/orders${query}`)).toMatchObject({ status: 400 });
});

test('sales of a month are summed up in the currency of the company', async () => {
  await admin.post('/api/sales/orders', {
    customer: ids.customer,
    company: ids.company,
    warehouse: ids.warehouse,
    orderDate: '2026-07-09',
    lines: [{ product: ids.tea, quantity: 1 }],
  });
  for (const { id } of (await admin.get('/api/sales/orders?filter={"state":"draft"}')).json) await act(`sales/orders/${id}`, 'confirm');
  const rows = (await admin.get('/api/sales/customer-months?filter={"period":"2026-07"}')).json;
  expect(rows).toMatchObject([{ currency: ids.VND, orders: 2 }]);
  expect(Number(rows[0].total)).toBe(863_892 + 274_320);
  expect(await admin.get('/api/sales/orders/aggregate?measures=sum(total)')).toMatchObject({ status: 400, json: { code: 'query.mixed-currencies' } });
  expect(await admin.get('/api/sales/orders/aggregate?measures=sum(companyTotal)')).toMatchObject({ status: 200 });
});

import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Answer, Client } from '../support/client.js';
import { startTestApp, type TestApp } from '../support/test-app.js';

let app: TestApp;
let admin: Client;
const ids: Record<string, string> = {};
const unit: Record<string, string> = {};
let made = 0;

beforeAll(async () => {
  app = await startTestApp({ env: { TRELLIS_ROLE: 'web' } });
  admin = app.administrator;
  ids.currency = await admin.make('base/currencies', { code: 'XTS', name: 'Test money' });
  ids.company = (await admin.get('/api/base/companies')).json[0].id;
  await admin.patch(`/api/base/companies/${ids.company}`, { name: 'Trà Sen', currency: ids.currency });
  for (const { code, id } of (await admin.get('/api/base/units')).json) unit[code] = id;
  const count = (await admin.get(`/api/base/units/${unit['cái']}`)).json.category;
  unit.thùng = await admin.make('base/units', { code: 'thùng 24', name: 'Thùng 24', category: count, factor: '24' });
  ids.warehouse = await admin.make('inventory/warehouses', { name: 'Main', code: 'M', company: ids.company });
  ids.customer = await admin.make('base/parties', { name: 'Nguyễn Đường' });
  for (const { code, id } of (await admin.get('/api/base/currencies')).json) ids[code] = id;
  await admin.make('base/exchange-rates', { currency: ids.USD, rate: '25', validFrom: '2020-01-01' });
});
afterAll(() => app.close());

const run = (path: string, action: string, body: unknown = {}): Promise<Answer> => admin.post(`/api/${path}/actions/${action}`, body);
const act: Client['act'] = (...asked) => admin.act(...asked);
const read: Client['read'] = (path) => admin.read(path);
const stock: Client['stock'] = (product) => admin.stock(product);
const sell = (lines: readonly object[], body: object = {}): Promise<Answer> =>
  admin.post('/api/sales/orders', { customer: ids.customer, company: ids.company, warehouse: ids.warehouse, lines, ...body });

async function goods(price = '10', code = 'cái'): Promise<string> {
  made += 1;
  return admin.make('catalog/products', { name: `Tea ${made}`, price, unit: unit[code] });
}

async function receive(product: string, quantity: string, unitCost: string): Promise<void> {
  const id = await admin.make('inventory/receipts', { warehouse: ids.warehouse, lines: [{ product, quantity, unitCost }] });
  await act(`inventory/receipts/${id}`, 'post');
}

test('from quotation to return in dozens, with the stock in pieces', async () => {
  const tea = await goods();
  await receive(tea, '30', '7');
  const quoted = await admin.post('/api/sales/quotations', {
    customer: ids.customer,
    company: ids.company,
    validUntil: '2099-12-31',
    lines: [{ product: tea, quantity: '3', unit: unit['tá'] }],
  });
  expect(quoted.json.lines).toMatchObject([{ unitPrice: '120.0000', amount: '360.00', stockQuantity: '36.000' }]);
  await act(`sales/quotations/${quoted.json.id}`, 'send');
  await act(`sales/quotations/${quoted.json.id}`, 'accept');
  const order = (await act(`sales/quotations/${quoted.json.id}`, 'order'))._created[0].id;
  await admin.patch(`/api/sales/orders/${order}`, { warehouse: ids.warehouse });
  expect(await act(`sales/orders/${order}`, 'confirm')).toMatchObject({
    lines: [{ quantity: '3.000', unit: unit['tá'], unitPrice: '120.0000', stockQuantity: '36.000', open: '36.000', reserved: '30.000' }],
    short: '6.000',
  });
  expect(await read(`sales/quotations/${quoted.json.id}`)).toMatchObject({ orderedPercent: '100.0', lines: [{ ordered: '3.000' }] });
  expect(await stock(tea)).toMatchObject({ onHand: '30.000', reserved: '30.000', demanded: '36.000', available: '0.000' });

  // Two of the three dozens are delivered.
  const [line] = (await read(`sales/orders/${order}`)).lines;
  expect((await read(`sales/orders/${order}/actions/deliver`)).lines).toMatchObject([
    { line: line.id, quantity: '3', open: '3', unit: expect.stringContaining('tá') },
  ]);
  const delivery = (await act(`sales/orders/${order}`, 'deliver', { lines: [{ line: line.id, quantity: '2' }] }))._created[0].id;
  expect(await act(`sales/deliveries/${delivery}`, 'deliver')).toMatchObject({ lines: [{ quantity: '2.000', unit: unit['tá'], stockQuantity: '24.000' }] });
  expect(await stock(tea)).toMatchObject({ onHand: '6.000', reserved: '6.000', demanded: '12.000', value: '42.0000', unitValue: '7.0000' });
  expect(await read(`sales/orders/${order}`)).toMatchObject({
    deliveredPercent: '66.7',
    deliveryState: 'partly',
    short: '6.000',
    lines: [{ delivered: '24.000', onDeliveries: '2.000', open: '12.000' }],
  });

  // Five single pieces come back, and are delivered again as pieces.
  const [sent] = (await read(`sales/deliveries/${delivery}`)).lines;
  const back = await admin.make('sales/returns', { delivery, lines: [{ deliveryLine: sent.id, quantity: '5', unit: unit['cái'] }] });
  await act(`sales/returns/${back}`, 'receive');
  expect(await read(`sales/deliveries/${delivery}`)).toMatchObject({
    returnState: 'partly',
    lines: [{ returned: '5.000', kept: '19.000', onReturns: '0.417' }],
  });
  expect(await stock(tea)).toMatchObject({ onHand: '11.000', demanded: '17.000', value: '77.0000' });
  expect(await read(`sales/orders/${order}`)).toMatchObject({ lines: [{ delivered: '19.000', returned: '5.000', open: '17.000', onDeliveries: '1.583' }] });
  await receive(tea, '20', '7');
  // What is left is no whole number of dozens, and is proposed in dozens all the same.
  expect((await read(`sales/orders/${order}/actions/deliver`)).lines).toMatchObject([{ line: line.id, quantity: '3', open: '1.417' }]);
  const again = (await act(`sales/orders/${order}`, 'deliver'))._created[0].id;
  expect(await act(`sales/deliveries/${again}`, 'deliver')).toMatchObject({ lines: [{ quantity: '17.000', unit: unit['cái'], stockQuantity: '17.000' }] });
  expect(await read(`sales/orders/${order}`)).toMatchObject({
    deliveredPercent: '100.0',
    deliveryState: 'full',
    short: '0.000',
    lines: [{ delivered: '36.000', open: '0.000', onDeliveries: '3.000' }],
  });
  expect(await stock(tea)).toMatchObject({ onHand: '14.000', reserved: '0.000', demanded: '0.000' });
  const one = await admin.post('/api/sales/deliveries', { order, lines: [{ orderLine: line.id, quantity: '1', unit: unit['cái'] }] });
  expect(one).toMatchObject({ status: 422, json: { errors: [{ pointer: '/lines/0/quantity', code: 'conversion.too-much' }] } });
});

test('the price is that of the unit of the line: of the day, of the product, in the currency of the document', async () => {
  const tea = await goods('100');
  const list = await admin.make('catalog/price-lists', { name: 'Wholesale' });
  await admin.make('catalog/prices', { product: tea, price: '90.1234', validFrom: '2026-06-01' });
  await admin.make('catalog/prices', { product: tea, priceList: list, price: '70', validFrom: '2026-01-01' });
  const priced = async (line: object, body: object = {}) => (await sell([{ product: tea, ...line }], body)).json.lines[0].unitPrice;
  expect(await priced({ unit: unit['tá'] }, { orderDate: '2026-05-01' })).toBe('1200.0000');
  expect(await priced({ unit: unit['tá'] }, { orderDate: '2026-06-01' })).toBe('1081.4808');
  expect(await priced({ unit: unit.thùng }, { orderDate: '2026-06-01', priceList: list })).toBe('1680.0000');
  expect(await priced({ unit: unit['tá'] }, { orderDate: '2026-05-01', currency: ids.USD })).toBe('48.0000');
  const rice = await goods('1', 'kg');
  // 0.001 / 25 is rounded once.
  expect((await sell([{ product: rice, unit: unit.g, quantity: '500' }], { orderDate: '2026-05-01', currency: ids.USD })).json.lines).toMatchObject([
    { unitPrice: '0.0000', stockQuantity: '0.500' },
  ]);
});

test('a price that was typed stays until the product or the unit changes', async () => {
  const tea = await goods('10');
  const pot = await goods('50');
  const { json } = await sell([{ product: tea, unit: unit['tá'], unitPrice: '99' }]);
  const [{ id }] = json.lines;
  const at = `/api/sales/orders/${json.id}`;
  const changed = async (line: object) => (await admin.patch(at, { lines: [{ id, ...line }] })).json.lines[0];
  expect(await changed({ quantity: '2' })).toMatchObject({ unitPrice: '99.0000', stockQuantity: '24.000', amount: '198.00' });
  expect(await changed({ unit: unit.thùng })).toMatchObject({ unitPrice: '240.0000', stockQuantity: '48.000' });
  expect(await changed({ unit: unit['tá'], unitPrice: '95' })).toMatchObject({ unitPrice: '95.0000' });
  expect(await changed({ unit: null })).toMatchObject({ unitPrice: expect.anything() });
  // Another product comes with its own unit and price.
  expect(await changed({ product: pot })).toMatchObject({ unit: unit['cái'], unitPrice: '50.0000', stockQuantity: '2.000' });
});

test('a unit that cannot be converted, and what does not come out whole, are refused at the line, and nothing is written', async () => {
  const tea = await goods();
  const dozens = await goods('120', 'tá');
  const refused = await sell([{ product: tea }, { product: tea, unit: unit.kg }, { product: tea, unit: unit['hộp'] }]);
  expect(refused).toMatchObject({
    status: 422,
    json: {
      errors: [
        { pointer: '/lines/1/unit', code: 'unit.not-convertible' },
        { pointer: '/lines/2/unit', code: 'unit.not-convertible' },
      ],
    },
  });
  expect(refused.json.errors[0].message).toBe('kg cannot be converted into cái. Choose cái or a unit of its category, or give kg that category and a factor.');
  const uneven = await sell([{ product: dozens, quantity: '30', unit: unit['cái'] }]);
  expect(uneven.json.errors).toEqual([
    {
      pointer: '/lines/0/quantity',
      code: 'unit.uneven',
      message: 'Quantity: 30 cái would be 2.5 tá, of which at most 0 decimals are counted. Change the quantity, or enter it in tá.',
    },
  ]);
  expect((await sell([{ product: dozens, quantity: '36', unit: unit['cái'] }])).json.lines).toMatchObject([{ stockQuantity: '3.000', unitPrice: '10.0000' }]);
  expect((await sell([{ product: tea, quantity: '0.5', unit: unit['tá'] }])).json.errors).toMatchObject([{ pointer: '/lines/0/quantity', code: 'unit.whole' }]);
  const huge = await sell([{ product: await goods('1', 'g'), quantity: '999999999999999', unit: unit['tấn'] }]);
  expect(huge).toMatchObject({ status: 422, json: { errors: expect.arrayContaining([expect.objectContaining({ code: 'record.formula-overflow' })]) } });
  // Nobody writes what is converted.
  expect((await sell([{ product: tea, stockQuantity: '9' }])).json.lines).toMatchObject([{ stockQuantity: '1.000' }]);
});

test('a service by the hour is sold by the minute, where that comes out', async () => {
  const lesson = await admin.make('catalog/products', { name: 'Lesson', kind: 'service', price: '600', unit: unit['giờ'] });
  expect((await sell([{ product: lesson, quantity: '30', unit: unit['phút'] }])).json.lines).toMatchObject([
    { stockQuantity: '0.500', unitPrice: '10.0000', amount: '300.00' },
  ]);
  expect(await sell([{ product: lesson, quantity: '20', unit: unit['phút'] }])).toMatchObject({
    status: 422,
    json: { errors: [{ pointer: '/lines/0/quantity', code: 'unit.uneven' }] },
  });
});

test('grams from a stock in kilograms are thousandths to the last one, at a thousandth of the price', async () => {
  const rice = await goods('25000', 'kg');
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 10_000_000 }), async (grams) => {
      const [line] = (await sell([{ product: rice, quantity: grams, unit: unit.g }])).json.lines;
      expect(line).toMatchObject({ stockQuantity: `${Math.floor(grams / 1000)}.${String(grams % 1000).padStart(3, '0')}`, unitPrice: '25.0000' });
    }),
    { numRuns: 20 },
  );
});

test('whatever the factor, stock and price go by it exactly, and there and back are the same', async () => {
  const tea = await goods('7.77');
  const category = (await read(`base/units/${unit['cái']}`)).category;
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 2, max: 999 }),
      fc.integer({ min: 1, max: 9999 }),
      fc.integer({ min: 1, max: 99_999_999 }),
      async (factor, quantity, cents) => {
        made += 1;
        const box = await admin.make('base/units', { code: `box ${made}`, name: 'Box', category, factor: String(factor) });
        const price = (cents / 100).toFixed(2);
        await admin.patch(`/api/catalog/products/${tea}`, { price });
        const [line] = (await sell([{ product: tea, quantity, unit: box }])).json.lines;
        expect(line.stockQuantity).toBe(`${quantity * factor}.000`);
        expect(line.unitPrice).toBe(`${((BigInt(cents) * BigInt(factor)) / 100n).toString()}.${String((cents * factor) % 100).padStart(2, '0')}00`);
        const boxes = await admin.make('catalog/products', { name: `Boxes ${made}`, price: '1', unit: box });
        const [back] = (await sell([{ product: boxes, quantity: quantity * factor, unit: unit['cái'] }])).json.lines;
        expect(back.stockQuantity).toBe(`${quantity}.000`);
      },
    ),
    { numRuns: 15 },
  );
});

test('a product keeps its unit once it was in stock, and may have another until then', async () => {
  const tea = await goods();
  expect((await admin.patch(`/api/catalog/products/${tea}`, { unit: unit['tá'] })).status).toBe(200);
  await receive(tea, '2', '7');
  const refused = await admin.patch(`/api/catalog/products/${tea}`, { unit: unit['cái'] });
  expect([refused.status, refused.json.errors]).toEqual([422, [expect.objectContaining({ pointer: '/unit' })]]);
  expect((await admin.patch(`/api/catalog/products/${tea}`, { name: 'Sencha', unit: unit['tá'] })).status).toBe(200);
});

test('a product keeps its unit while it is on orders that stand, also a service and on drafts', async () => {
  const lesson = await admin.make('catalog/products', { name: 'Lesson by the hour', kind: 'service', price: '600', unit: unit['giờ'] });
  const { id } = (await sell([{ product: lesson, quantity: '30', unit: unit['phút'] }])).json;
  const bought = { supplier: await admin.make('base/parties', { name: 'Tân Cương', isSupplier: true }), warehouse: ids.warehouse };
  const purchase = await admin.make('purchasing/orders', { ...bought, lines: [{ product: lesson, quantity: '1' }] });
  const changed = () => admin.patch(`/api/catalog/products/${lesson}`, { unit: unit['phút'] });
  expect(await changed()).toMatchObject({ status: 422, json: { errors: [{ pointer: '/unit', code: 'record.check' }] } });
  await act(`sales/orders/${id}`, 'confirm');
  await act(`sales/orders/${id}`, 'cancel');
  const onPurchase = await changed();
  expect([onPurchase.status, onPurchase.json.errors[0].message]).toEqual([422, expect.stringContaining('It is on purchase orders')]);
  expect((await admin.delete(`/api/purchasing/orders/${purchase}`)).status).toBeLessThan(300);
  expect((await changed()).status).toBe(200);
});

test('what is left of an offer in dozens is ordered in pieces at the price of a piece', async () => {
  const tea = await goods('10');
  const { json } = await admin.post('/api/sales/quotations', {
    customer: ids.customer,
    company: ids.company,
    validUntil: '2099-12-31',
    lines: [{ product: tea, quantity: '3', unit: unit['tá'], unitPrice: '100' }],
  });
  for (const action of ['send', 'accept']) await act(`sales/quotations/${json.id}`, action);
  const order = async (body: object = {}) => read(`sales/orders/${(await act(`sales/quotations/${json.id}`, 'order', body))._created[0].id}`);
  const first = await order({ lines: [{ line: json.lines[0].id, quantity: '2' }] });
  expect(first.lines).toMatchObject([{ quantity: '2.000', unit: unit['tá'], unitPrice: '100.0000' }]);
  await admin.patch(`/api/sales/orders/${first.id}`, { lines: [{ id: first.lines[0].id, unit: unit['cái'], quantity: '13' }] });
  expect((await order()).lines).toMatchObject([{ quantity: '23.000', unit: unit['cái'], unitPrice: '8.3333' }]);
});

test('the rest of an order in minutes of what is kept in hours, though a sixtieth has no end, and nothing is over', async () => {
  const lesson = await admin.make('catalog/products', { name: 'Half hours', kind: 'service', price: '600', unit: unit['giờ'] });
  const order = (await sell([{ product: lesson, quantity: '90', unit: unit['phút'] }])).json;
  await act(`sales/orders/${order.id}`, 'confirm');
  const delivered = async (body: object = {}) => {
    const id = (await act(`sales/orders/${order.id}`, 'deliver', body))._created[0].id;
    return act(`sales/deliveries/${id}`, 'deliver');
  };
  await delivered({ lines: [{ line: order.lines[0].id, quantity: '30' }] });
  const rest = await delivered();
  expect(rest.lines).toMatchObject([{ quantity: '60.000', unit: unit['phút'], stockQuantity: '1.000' }]);
  expect(await run(`sales/orders/${order.id}`, 'deliver')).toMatchObject({ status: 409 });
  expect(await read(`sales/orders/${order.id}`)).toMatchObject({ deliveryState: 'full', lines: [{ onDeliveries: '90.000', open: '0.000' }] });

  // Offered by the hour and ordered by the minute: sixty are one.
  const { json } = await admin.post('/api/sales/quotations', {
    customer: ids.customer,
    company: ids.company,
    validUntil: '2099-12-31',
    lines: [{ product: lesson }],
  });
  for (const action of ['send', 'accept']) await act(`sales/quotations/${json.id}`, action);
  const made = await read(`sales/orders/${(await act(`sales/quotations/${json.id}`, 'order'))._created[0].id}`);
  const inMinutes = (quantity: string) => admin.patch(`/api/sales/orders/${made.id}`, { lines: [{ id: made.lines[0].id, quantity, unit: unit['phút'] }] });
  expect(await inMinutes('60')).toMatchObject({ status: 200, json: { lines: [{ stockQuantity: '1.000' }] } });
  expect(await inMinutes('90')).toMatchObject({ status: 422, json: { errors: [{ code: 'conversion.too-much' }] } });
});

test('two pieces that are left of a pallet are neither nothing nor taken for delivered', async () => {
  const category = (await read(`base/units/${unit['cái']}`)).category;
  const pallet = await admin.make('base/units', { code: 'pallet', name: 'Pallet', category, factor: '10000' });
  const tea = await goods();
  await receive(tea, '10000', '1');
  const order = (await sell([{ product: tea, quantity: '1', unit: pallet }])).json;
  await act(`sales/orders/${order.id}`, 'confirm');
  const [{ id: orderLine }] = order.lines;
  const most = await admin.make('sales/deliveries', { order: order.id, lines: [{ orderLine, quantity: '9998', unit: unit['cái'] }] });
  await act(`sales/deliveries/${most}`, 'deliver');
  expect((await read(`sales/orders/${order.id}`)).lines).toMatchObject([{ onDeliveries: '0.999', open: '2.000' }]);
  const [{ id: rest }] = (await act(`sales/orders/${order.id}`, 'deliver'))._created;
  const { lines } = await act(`sales/deliveries/${rest}`, 'deliver');
  expect(lines).toMatchObject([{ quantity: '2.000', unit: unit['cái'] }]);
  expect((await read(`sales/orders/${order.id}`)).lines).toMatchObject([{ onDeliveries: '1.000', open: '0.000' }]);
  expect(await stock(tea)).toMatchObject({ onHand: '0.000', value: '0.0000', demanded: '0.000' });
});

test('a line without a unit takes of one in dozens what it takes of the stock', async () => {
  const tea = await goods();
  await receive(tea, '36', '7');
  const order = (await sell([{ product: tea, quantity: '3', unit: unit['tá'] }])).json;
  await act(`sales/orders/${order.id}`, 'confirm');
  const delivery = (await act(`sales/orders/${order.id}`, 'deliver'))._created[0].id;
  const { lines } = await act(`sales/deliveries/${delivery}`, 'deliver');
  const back = await admin.make('sales/returns', { delivery, lines: [{ deliveryLine: lines[0].id, quantity: '3', unit: unit['cái'] }] });
  const [{ id }] = (await read(`sales/returns/${back}`)).lines;
  const bare = await admin.patch(`/api/sales/returns/${back}`, { lines: [{ id, unit: null, quantity: '6' }] });
  expect([bare.status, bare.json.lines]).toMatchObject([200, [{ unit: null, stockQuantity: '6.000' }]]);
  expect((await read(`sales/deliveries/${delivery}`)).lines).toMatchObject([{ onReturns: '0.500' }]);
  await act(`sales/returns/${back}`, 'receive');
  expect(await stock(tea)).toMatchObject({ onHand: '6.000', demanded: '6.000' });
  expect((await read(`sales/deliveries/${delivery}/actions/return-goods`)).lines).toMatchObject([{ open: '2.5' }]);
});

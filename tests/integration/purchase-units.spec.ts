import { afterAll, beforeAll, expect, test } from '@jest/globals';
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
  ids.company = (await admin.get('/api/base/companies')).json[0].id;
  for (const { code, id } of (await admin.get('/api/base/units')).json) unit[code] = id;
  for (const { code, id } of (await admin.get('/api/base/currencies')).json) ids[code] = id;
  const count = (await admin.get(`/api/base/units/${unit['cái']}`)).json.category;
  unit.box = await admin.make('base/units', { code: 'box 12', name: 'Box of 12', category: count, factor: '12' });
  ids.warehouse = await admin.make('inventory/warehouses', { name: 'Main', code: 'M', company: ids.company });
  ids.supplier = await admin.make('base/parties', { name: 'Tân Cương', isCustomer: false, isSupplier: true });
  await admin.make('base/exchange-rates', { currency: ids.USD, rate: '25000', validFrom: '2020-01-01' });
});
afterAll(() => app.close());

const run = (path: string, action: string, body: unknown = {}): Promise<Answer> => admin.post(`/api/${path}/actions/${action}`, body);
const act: Client['act'] = (...asked) => admin.act(...asked);
const read: Client['read'] = (path) => admin.read(path);
const stock: Client['stock'] = (product) => admin.stock(product);
const buy = (lines: readonly object[], body: object = {}): Promise<Answer> =>
  admin.post('/api/purchasing/orders', { supplier: ids.supplier, company: ids.company, warehouse: ids.warehouse, lines, ...body });

async function goods(): Promise<string> {
  made += 1;
  return admin.make('catalog/products', { name: `Cup ${made}`, price: '10', unit: unit['cái'] });
}

test('what is ordered in boxes comes into stock in pieces, at the average of a piece; single pieces go back', async () => {
  const cup = await goods();
  const order = (await buy([{ product: cup, quantity: '5', unit: unit.box, unitPrice: '240000' }])).json;
  expect(order).toMatchObject({ total: '1200000.00', lines: [{ stockQuantity: '60.000', amount: '1200000.00' }] });
  await act(`purchasing/orders/${order.id}`, 'confirm');
  expect(await stock(cup)).toMatchObject({ onOrder: '60.000', projected: '60.000' });
  const [{ id: line }] = order.lines;
  const receipt = (await act(`purchasing/orders/${order.id}`, 'receive', { lines: [{ line, quantity: '2' }] }))._created[0].id;
  const { lines } = await act(`purchasing/receipts/${receipt}`, 'receive');
  expect(lines).toMatchObject([{ quantity: '2.000', unit: unit.box, unitCost: '240000.0000', stockQuantity: '24.000', amount: '480000.0000' }]);
  expect(await stock(cup)).toMatchObject({ onHand: '24.000', onOrder: '36.000', value: '480000.0000', unitValue: '20000.0000' });
  expect(await read(`purchasing/orders/${order.id}`)).toMatchObject({
    receivedPercent: '40.0',
    receiptState: 'partly',
    lines: [{ received: '24.000', onReceipts: '2.000', open: '36.000' }],
  });

  // Seven pieces are broken and go back for what they came for.
  const back = await admin.make('purchasing/returns', { receipt, lines: [{ receiptLine: lines[0].id, quantity: '7', unit: unit['cái'] }] });
  expect((await read(`purchasing/returns/${back}`)).lines).toMatchObject([{ unitCost: '20000.0000', amount: '140000.0000', stockQuantity: '7.000' }]);
  await act(`purchasing/returns/${back}`, 'send');
  expect(await stock(cup)).toMatchObject({ onHand: '17.000', onOrder: '43.000', value: '340000.0000', unitValue: '20000.0000' });
  expect(await read(`purchasing/receipts/${receipt}`)).toMatchObject({ lines: [{ returned: '7.000', kept: '17.000' }] });

  // The rest comes as pieces, at the cost of a piece, and nothing is left over.
  const rest = await admin.make('purchasing/receipts', { order: order.id, lines: [{ orderLine: line, quantity: '43', unit: unit['cái'] }] });
  expect((await read(`purchasing/receipts/${rest}`)).lines).toMatchObject([{ unitCost: '20000.0000', amount: '860000.0000' }]);
  await act(`purchasing/receipts/${rest}`, 'receive');
  expect(await stock(cup)).toMatchObject({ onHand: '60.000', onOrder: '0.000', value: '1200000.0000' });
  expect(await read(`purchasing/orders/${order.id}`)).toMatchObject({ receivedPercent: '100.0', receiptState: 'full', lines: [{ onReceipts: '5.000' }] });
  const more = await admin.post('/api/purchasing/receipts', { order: order.id, lines: [{ orderLine: line, quantity: '1', unit: unit['cái'] }] });
  expect(more).toMatchObject({ status: 422, json: { errors: [{ pointer: '/lines/0/quantity', code: 'conversion.too-much' }] } });

  // All is there, so that what was sent back does not come beside it.
  expect(await run(`purchasing/returns/${back}`, 'cancel')).toMatchObject({ status: 409 });
});

test('boxes and pieces of one product average by the piece, in the currency of the company too', async () => {
  const cup = await goods();
  const bought = async (line: object, body: object = {}) => {
    const { id } = (await buy([{ product: cup, ...line }], body)).json;
    await act(`purchasing/orders/${id}`, 'confirm');
    const receipt = (await act(`purchasing/orders/${id}`, 'receive'))._created[0].id;
    await act(`purchasing/receipts/${receipt}`, 'receive');
  };
  await bought({ quantity: '12', unitPrice: '10000' });
  await bought({ quantity: '1', unit: unit.box, unitPrice: '240000' });
  expect(await stock(cup)).toMatchObject({ onHand: '24.000', value: '360000.0000', unitValue: '15000.0000' });
  await bought({ quantity: '2', unit: unit.box, unitPrice: '12' }, { currency: ids.USD });
  expect(await stock(cup)).toMatchObject({ onHand: '48.000', value: '960000.0000', unitValue: '20000.0000' });
});

test('a box that is not of the category of the product is refused at the line', async () => {
  const refused = await buy([{ product: await goods(), quantity: '1', unit: unit['hộp'] }]);
  expect(refused).toMatchObject({ status: 422, json: { errors: [{ pointer: '/lines/0/unit', code: 'unit.not-convertible' }] } });
});

test('a line without a unit is counted and priced by the unit of the product, of an order in boxes and the other way round', async () => {
  const cup = await goods();
  const received = async (line: object, quantity: string, unitOfReceipt: string | null) => {
    const order = (await buy([{ product: cup, ...line }])).json;
    // Only a change can leave a line without unit.
    if ('unit' in line && line.unit === null) await admin.patch(`/api/purchasing/orders/${order.id}`, { lines: [{ id: order.lines[0].id, unit: null }] });
    await act(`purchasing/orders/${order.id}`, 'confirm');
    const receipt = (await act(`purchasing/orders/${order.id}`, 'receive'))._created[0].id;
    const [{ id }] = (await read(`purchasing/receipts/${receipt}`)).lines;
    return (await admin.patch(`/api/purchasing/receipts/${receipt}`, { lines: [{ id, quantity, unit: unitOfReceipt }] })).json.lines;
  };
  expect(await received({ quantity: '3', unit: unit.box, unitPrice: '120' }, '5', null)).toMatchObject([
    { unit: null, stockQuantity: '5.000', unitCost: '10.0000', amount: '50.0000' },
  ]);
  expect(await received({ quantity: '24', unit: null, unitPrice: '10' }, '2', unit.box ?? '')).toMatchObject([
    { unit: unit.box, stockQuantity: '24.000', unitCost: '120.0000', amount: '240.0000' },
  ]);
});

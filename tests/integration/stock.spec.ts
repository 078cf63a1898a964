import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Client } from '../support/client.js';
import { rowsOf } from '../support/rows-of.js';
import { startTestApp, type TestApp } from '../support/test-app.js';

let app: TestApp;
let admin: Client;
const ids: Record<string, string> = {};
let made = 0;

beforeAll(async () => {
  app = await startTestApp();
  admin = app.administrator;
  ids.currency = await make('base/currencies', { code: 'XTS', name: 'Test money' });
  ids.company = (await admin.get('/api/base/companies')).json[0].id;
  await admin.patch(`/api/base/companies/${ids.company}`, { name: 'Trà Sen', currency: ids.currency });
  ids.unit = await make('base/units', { code: 'bx', name: 'Box', decimals: 3 });
  ids.warehouse = await make('inventory/warehouses', { name: 'Main', code: 'M', company: ids.company });
  ids.customer = await make('base/parties', { name: 'Nguyễn Đường' });
  ids.supplier = await make('base/parties', { name: 'Tân Cương', isCustomer: false, isSupplier: true });
});
afterAll(() => app.close());

const make = (path: string, body: unknown): Promise<string> => admin.make(path, body);

async function act(path: string, action: string, body: unknown = {}) {
  const answer = await admin.post(`/api/${path}/actions/${action}`, body);
  if (answer.status !== 200) throw new Error(`${path} ${action}: ${answer.text}`);
  return answer.json;
}

/** A product of its own, so that no test sees another's stock. */
async function goods(price = '10'): Promise<string> {
  made += 1;
  return make('catalog/products', { name: `Tea ${made}`, code: `T${made}`, price, unit: ids.unit });
}

async function receive(product: string, lines: readonly (readonly [quantity: string, cost: string | null])[]): Promise<string> {
  const body = { warehouse: ids.warehouse, lines: lines.map(([quantity, unitCost]) => ({ product, quantity, ...(unitCost === null ? {} : { unitCost }) })) };
  const id = await make('inventory/receipts', body);
  await act(`inventory/receipts/${id}`, 'post', { postingDate: '2026-01-05' });
  return id;
}

async function issue(product: string, quantity: string): Promise<string> {
  const id = await make('inventory/deliveries', { warehouse: ids.warehouse, lines: [{ product, quantity }] });
  await act(`inventory/deliveries/${id}`, 'post', { postingDate: '2026-01-06' });
  return id;
}

async function stock(product: string, more = '') {
  const answer = await admin.get(`/api/inventory/stock?filter=${encodeURIComponent(JSON.stringify({ product }))}${more}`);
  expect(answer.status).toBe(200);
  return answer.json[0];
}

const order = (product: string, quantity: string): Promise<string> =>
  make('sales/orders', { customer: ids.customer, company: ids.company, warehouse: ids.warehouse, lines: [{ product, quantity }] });
test('moving average: what goes out takes its share, the last piece the rest', async () => {
  const tea = await goods();
  await receive(tea, [
    ['10', '10'],
    ['10', '20'],
  ]);
  const out = await issue(tea, '15');
  expect(await stock(tea)).toMatchObject({ onHand: '5.000', value: '75.0000', unitValue: '15.0000', available: '5.000' });
  const entries = (await admin.get(`/api/inventory/moves?filter=${encodeURIComponent(JSON.stringify({ source: out }))}`)).json;
  expect(entries).toMatchObject([
    { onHand: '-15.000', value: '-225.0000', postingDate: '2026-01-06', sourceEntity: 'inventory.delivery', _labels: { product: expect.any(String) } },
  ]);

  const leaf = await goods();
  await receive(leaf, [
    ['2', '4.63'],
    ['5', '3.04'],
  ]);
  for (let turn = 0; turn < 70; turn += 1) await issue(leaf, '0.1');
  expect(await stock(leaf)).toMatchObject({ onHand: '0.000', value: '0.0000' });
});

test('a return comes back at what it went out for', async () => {
  const tea = await goods();
  await receive(tea, [
    ['1', '10'],
    ['1', '20'],
  ]);
  const out = await issue(tea, '1');
  expect(await stock(tea)).toMatchObject({ onHand: '1.000', value: '15.0000' });
  await act(`inventory/deliveries/${out}`, 'cancel');
  expect(await stock(tea)).toMatchObject({ onHand: '2.000', value: '30.0000' });
});

test('what is found without a price is worth what went out last', async () => {
  const tea = await goods();
  await receive(tea, [['2', '7']]);
  await issue(tea, '2');
  const id = await make('inventory/adjustments', { warehouse: ids.warehouse, lines: [{ product: tea, counted: 3 }] });
  await act(`inventory/adjustments/${id}`, 'post');
  expect(await stock(tea)).toMatchObject({ onHand: '3.000', value: '21.0000', unitValue: '7.0000' });
  await act(`inventory/adjustments/${id}`, 'cancel');
  expect(await stock(tea)).toMatchObject({ onHand: '0.000', value: '0.0000', unitValue: null });
});

test('an order holds its goods: order 10, deliver 5, close, reopen, take the delivery back, cancel', async () => {
  const tea = await goods();
  await receive(tea, [['20', '1']]);
  const id = await order(tea, '10');
  const reserved = async (): Promise<string> => (await stock(tea)).reserved;
  await act(`sales/orders/${id}`, 'confirm');
  expect(await reserved()).toBe('10.000');
  const { _created: created } = await act(`sales/orders/${id}`, 'deliver');
  expect(created).toEqual([{ entity: 'sales.delivery', id: expect.any(String) }]);
  const delivery = (await admin.get(`/api/sales/deliveries/${created[0].id}`)).json;
  expect(delivery).toMatchObject({ order: id, customer: ids.customer, lines: [{ quantity: '10.000', product: tea }] });
  await admin.patch(`/api/sales/deliveries/${delivery.id}`, { lines: [{ id: delivery.lines[0].id, quantity: 5 }] });
  await act(`sales/deliveries/${delivery.id}`, 'deliver', { postingDate: '2026-02-01' });
  expect(await reserved()).toBe('5.000');
  expect((await admin.get(`/api/sales/orders/${id}`)).json).toMatchObject({
    deliveredPercent: '50.0',
    deliveryState: 'partly',
    short: '0.000',
    lines: [{ delivered: '5.000', open: '5.000', reserved: '5.000' }],
  });
  await act(`sales/orders/${id}`, 'close');
  expect(await reserved()).toBe('0.000');
  await act(`sales/orders/${id}`, 'reopen');
  expect(await reserved()).toBe('5.000');
  expect(await admin.post(`/api/sales/orders/${id}/actions/cancel`)).toMatchObject({ status: 409, json: { code: 'record.guard' } });
  await act(`sales/deliveries/${delivery.id}`, 'return', { postingDate: '2026-02-03' });
  expect(await stock(tea)).toMatchObject({ onHand: '20.000', reserved: '10.000', demanded: '10.000', value: '20.0000' });
  await act(`sales/orders/${id}`, 'cancel');
  expect(await stock(tea)).toMatchObject({ onHand: '20.000', reserved: '0.000', demanded: '0.000' });
});

test('what is not there is shown as short, and neither delivered nor over-delivered', async () => {
  const tea = await goods();
  await receive(tea, [['4', '1']]);
  const id = await order(tea, '10');
  await act(`sales/orders/${id}`, 'confirm');
  expect((await admin.get(`/api/sales/orders/${id}`)).json).toMatchObject({ short: '6.000', lines: [{ reserved: '4.000' }] });
  const {
    _created: [{ id: delivery }],
  } = await act(`sales/orders/${id}`, 'deliver');
  expect(await admin.post(`/api/sales/deliveries/${delivery}/actions/deliver`)).toMatchObject({
    status: 409,
    json: { code: 'ledger.constraint', detail: expect.stringMatching(/not enough in stock.*Tea \d+ · Main.*-6/u) },
  });
  const draft = (await admin.get(`/api/sales/deliveries/${delivery}`)).json;
  expect(await admin.patch(`/api/sales/deliveries/${delivery}`, { lines: [{ id: draft.lines[0].id, quantity: 11 }] })).toMatchObject({
    status: 422,
    json: { code: 'conversion.too-much', errors: [{ pointer: '/lines/0/quantity' }] },
  });
  expect(await stock(tea)).toMatchObject({ onHand: '4.000', reserved: '4.000', demanded: '10.000' });
});

test('while a delivery is prepared only the rest is proposed; cancelled it is open again', async () => {
  const id = await order(await goods(), '10');
  const [line] = (await act(`sales/orders/${id}`, 'confirm')).lines;
  const first = (await act(`sales/orders/${id}`, 'deliver', { lines: [{ line: line.id, quantity: '4' }] }))._created[0].id;
  expect((await admin.get(`/api/sales/orders/${id}/actions/deliver`)).json).toMatchObject({ lines: [{ line: line.id, open: '6' }] });
  const { _created: rest } = await act(`sales/orders/${id}`, 'deliver');
  expect((await admin.get(`/api/sales/deliveries/${rest[0].id}`)).json).toMatchObject({ order: id, lines: [{ orderLine: line.id, quantity: '6.000' }] });
  expect((await admin.get(`/api/sales/orders/${id}`)).json._actions).not.toContain('deliver');
  const again = await admin.post(`/api/sales/orders/${id}/actions/deliver`);
  expect([again.status, again.json.detail]).toEqual([409, expect.stringContaining('being prepared')]);
  await act(`sales/deliveries/${first}`, 'cancel');
  expect((await admin.get(`/api/sales/orders/${id}/actions/deliver`)).json).toMatchObject({ lines: [{ open: '4' }] });
});

test('a transfer moves goods at what they are worth; a count posts the difference', async () => {
  const tea = await goods();
  const other = await make('inventory/warehouses', { name: 'Second', code: 'S', company: ids.company });
  await receive(tea, [['10', '3']]);
  const body = { fromWarehouse: ids.warehouse, toWarehouse: other, lines: [{ product: tea, quantity: 4 }] };
  const transfer = await make('inventory/transfers', body);
  await act(`inventory/transfers/${transfer}`, 'post');
  const rows = (await admin.get(`/api/inventory/stock?filter=${encodeURIComponent(JSON.stringify({ product: tea }))}&sort=["onHand","DESC"]`)).json;
  expect(rows).toMatchObject([
    { warehouse: ids.warehouse, onHand: '6.000', value: '18.0000' },
    { warehouse: other, onHand: '4.000', value: '12.0000' },
  ]);
  const same = await make('inventory/transfers', { ...body, toWarehouse: ids.warehouse });
  expect(await admin.post(`/api/inventory/transfers/${same}/actions/post`)).toMatchObject({ status: 409, json: { code: 'record.guard' } });
  const count = await make('inventory/adjustments', { warehouse: other, lines: [{ product: tea, counted: 5, unitCost: '9' }] });
  await act(`inventory/adjustments/${count}`, 'post');
  const less = await make('inventory/adjustments', { warehouse: ids.warehouse, lines: [{ product: tea, counted: 5 }] });
  await act(`inventory/adjustments/${less}`, 'post');
  const after = (await admin.get(`/api/inventory/stock?filter=${encodeURIComponent(JSON.stringify({ product: tea }))}&sort=["value","ASC"]`)).json;
  expect(after).toMatchObject([
    { onHand: '5.000', value: '15.0000' },
    { onHand: '5.000', value: '21.0000' },
  ]);
});

test('a purchase is expected, received in parts, and sent back', async () => {
  const tea = await goods();
  const id = await make('purchasing/orders', {
    supplier: ids.supplier,
    company: ids.company,
    warehouse: ids.warehouse,
    lines: [{ product: tea, quantity: 12, unitPrice: '2.5' }],
  });
  await act(`purchasing/orders/${id}`, 'confirm');
  expect(await stock(tea)).toMatchObject({ onHand: '0.000', onOrder: '12.000', projected: '12.000' });
  const {
    _created: [{ id: receipt }],
  } = await act(`purchasing/orders/${id}`, 'receive');
  const draft = (await admin.get(`/api/purchasing/receipts/${receipt}`)).json;
  expect(draft.lines).toMatchObject([{ quantity: '12.000', unitCost: '2.5000' }]);
  await admin.patch(`/api/purchasing/receipts/${receipt}`, { lines: [{ id: draft.lines[0].id, quantity: 8 }] });
  await act(`purchasing/receipts/${receipt}`, 'receive');
  expect(await stock(tea)).toMatchObject({ onHand: '8.000', onOrder: '4.000', value: '20.0000' });
  await act(`purchasing/receipts/${receipt}`, 'return');
  expect(await stock(tea)).toMatchObject({ onHand: '0.000', onOrder: '12.000', value: '0.0000' });
  await act(`purchasing/orders/${id}`, 'cancel');
  expect(await stock(tea)).toMatchObject({ onOrder: '0.000' });
});

test('20 reservations of 1 at once on a stock of 10: exactly 10 are held', async () => {
  const tea = await goods();
  await receive(tea, [['10', '1']]);
  const orders = [];
  for (let turn = 0; turn < 20; turn += 1) orders.push(await order(tea, '1'));
  await Promise.all(orders.map((id) => act(`sales/orders/${id}`, 'confirm')));
  expect(await stock(tea)).toMatchObject({ onHand: '10.000', reserved: '10.000', demanded: '20.000', available: '0.000' });
  const held = await Promise.all(orders.map(async (id) => (await admin.get(`/api/sales/orders/${id}`)).json.lines[0].reserved));
  expect(held.filter((one) => one === '1.000')).toHaveLength(10);
});

test('confirmed twice at once, it is confirmed once', async () => {
  const tea = await goods();
  const id = await order(tea, '3');
  const answers = await Promise.all([1, 2, 3].map(() => admin.post(`/api/sales/orders/${id}/actions/confirm`)));
  expect(answers.map((one) => one.status).sort()).toEqual([200, 409, 409]);
  expect(await stock(tea)).toMatchObject({ demanded: '3.000' });
});

test('nobody writes entries or balances, by no way', async () => {
  const tea = await goods();
  await receive(tea, [['1', '1']]);
  const row = await stock(tea);
  for (const path of ['inventory/stock', 'inventory/moves']) {
    expect((await admin.post(`/api/${path}`, { product: tea, warehouse: ids.warehouse, onHand: 5 })).status).toBe(403);
    expect((await admin.patch(`/api/${path}/${row.id}`, { onHand: 5 })).status).toBe(403);
    expect((await admin.delete(`/api/${path}/${row.id}`)).status).toBe(403);
  }
  const refused = [
    'UPDATE inventory_move SET on_hand = 0',
    'DELETE FROM inventory_move',
    'TRUNCATE inventory_move CASCADE',
    'UPDATE inventory_stock SET on_hand = 99',
  ];
  for (const text of refused) await expect(rowsOf(app.databaseUrl, text)).rejects.toMatchObject({ code: 'TL001' });
});

test('what an action asks is checked like a field', async () => {
  const tea = await goods();
  const id = await order(tea, '1');
  const wrong = await admin.post(`/api/sales/orders/${id}/actions/confirm`, { postingDate: '31.2.2026', note: 1 });
  expect(wrong).toMatchObject({
    status: 422,
    json: {
      errors: [
        { pointer: '/note', code: 'record.unknown-input' },
        { pointer: '/postingDate', code: 'field.date' },
      ],
    },
  });
});

test('balances as they were at the end of a day', async () => {
  const tea = await goods();
  await receive(tea, [['10', '2']]);
  const id = await order(tea, '4');
  await act(`sales/orders/${id}`, 'confirm', { postingDate: '2026-01-10' });
  await issue(tea, '3');
  expect(await stock(tea, '&asOf=2026-01-04')).toMatchObject({ onHand: '0.000', value: '0.0000', available: '0.000' });
  expect(await stock(tea, '&asOf=2026-01-05')).toMatchObject({ onHand: '10.000', value: '20.0000', reserved: '0.000', available: '10.000' });
  expect(await stock(tea, '&asOf=2026-01-06')).toMatchObject({ onHand: '7.000', value: '14.0000' });
  expect(await stock(tea, '&asOf=2026-12-31')).toMatchObject({ onHand: '7.000', reserved: '4.000', available: '3.000' });
  expect(await admin.get('/api/inventory/stock?asOf=tomorrow')).toMatchObject({ status: 400, json: { code: 'query.wrong-form' } });
});

test('what runs low is proposed once, recalculated in place, and bought with one order a supplier', async () => {
  const tea = await goods();
  await receive(tea, [['25', '1']]);
  const price = await make('purchasing/supplier-prices', {
    product: tea,
    supplier: ids.supplier,
    price: '3',
    currency: ids.currency,
    company: ids.company,
    leadTimeDays: 5,
  });
  const rule = await make('inventory/reorder-rules', { product: tea, warehouse: ids.warehouse, level: 20, quantity: 20 });
  const proposals = async () =>
    (await admin.get(`/api/purchasing/proposals?filter=${encodeURIComponent(JSON.stringify({ product: tea, state: 'open' }))}`)).json;
  const check = () => act(`inventory/reorder-rules/${rule}`, 'check');
  await issue(tea, '4');
  await check();
  expect(await proposals()).toEqual([]);
  await issue(tea, '1');
  await check();
  expect(await proposals()).toMatchObject([{ quantity: '20.000', supplier: ids.supplier, rule }]);
  const id = await order(tea, '35');
  await act(`sales/orders/${id}`, 'confirm');
  await check();
  expect(await proposals()).toMatchObject([{ quantity: '35.000' }]);
  await admin.patch(`/api/inventory/reorder-rules/${rule}`, { multiple: 12 });
  await check();
  const [proposal] = await proposals();
  expect(proposal).toMatchObject({ quantity: '36.000' });
  await admin.patch(`/api/inventory/reorder-rules/${rule}`, { multiple: null, most: 50 });
  await check();
  expect(await proposals()).toMatchObject([{ id: proposal.id, quantity: '65.000' }]);
  const done = await act(`purchasing/proposals/${proposal.id}`, 'order');
  const purchase = (await admin.get(`/api/purchasing/orders/${done.purchaseOrder}`)).json;
  expect(purchase).toMatchObject({
    state: 'draft',
    supplier: ids.supplier,
    warehouse: ids.warehouse,
    lines: [{ product: tea, quantity: '65.000', unitPrice: '3.0000' }],
  });
  const other = await goods();
  const second = await make('purchasing/proposals', { product: other, supplier: ids.supplier, quantity: 3, company: ids.company });
  expect(await act(`purchasing/proposals/${second}`, 'order')).toMatchObject({ purchaseOrder: purchase.id });
  expect((await admin.get(`/api/purchasing/orders/${purchase.id}`)).json.lines).toHaveLength(2);
  expect(price).toBeTruthy();
});

test('what is in a draft order is not proposed again, and there is one open proposal for a place', async () => {
  const tea = await goods();
  await make('purchasing/supplier-prices', { product: tea, supplier: ids.supplier, price: '3', currency: ids.currency, company: ids.company });
  const rule = await make('inventory/reorder-rules', { product: tea, warehouse: ids.warehouse, level: 10 });
  const proposals = async () =>
    (await admin.get(`/api/purchasing/proposals?filter=${encodeURIComponent(JSON.stringify({ product: tea }))}&sort=["id","ASC"]`)).json;
  const check = () => act(`inventory/reorder-rules/${rule}`, 'check');
  await check();
  const [first] = await proposals();
  expect(first).toMatchObject({ quantity: '10.000', state: 'open', projected: '0.000', level: '10.000' });
  const twin = { product: tea, warehouse: ids.warehouse, quantity: 1, company: ids.company };
  expect(await admin.post('/api/purchasing/proposals', twin)).toMatchObject({ status: 422, json: { errors: [{ pointer: '/product' }] } });
  const { purchaseOrder } = await act(`purchasing/proposals/${first.id}`, 'order');
  await check();
  expect(await proposals()).toMatchObject([{ state: 'ordered' }]);
  await act(`purchasing/orders/${purchaseOrder}`, 'confirm');
  await check();
  expect(await proposals()).toHaveLength(1);
  await act(`purchasing/orders/${purchaseOrder}`, 'cancel');
  await check();
  expect(await proposals()).toMatchObject([{ state: 'ordered' }, { state: 'open', quantity: '10.000' }]);
});

test('proposals that are ordered at once come together in one order of their supplier', async () => {
  const supplier = await make('base/parties', { name: 'Trà Shan', isCustomer: false, isSupplier: true });
  const proposals: string[] = [];
  for (let turn = 0; turn < 6; turn += 1)
    proposals.push(
      await make('purchasing/proposals', { product: await goods(), supplier, warehouse: ids.warehouse, quantity: turn + 1, company: ids.company }),
    );
  const orders = await Promise.all(proposals.map(async (id) => (await act(`purchasing/proposals/${id}`, 'order')).purchaseOrder));
  expect(new Set(orders).size).toBe(1);
  const { lines } = (await admin.get(`/api/purchasing/orders/${orders[0]}`)).json;
  expect(lines.map((line: { readonly quantity: string }) => line.quantity).sort()).toEqual(['1.000', '2.000', '3.000', '4.000', '5.000', '6.000']);
});

test('two counts of goods that nobody has counted before find them once', async () => {
  for (let turn = 0; turn < 5; turn += 1) {
    const tea = await goods();
    const counts = [1, 2].map(() => make('inventory/adjustments', { warehouse: ids.warehouse, lines: [{ product: tea, counted: 10, unitCost: '2' }] }));
    await Promise.all((await Promise.all(counts)).map((id) => act(`inventory/adjustments/${id}`, 'post')));
    expect(await stock(tea)).toMatchObject({ onHand: '10.000', value: '20.0000' });
  }
});

test('goods are not taken into stock at the figures of another currency', async () => {
  const dollar = await make('base/currencies', { code: 'XUS', name: 'Other money' });
  const lines = [{ product: await goods(), quantity: 1, unitPrice: '100' }];
  const body = { supplier: ids.supplier, company: ids.company, warehouse: ids.warehouse, currency: dollar, lines };
  expect(await admin.post('/api/purchasing/orders', body)).toMatchObject({ status: 422, json: { errors: [{ code: 'exchange.no-rate' }] } });
});

test('goods that come in are held for the orders that wait for them, oldest first', async () => {
  const tea = await goods();
  await receive(tea, [['10', '1']]);
  const [first, second, third] = [await order(tea, '15'), await order(tea, '8'), await order(tea, '4')];
  for (const id of [first, second, third]) await act(`sales/orders/${id}`, 'confirm');
  const held = () => Promise.all([first, second, third].map(async (id) => (await admin.get(`/api/sales/orders/${id}`)).json.lines[0].reserved));
  expect(await held()).toEqual(['10.000', '0.000', '0.000']);
  const untilHeld = async (wanted: readonly string[]): Promise<void> => {
    for (let turn = 0; turn < 300 && String(await held()) !== String(wanted); turn += 1) await new Promise((resolve) => setTimeout(resolve, 100));
    expect(await held()).toEqual(wanted);
  };
  await receive(tea, [['9', '1']]);
  await untilHeld(['15.000', '4.000', '0.000']);
  expect(await admin.post(`/api/sales/orders/${first}/actions/hold`)).toMatchObject({ status: 409, json: { code: 'record.guard' } });
  await act(`sales/orders/${first}`, 'cancel');
  await untilHeld(['0.000', '8.000', '4.000']);
  expect(await stock(tea)).toMatchObject({ onHand: '19.000', reserved: '12.000', demanded: '12.000', available: '7.000' });
});

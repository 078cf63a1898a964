import pg from 'pg';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Answer, Client } from '../support/client.js';
import { startTestApp, type TestApp } from '../support/test-app.js';

let app: TestApp;
let admin: Client;
const ids: Record<string, string> = {};
let made = 0;

beforeAll(async () => {
  app = await startTestApp({ env: { TRELLIS_ROLE: 'web' } });
  admin = app.administrator;
  ids.currency = await admin.make('base/currencies', { code: 'XTS', name: 'Test money' });
  ids.company = (await admin.get('/api/base/companies')).json[0].id;
  await admin.patch(`/api/base/companies/${ids.company}`, { name: 'Trà Sen', currency: ids.currency });
  ids.unit = await admin.make('base/units', { code: 'bx', name: 'Box', decimals: 3 });
  ids.warehouse = await admin.make('inventory/warehouses', { name: 'Main', code: 'M', company: ids.company });
  ids.customer = await admin.make('base/parties', { name: 'Nguyễn Đường' });
});
afterAll(() => app.close());

const run = (path: string, action: string, body: unknown = {}): Promise<Answer> => admin.post(`/api/${path}/actions/${action}`, body);
const act: Client['act'] = (...asked) => admin.act(...asked);
const read: Client['read'] = (path) => admin.read(path);
const stock: Client['stock'] = (product) => admin.stock(product);

async function goods(): Promise<string> {
  made += 1;
  return admin.make('catalog/products', { name: `Tea ${made}`, price: '10', unit: ids.unit });
}

async function receive(product: string, quantity: string, unitCost: string): Promise<void> {
  const id = await admin.make('inventory/receipts', { warehouse: ids.warehouse, lines: [{ product, quantity, unitCost }] });
  await act(`inventory/receipts/${id}`, 'post');
}

interface Delivered {
  readonly order: string;
  readonly delivery: string;
  readonly line: string;
}

async function ordered(product: string, quantity: string): Promise<string> {
  const order = await admin.make('sales/orders', { customer: ids.customer, warehouse: ids.warehouse, lines: [{ product, quantity }] });
  await act(`sales/orders/${order}`, 'confirm');
  return order;
}

async function deliver(order: string, quantity?: string): Promise<Delivered> {
  const [orderLine] = (await read(`sales/orders/${order}`)).lines;
  const delivery = (await act(`sales/orders/${order}`, 'deliver', quantity === undefined ? {} : { lines: [{ line: orderLine.id, quantity }] }))._created[0].id;
  const { lines } = await act(`sales/deliveries/${delivery}`, 'deliver');
  return { order, delivery, line: lines[0].id };
}

const delivered = async (product: string, quantity: string): Promise<Delivered> => deliver(await ordered(product, quantity));
const returnOf = async ({ delivery, line }: Delivered, quantity: string): Promise<string> =>
  (await act(`sales/deliveries/${delivery}`, 'return-goods', { lines: [{ line, quantity }] }))._created[0].id;

test('part of a delivery comes back: stock, order and delivery tell it, the line may be delivered again, and cancelling restores', async () => {
  const tea = await goods();
  await receive(tea, '10', '7');
  const sent = await delivered(tea, '10');
  expect((await read(`sales/deliveries/${sent.delivery}/actions/return-goods`)).lines).toMatchObject([{ line: sent.line, quantity: '10', open: '10' }]);
  const id = await returnOf(sent, '4');
  expect(await read(`sales/returns/${id}`)).toMatchObject({
    number: expect.stringMatching(/^RT-/u),
    state: 'draft',
    delivery: sent.delivery,
    order: sent.order,
    customer: ids.customer,
    lines: [{ deliveryLine: sent.line, product: tea, quantity: '4.000', unit: ids.unit }],
  });
  // A draft holds its part of the delivery, and nothing has come back yet.
  expect(await read(`sales/deliveries/${sent.delivery}`)).toMatchObject({
    returnState: null,
    lines: [{ onReturns: '4.000', returned: '0.000', kept: '10.000' }],
  });
  expect(await read(`sales/orders/${sent.order}`)).toMatchObject({ deliveredPercent: '100.0', lines: [{ onDeliveries: '10.000' }] });

  expect(await act(`sales/returns/${id}`, 'receive', { postingDate: '2026-02-03' })).toMatchObject({ state: 'received', receivedOn: '2026-02-03' });
  expect(await read(`sales/deliveries/${sent.delivery}`)).toMatchObject({
    state: 'delivered',
    returnState: 'partly',
    lines: [{ returned: '4.000', kept: '6.000' }],
  });
  const order = await read(`sales/orders/${sent.order}`);
  expect(order).toMatchObject({ deliveredPercent: '60.0', deliveryState: 'partly', short: '4.000' });
  expect(order.lines).toMatchObject([{ delivered: '6.000', returned: '4.000', open: '4.000', onDeliveries: '6.000' }]);
  expect(order._actions).toContain('deliver');
  expect(await stock(tea)).toMatchObject({ onHand: '4.000', value: '28.0000', demanded: '4.000', reserved: '0.000' });
  expect((await read(`sales/returns/${id}/chain`)).map((one: { id: string; distance: number }) => [one.id, one.distance])).toEqual(
    expect.arrayContaining([
      [sent.order, -2],
      [sent.delivery, -1],
    ]),
  );
  expect(await read(`sales/deliveries/${sent.delivery}/chain`)).toEqual(expect.arrayContaining([expect.objectContaining({ id, distance: 1 })]));

  await act(`sales/orders/${sent.order}`, 'hold');
  expect(await stock(tea)).toMatchObject({ reserved: '4.000' });
  await act(`sales/returns/${id}`, 'cancel');
  expect(await stock(tea)).toMatchObject({ onHand: '0.000', value: '0.0000', demanded: '0.000', reserved: '0.000' });
  expect(await read(`sales/orders/${sent.order}`)).toMatchObject({
    deliveredPercent: '100.0',
    deliveryState: 'full',
    lines: [{ returned: '0.000', onDeliveries: '10.000', reserved: '0.000' }],
  });
  expect(await read(`sales/deliveries/${sent.delivery}`)).toMatchObject({ returnState: null, lines: [{ onReturns: '0.000', returned: '0.000' }] });
});

test('never more comes back than was delivered and is not on a return already, also with 20 at once', async () => {
  const tea = await goods();
  await receive(tea, '10', '1');
  const sent = await delivered(tea, '10');
  const more = await run(`sales/deliveries/${sent.delivery}`, 'return-goods', { lines: [{ line: sent.line, quantity: '11' }] });
  expect(more).toMatchObject({ status: 422, json: { errors: [{ pointer: '/lines/0/quantity', code: 'conversion.more-than-open' }] } });
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, index) =>
      index % 2 === 0
        ? run(`sales/deliveries/${sent.delivery}`, 'return-goods', { lines: [{ line: sent.line, quantity: '1' }] })
        : admin.post('/api/sales/returns', { delivery: sent.delivery, lines: [{ deliveryLine: sent.line, quantity: '1' }] }),
    ),
  );
  expect(answers.filter(({ status }) => status === 200 || status === 201)).toHaveLength(10);
  expect(answers.every(({ status }) => [200, 201, 409, 422].includes(status))).toBe(true);
  const drafts: readonly { readonly id: string }[] = await read(`sales/returns?filter=${encodeURIComponent(JSON.stringify({ delivery: sent.delivery }))}`);
  const received = await Promise.all(drafts.flatMap(({ id }) => [run(`sales/returns/${id}`, 'receive'), run(`sales/returns/${id}`, 'receive')]));
  expect(received.map(({ status }) => status).toSorted()).toEqual([...Array<number>(10).fill(200), ...Array<number>(10).fill(409)]);
  expect(await stock(tea)).toMatchObject({ onHand: '10.000', value: '10.0000' });
  expect(await read(`sales/deliveries/${sent.delivery}`)).toMatchObject({ returnState: 'full', lines: [{ returned: '10.000', kept: '0.000' }] });
  expect(await run(`sales/deliveries/${sent.delivery}`, 'return-goods')).toMatchObject({ status: 409, json: { code: 'record.guard' } });
  expect(await read(`sales/orders/${sent.order}`)).toMatchObject({ deliveredPercent: '0.0', deliveryState: 'none', lines: [{ onDeliveries: '0.000' }] });
});

test('goods come back for what that delivery took out, to the last digit, whatever the average has become', async () => {
  const tea = await goods();
  await receive(tea, '1', '3.33');
  await receive(tea, '2', '3.335');
  const order = await ordered(tea, '6');
  const first = await deliver(order, '3');
  await receive(tea, '3', '20');
  const second = await deliver(order, '3');
  await receive(tea, '10', '50');
  const worth = Number((await stock(tea)).value);
  for (const quantity of ['1', '1', '1']) await act(`sales/returns/${await returnOf(first, quantity)}`, 'receive');
  expect(Number((await stock(tea)).value)).toBeCloseTo(worth + 10, 4);
  const one = await returnOf(second, '1');
  await act(`sales/returns/${one}`, 'receive');
  expect(Number((await stock(tea)).value)).toBeCloseTo(worth + 30, 4);
  await act(`sales/returns/${one}`, 'cancel');
  expect(Number((await stock(tea)).value)).toBeCloseTo(worth + 10, 4);
});

test('a delivery of which part is on a return is not taken back whole, and one that was taken back has no returns', async () => {
  const tea = await goods();
  await receive(tea, '5', '1');
  const sent = await delivered(tea, '5');
  const id = await returnOf(sent, '2');
  expect(await run(`sales/deliveries/${sent.delivery}`, 'return')).toMatchObject({ status: 409, json: { code: 'record.guard' } });
  await act(`sales/returns/${id}`, 'cancel');
  const [left, right] = await Promise.all([
    run(`sales/deliveries/${sent.delivery}`, 'return'),
    run(`sales/deliveries/${sent.delivery}`, 'return-goods', { lines: [{ line: sent.line, quantity: '2' }] }),
  ]);
  expect([left.status, right.status].toSorted()).toEqual([200, 409]);
  if (left.status !== 200) return;
  const late = await admin.post('/api/sales/returns', { delivery: sent.delivery, lines: [{ deliveryLine: sent.line, quantity: '1' }] });
  expect(late.status).toBe(422);
});

test('what was delivered again, closed or cancelled meanwhile stands against cancelling a return, or does not', async () => {
  const tea = await goods();
  await receive(tea, '5', '1');
  const sent = await delivered(tea, '5');
  const id = await returnOf(sent, '2');
  await act(`sales/returns/${id}`, 'receive');
  const again = await deliver(sent.order, '2');
  expect(await run(`sales/returns/${id}`, 'cancel')).toMatchObject({ status: 409, json: { code: 'ledger.constraint' } });
  await act(`sales/deliveries/${again.delivery}`, 'return');
  await act(`sales/orders/${sent.order}`, 'close');
  expect(await stock(tea)).toMatchObject({ onHand: '2.000', demanded: '0.000', reserved: '0.000' });
  await act(`sales/returns/${id}`, 'cancel');
  expect(await stock(tea)).toMatchObject({ onHand: '0.000', value: '0.0000', demanded: '0.000', reserved: '0.000' });
  const closed = await returnOf(sent, '5');
  await act(`sales/returns/${closed}`, 'receive');
  expect(await stock(tea)).toMatchObject({ onHand: '5.000', value: '5.0000', demanded: '0.000', reserved: '0.000' });
  await act(`sales/orders/${sent.order}`, 'reopen');
  expect(await stock(tea)).toMatchObject({ demanded: '5.000', reserved: '5.000' });
  await act(`sales/orders/${sent.order}`, 'cancel');
  expect(await run(`sales/returns/${closed}`, 'cancel')).toMatchObject({ status: 409, json: { code: 'ledger.constraint' } });
});

test('deliveries from before there were returns count as they are', async () => {
  const tea = await goods();
  await receive(tea, '10', '1');
  const order = await ordered(tea, '10');
  const sent = await deliver(order, '6');
  const client = new pg.Client({ connectionString: app.databaseUrl });
  await client.connect();
  await client.query('UPDATE sales_delivery_line SET kept = NULL WHERE id = $1', [sent.line]);
  await client.end();
  const [line] = (await read(`sales/orders/${order}`)).lines;
  const more = await run(`sales/orders/${order}`, 'deliver', { lines: [{ line: line.id, quantity: '5' }] });
  expect(more).toMatchObject({ status: 422, json: { errors: [{ pointer: '/lines/0/quantity', code: 'conversion.more-than-open' }] } });
  await deliver(order, '4');
  expect((await read(`sales/orders/${order}`)).lines).toMatchObject([{ onDeliveries: '10.000' }]);
  await act(`sales/returns/${await returnOf(sent, '2')}`, 'receive');
  expect((await read(`sales/orders/${order}`)).lines).toMatchObject([{ onDeliveries: '8.000' }]);
});

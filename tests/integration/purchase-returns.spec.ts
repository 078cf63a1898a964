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
  const currencies: readonly { readonly code: string; readonly id: string }[] = (await admin.get('/api/base/currencies')).json;
  for (const { code, id } of currencies) ids[code] = id;
  ids.company = (await admin.get('/api/base/companies')).json[0].id;
  ids.unit = await admin.make('base/units', { code: 'bx', name: 'Box', decimals: 3 });
  ids.warehouse = await admin.make('inventory/warehouses', { name: 'Main', code: 'M', company: ids.company });
  ids.supplier = await admin.make('base/parties', { name: 'Tân Cương', isCustomer: false, isSupplier: true });
  ids.customer = await admin.make('base/parties', { name: 'Nguyễn Đường' });
  await admin.make('base/exchange-rates', { currency: ids.USD, rate: '25400', validFrom: '2026-06-01' });
  await admin.make('base/exchange-rates', { currency: ids.USD, rate: '26000', validFrom: '2026-07-01' });
});
afterAll(() => app.close());

const run = (path: string, action: string, body: unknown = {}): Promise<Answer> => admin.post(`/api/${path}/actions/${action}`, body);
const act: Client['act'] = (...asked) => admin.act(...asked);
const read: Client['read'] = (path) => admin.read(path);
const stock: Client['stock'] = (product) => admin.stock(product);
const worth = async (product: string): Promise<number> => Number((await stock(product)).value);

async function goods(): Promise<string> {
  made += 1;
  return admin.make('catalog/products', { name: `Leaves ${made}`, price: '10', unit: ids.unit });
}

interface Received {
  readonly order: string;
  readonly receipt: string;
  readonly line: string;
}

async function ordered(product: string, quantity: string, unitPrice: string | null, more: object = {}): Promise<string> {
  const body = { supplier: ids.supplier, company: ids.company, warehouse: ids.warehouse, lines: [{ product, quantity, unitPrice }], ...more };
  const order = await admin.make('purchasing/orders', body);
  await act(`purchasing/orders/${order}`, 'confirm');
  return order;
}

async function receive(order: string, quantity?: string, postingDate = '2026-07-05'): Promise<Received> {
  const [orderLine] = (await read(`purchasing/orders/${order}`)).lines;
  const part = quantity === undefined ? {} : { lines: [{ line: orderLine.id, quantity }] };
  const receipt = (await act(`purchasing/orders/${order}`, 'receive', part))._created[0].id;
  const { lines } = await act(`purchasing/receipts/${receipt}`, 'receive', { postingDate });
  return { order, receipt, line: lines[0].id };
}

const received = async (product: string, quantity: string, unitPrice: string | null): Promise<Received> => receive(await ordered(product, quantity, unitPrice));
const returnOf = async ({ receipt, line }: Received, quantity: string): Promise<string> =>
  (await act(`purchasing/receipts/${receipt}`, 'return-goods', { lines: [{ line, quantity }] }))._created[0].id;
const sendBack = async (from: Received, quantity: string): Promise<string> => {
  const id = await returnOf(from, quantity);
  await act(`purchasing/returns/${id}`, 'send');
  return id;
};

test('part of a receipt goes back: stock, order and receipt tell it, it may be received again, and cancelling restores', async () => {
  const tea = await goods();
  const got = await received(tea, '10', '7');
  expect((await read(`purchasing/receipts/${got.receipt}/actions/return-goods`)).lines).toMatchObject([{ line: got.line, quantity: '10', open: '10' }]);
  const id = await returnOf(got, '4');
  expect(await read(`purchasing/returns/${id}`)).toMatchObject({
    number: expect.stringMatching(/^PRT-/u),
    state: 'draft',
    receipt: got.receipt,
    order: got.order,
    supplier: ids.supplier,
    company: ids.company,
    total: '28.0000',
    lines: [{ receiptLine: got.line, product: tea, quantity: '4.000', unit: ids.unit, unitCost: '7.0000', amount: '28.0000' }],
  });
  // A draft holds its part of the receipt, and nothing has gone back yet.
  expect(await read(`purchasing/receipts/${got.receipt}`)).toMatchObject({
    returnState: null,
    lines: [{ onReturns: '4.000', returned: '0.000', kept: '10.000' }],
  });
  expect(await read(`purchasing/orders/${got.order}`)).toMatchObject({ receivedPercent: '100.0', lines: [{ onReceipts: '10.000' }] });
  expect(await stock(tea)).toMatchObject({ onHand: '10.000', value: '70.0000', onOrder: '0.000' });

  expect(await act(`purchasing/returns/${id}`, 'send', { postingDate: '2026-08-03' })).toMatchObject({ state: 'sent', sentOn: '2026-08-03' });
  expect(await read(`purchasing/receipts/${got.receipt}`)).toMatchObject({
    state: 'received',
    returnState: 'partly',
    lines: [{ returned: '4.000', kept: '6.000' }],
  });
  const order = await read(`purchasing/orders/${got.order}`);
  expect(order).toMatchObject({ receivedPercent: '60.0', receiptState: 'partly' });
  expect(order.lines).toMatchObject([{ received: '6.000', returned: '4.000', open: '4.000', onReceipts: '6.000' }]);
  expect(order._actions).toContain('receive');
  expect(await stock(tea)).toMatchObject({ onHand: '6.000', value: '42.0000', onOrder: '4.000', projected: '10.000' });
  expect((await read(`purchasing/returns/${id}/chain`)).map((one: { id: string; distance: number }) => [one.id, one.distance])).toEqual(
    expect.arrayContaining([
      [got.order, -2],
      [got.receipt, -1],
    ]),
  );
  for (const [path, distance] of [
    [`purchasing/receipts/${got.receipt}`, 1],
    [`purchasing/orders/${got.order}`, 2],
  ])
    expect(await read(`${path}/chain`)).toEqual(expect.arrayContaining([expect.objectContaining({ id, distance })]));

  await act(`purchasing/returns/${id}`, 'cancel');
  expect(await stock(tea)).toMatchObject({ onHand: '10.000', value: '70.0000', onOrder: '0.000' });
  expect(await read(`purchasing/orders/${got.order}`)).toMatchObject({
    receivedPercent: '100.0',
    receiptState: 'full',
    lines: [{ received: '10.000', returned: '0.000', onReceipts: '10.000' }],
  });
  expect(await read(`purchasing/receipts/${got.receipt}`)).toMatchObject({ returnState: null, lines: [{ onReturns: '0.000', returned: '0.000' }] });
  expect(await run(`purchasing/returns/${id}`, 'send')).toMatchObject({ status: 409 });
});

test('never more goes back than was received and is not on a return already, also with 20 at once', async () => {
  const tea = await goods();
  const got = await received(tea, '10', '1');
  const more = await run(`purchasing/receipts/${got.receipt}`, 'return-goods', { lines: [{ line: got.line, quantity: '11' }] });
  expect(more).toMatchObject({ status: 422, json: { errors: [{ pointer: '/lines/0/quantity', code: 'conversion.more-than-open' }] } });
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, index) =>
      index % 2 === 0
        ? run(`purchasing/receipts/${got.receipt}`, 'return-goods', { lines: [{ line: got.line, quantity: '1' }] })
        : admin.post('/api/purchasing/returns', { receipt: got.receipt, lines: [{ receiptLine: got.line, quantity: '1' }] }),
    ),
  );
  expect(answers.filter(({ status }) => status === 200 || status === 201)).toHaveLength(10);
  expect(answers.every(({ status }) => [200, 201, 409, 422].includes(status))).toBe(true);
  const drafts: readonly { readonly id: string }[] = await read(`purchasing/returns?filter=${encodeURIComponent(JSON.stringify({ receipt: got.receipt }))}`);
  const sent = await Promise.all(drafts.flatMap(({ id }) => [run(`purchasing/returns/${id}`, 'send'), run(`purchasing/returns/${id}`, 'send')]));
  expect(sent.map(({ status }) => status).toSorted()).toEqual([...Array<number>(10).fill(200), ...Array<number>(10).fill(409)]);
  expect(await stock(tea)).toMatchObject({ onHand: '0.000', value: '0.0000', onOrder: '10.000' });
  expect(await read(`purchasing/receipts/${got.receipt}`)).toMatchObject({ returnState: 'full', lines: [{ returned: '10.000', kept: '0.000' }] });
  expect(await run(`purchasing/receipts/${got.receipt}`, 'return-goods')).toMatchObject({ status: 409, json: { code: 'record.guard' } });
  expect(await read(`purchasing/orders/${got.order}`)).toMatchObject({ receivedPercent: '0.0', receiptState: 'none', lines: [{ onReceipts: '0.000' }] });
  await receive(got.order);
  expect(await stock(tea)).toMatchObject({ onHand: '10.000', value: '10.0000', onOrder: '0.000' });
});

test('goods go back for what that receipt brought them in for, to the last digit, whatever the average has become', async () => {
  const tea = await goods();
  const order = await ordered(tea, '3', '3.3333', { currency: ids.USD });
  const dear = await receive(order, '3', '2026-06-15');
  const cheap = await received(tea, '10', '50');
  const whole = await worth(tea);
  await sendBack(dear, '1');
  expect(await worth(tea)).toBeCloseTo(whole - 253_997 / 3, 4);
  const second = await sendBack(dear, '1');
  expect(await worth(tea)).toBeCloseTo(whole - (253_997 / 3) * 2, 4);
  await act(`purchasing/returns/${second}`, 'cancel');
  expect(await worth(tea)).toBeCloseTo(whole - 253_997 / 3, 4);
  await sendBack(dear, '2');
  expect(await stock(tea)).toMatchObject({ onHand: '10.000', value: '500.0000' });
  await sendBack(cheap, '4');
  expect(await stock(tea)).toMatchObject({ onHand: '6.000', value: '300.0000' });
  // A third of what three cost together.
  const odd = await goods();
  await received(odd, '5', '2');
  const split = await received(odd, '3', '0.3333');
  const line = { receiptLine: split.line, quantity: '0.7' };
  for (const quantity of ['0.7', '0.7', '0.7', '0.9']) {
    const id = await admin.make('purchasing/returns', { receipt: split.receipt, lines: [{ ...line, quantity }] });
    await act(`purchasing/returns/${id}`, 'send');
  }
  expect(await stock(odd)).toMatchObject({ onHand: '5.000', value: '10.0000' });
});

test('no more value goes back than there is, the last piece takes the rest, and what came without a cost goes at the average', async () => {
  const tea = await goods();
  await received(tea, '9', '1');
  const dear = await received(tea, '1', '91');
  const sale = await admin.make('sales/orders', { customer: ids.customer, warehouse: ids.warehouse, lines: [{ product: tea, quantity: 8 }] });
  await act(`sales/orders/${sale}`, 'confirm');
  const delivery = (await act(`sales/orders/${sale}`, 'deliver'))._created[0].id;
  await act(`sales/deliveries/${delivery}`, 'deliver');
  expect(await stock(tea)).toMatchObject({ onHand: '2.000', value: '20.0000' });
  const back = await sendBack(dear, '1');
  expect(await stock(tea)).toMatchObject({ onHand: '1.000', value: '10.0000' });
  await act(`purchasing/returns/${back}`, 'cancel');
  expect(await stock(tea)).toMatchObject({ onHand: '2.000', value: '20.0000' });

  const gift = await goods();
  await received(gift, '2', '8');
  const free = await received(gift, '2', null);
  expect(await stock(gift)).toMatchObject({ onHand: '4.000', value: '32.0000' });
  await received(gift, '4', '2');
  await sendBack(free, '2');
  expect(await stock(gift)).toMatchObject({ onHand: '6.000', value: '30.0000' });
});

test('what is not there, or is held for a customer, does not go back, and nothing is half done', async () => {
  const tea = await goods();
  const got = await received(tea, '5', '1');
  const sale = await admin.make('sales/orders', { customer: ids.customer, warehouse: ids.warehouse, lines: [{ product: tea, quantity: 4 }] });
  await act(`sales/orders/${sale}`, 'confirm');
  const id = await returnOf(got, '2');
  expect(await run(`purchasing/returns/${id}`, 'send')).toMatchObject({ status: 409, json: { code: 'ledger.constraint' } });
  expect(await read(`purchasing/returns/${id}`)).toMatchObject({ state: 'draft', sentOn: null });
  expect(await read(`purchasing/orders/${got.order}`)).toMatchObject({ lines: [{ received: '5.000', returned: '0.000' }] });
  expect(await stock(tea)).toMatchObject({ onHand: '5.000', reserved: '4.000', onOrder: '0.000' });
  await act(`sales/orders/${sale}`, 'cancel');
  expect(await run(`purchasing/returns/${id}`, 'send', { postingDate: '1812-01-01' })).toMatchObject({ status: 409 });
  await act(`purchasing/returns/${id}`, 'send');

  const other = await received(tea, '5', '1');
  const strange = await admin.post('/api/purchasing/returns', { receipt: got.receipt, lines: [{ receiptLine: other.line, quantity: '1' }] });
  const sent = strange.status === 201 ? await run(`purchasing/returns/${strange.json.id}`, 'send') : strange;
  expect([409, 422]).toContain(sent.status);
  const draft = (await act(`purchasing/orders/${await ordered(tea, '1', '1')}`, 'receive'))._created[0].id;
  expect(await run(`purchasing/receipts/${draft}`, 'return-goods')).toMatchObject({ status: 409 });
  expect((await admin.post('/api/purchasing/returns', { receipt: draft, lines: [] })).status).toBe(422);
});

test('a receipt of which part is on a return is not sent back whole, and one that was sent back has no returns', async () => {
  const tea = await goods();
  const got = await received(tea, '5', '1');
  const id = await returnOf(got, '2');
  expect(await run(`purchasing/receipts/${got.receipt}`, 'return')).toMatchObject({ status: 409, json: { code: 'record.guard' } });
  await act(`purchasing/returns/${id}`, 'cancel');
  const [left, right] = await Promise.all([
    run(`purchasing/receipts/${got.receipt}`, 'return'),
    run(`purchasing/receipts/${got.receipt}`, 'return-goods', { lines: [{ line: got.line, quantity: '2' }] }),
  ]);
  expect([left.status, right.status].toSorted()).toEqual([200, 409]);
  const late = await admin.post('/api/purchasing/returns', { receipt: got.receipt, lines: [{ receiptLine: got.line, quantity: '4' }] });
  expect(late.status).toBe(422);
});

test('what was received again, closed or cancelled meanwhile stands against cancelling a return, or does not', async () => {
  const tea = await goods();
  const got = await received(tea, '5', '1');
  const id = await sendBack(got, '2');
  const again = await receive(got.order, '2');
  expect(await stock(tea)).toMatchObject({ onHand: '5.000', onOrder: '0.000' });
  expect(await run(`purchasing/returns/${id}`, 'cancel')).toMatchObject({ status: 409, json: { code: 'ledger.constraint' } });
  await act(`purchasing/receipts/${again.receipt}`, 'return');
  expect(await stock(tea)).toMatchObject({ onHand: '3.000', onOrder: '2.000' });
  await act(`purchasing/orders/${got.order}`, 'close');
  expect(await stock(tea)).toMatchObject({ onHand: '3.000', onOrder: '0.000' });
  await act(`purchasing/returns/${id}`, 'cancel');
  expect(await stock(tea)).toMatchObject({ onHand: '5.000', value: '5.0000', onOrder: '0.000' });
  const closed = await sendBack(got, '5');
  expect(await stock(tea)).toMatchObject({ onHand: '0.000', value: '0.0000', onOrder: '0.000' });
  await act(`purchasing/orders/${got.order}`, 'reopen');
  expect(await stock(tea)).toMatchObject({ onOrder: '5.000' });
  await act(`purchasing/orders/${got.order}`, 'cancel');
  expect(await stock(tea)).toMatchObject({ onOrder: '0.000' });
  expect(await run(`purchasing/returns/${closed}`, 'cancel')).toMatchObject({ status: 409, json: { code: 'ledger.constraint' } });
});

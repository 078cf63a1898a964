import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { join } from 'node:path';
import { projectRoot } from '../../core/kernel/project-root.js';
import { UserError } from '../../core/kernel/user-error.js';
import { createRecord } from '../../core/records/create-record.js';
import { deleteRecord } from '../../core/records/delete-record.js';
import { getRecord } from '../../core/records/get-record.js';
import { historyOf } from '../../core/records/history.js';
import { runAction } from '../../core/records/run-action.js';
import { updateRecord } from '../../core/records/update-record.js';
import type { Entity } from '../../core/definitions/model.js';
import { createTestPlatform, type TestPlatform } from '../support/test-platform.js';
import { untilSettled } from '../support/until-settled.js';
import type { Loose } from '../support/test-engine.js';

let opened: TestPlatform;
beforeAll(async () => {
  opened = await createTestPlatform({ plugins: [join(projectRoot, 'tests', 'fixtures', 'with-derived')] });
});
afterAll(() => opened.close());

function entity(name: string): Entity {
  const found = opened.platform.model.entities.get(`trade.${name}`);
  if (found === undefined) throw new Error(`no entity ${name}`);
  return found;
}

const make = async (name: string, body: unknown): Promise<Loose> => JSON.parse(await createRecord(opened.platform, opened.caller(), entity(name), body));
const read = async (name: string, id: string): Promise<Loose> => JSON.parse(await getRecord(opened.platform, opened.caller(), entity(name), id));
const change = async (name: string, id: string, body: unknown): Promise<Loose> =>
  JSON.parse(await updateRecord(opened.platform, opened.caller(), entity(name), id, body, { mode: 'patch' }));
const act = async (id: string, action: string): Promise<Loose> => JSON.parse(await runAction(opened.platform, opened.caller(), entity('order'), id, action));
const sql = async (text: string, values: readonly unknown[] = []): Promise<readonly Loose[]> => (await opened.connection.pool.query(text, [...values])).rows;
const line = (product: string, quantity: number, price: number): unknown => ({ product, quantity: String(quantity), price: String(price) });

/** A customer of a tier with 10 % off, and a product that weighs 2. */
async function business(): Promise<{ tier: string; customer: string; product: string }> {
  const tier = await make('tier', { name: 'Gold', discount: '10' });
  const customer = await make('customer', { name: 'An', tier: tier.id });
  const product = await make('product', { name: 'Tea', weight: '2' });
  return { tier: tier.id, customer: customer.id, product: product.id };
}

test('what is answered to a write holds what follows from it in the record itself', async () => {
  const { customer, product } = await business();
  expect(await read('customer', customer)).toMatchObject({ ordered: '0.00', orders: 0, average: null, lastState: null, standing: 'good', note: 'Gold' });
  const order = await make('order', { customer, date: '2026-01-02', lines: [line(product, 3, 100), line(product, 1, 50)] });
  expect(order).toMatchObject({
    total: '350.00',
    discount: '10.00',
    net: '315.00',
    weight: '8.000',
    ordered: '4.000',
    delivered: '0.000',
    delivery: 'none',
    isOver: false,
  });
  expect(order.lines).toMatchObject([{ weight: '6.000', ofCustomer: 'An' }, { weight: '2.000' }]);
  const smaller = await change('order', order.id, { lines: [{ id: order.lines[0].id, quantity: '1' }] });
  expect(smaller).toMatchObject({ total: '100.00', net: '90.00', weight: '2.000', ordered: '1.000' });
});

test('rollups follow every change of what they sum up: made, changed, moved, run through its states, deleted', async () => {
  const { customer, product } = await business();
  const other = await make('customer', { name: 'Binh' });
  const one = await make('order', { customer, date: '2026-01-02', lines: [line(product, 1, 100)] });
  const two = await make('order', { customer, date: '2026-03-04', lines: [line(product, 1, 1100)] });
  expect(await read('customer', customer)).toMatchObject({
    orders: 2,
    ordered: '0.00',
    average: '540.00',
    firstOrder: '2026-01-02',
    lastOrder: '2026-03-04',
    lastState: 'draft',
  });
  await act(two.id, 'confirm');
  expect(await read('customer', customer)).toMatchObject({ ordered: '990.00', lastState: 'confirmed', standing: 'good' });
  await change('order', one.id, { customer: other.id });
  expect(await read('customer', customer)).toMatchObject({ orders: 1, average: '990.00', firstOrder: '2026-03-04' });
  // Without a tier nothing is taken off.
  expect(await read('customer', other.id)).toMatchObject({ orders: 1, average: '100.00' });
  await deleteRecord(opened.platform, opened.caller(), entity('order'), one.id);
  expect(await read('customer', other.id)).toMatchObject({ orders: 0, average: null, firstOrder: null });
  expect(await read('product', product)).toMatchObject({ sold: '1.000' });
});

test('a change goes all the way: from a product through lines and orders to the customer and what is derived there', async () => {
  const { tier, customer, product } = await business();
  const order = await make('order', { customer, lines: [line(product, 2, 600)] });
  await change('product', product, { weight: '5' });
  expect(await read('order', order.id)).toMatchObject({ weight: '10.000' });
  await change('tier', tier, { discount: '0', name: 'Plain' });
  expect(await read('order', order.id)).toMatchObject({ discount: '0.00', net: '1200.00' });
  expect(await read('customer', customer)).toMatchObject({ average: '1200.00', note: 'Plain' });
  await act(order.id, 'confirm');
  expect(await read('customer', customer)).toMatchObject({ ordered: '1200.00', standing: 'over' });
});

test('a state that is derived from what came of a record is an option like any other', async () => {
  const { customer, product } = await business();
  const order = await make('order', { customer, lines: [line(product, 4, 1)] });
  await act(order.id, 'confirm');
  const ship = async (quantity: string): Promise<Loose> => make('shipment', { order: order.id, quantity });
  const first = await ship('1');
  expect(await read('order', order.id)).toMatchObject({ delivered: '1.000', delivery: 'partly' });
  await ship('3');
  expect(await read('order', order.id)).toMatchObject({ delivered: '4.000', delivery: 'full' });
  await change('shipment', first.id, { quantity: '0.5' });
  expect(await read('order', order.id)).toMatchObject({ delivered: '3.500', delivery: 'partly' });
  expect(entity('order').fields.get('delivery')).toMatchObject({ type: 'enum', isDerived: true });
});

test('a frozen record follows what refers to it, but no longer what it refers to', async () => {
  const { tier, customer, product } = await business();
  const order = await make('order', { customer, lines: [line(product, 1, 100)] });
  await act(order.id, 'confirm');
  await change('tier', tier, { discount: '50' });
  await change('product', product, { weight: '7' });
  await untilSettled(opened.platform.database);
  expect(await read('order', order.id)).toMatchObject({ discount: '10.00', net: '90.00', weight: '2.000' });
  await make('shipment', { order: order.id, quantity: '1' });
  expect(await read('order', order.id)).toMatchObject({ delivery: 'full', discount: '10.00' });
});

test('neither the version nor the history of a record moves with what is derived, so that an open form stays fresh', async () => {
  const { tier, customer } = await business();
  const before = await read('customer', customer);
  await change('tier', tier, { name: 'Silver' });
  const after = await read('customer', customer);
  expect(after).toMatchObject({ note: 'Silver', version: before.version, updatedAt: before.updatedAt });
  const history = JSON.parse(await historyOf(opened.platform, opened.caller(), entity('customer'), customer));
  expect(history).toMatchObject([{ op: 'created' }]);
});

test('a check over derived values is asked when they are known, and takes the write back', async () => {
  const { customer, product } = await business();
  const heavy = make('order', { customer, lines: [line(product, 51, 1)] });
  await expect(heavy).rejects.toThrow(UserError);
  await expect(heavy).rejects.toMatchObject({ status: 422, violations: [{ pointer: '/weight', code: 'record.check' }] });
  const order = await make('order', { customer, lines: [line(product, 50, 1)] });
  await expect(change('order', order.id, { lines: [line(product, 51, 1)] })).rejects.toMatchObject({ status: 422 });
  expect(await read('order', order.id)).toMatchObject({ weight: '100.000' });
});

test('plain SQL is followed as well, by the time its transaction ends', async () => {
  const { customer, product } = await business();
  const order = await make('order', { customer, lines: [line(product, 1, 100)] });
  await sql('UPDATE trade_order_line SET quantity = 9 WHERE parent_id = $1', [order.id]);
  expect(await read('order', order.id)).toMatchObject({ ordered: '9.000', weight: '18.000' });
  await sql('DELETE FROM trade_order_line WHERE parent_id = $1', [order.id]);
  expect(await read('order', order.id)).toMatchObject({ ordered: '0.000' });
  expect(await read('product', product)).toMatchObject({ sold: '0.000' });
});

test('a tree is summed up below each record, follows what is moved, and survives a circle', async () => {
  const area = async (name: string, amount: string, above?: string): Promise<string> =>
    (await make('area', { name, amount, ...(above === undefined ? {} : { above }) })).id;
  const country = await area('Country', '1');
  const north = await area('North', '10', country);
  const south = await area('South', '100', country);
  const town = await area('Town', '1000', north);
  const whole = async (id: string): Promise<unknown> => (await read('area', id)).whole;
  expect(await Promise.all([country, north, south, town].map(whole))).toEqual(['1111.00', '1010.00', '100.00', '1000.00']);
  await change('area', town, { above: south });
  expect(await Promise.all([country, north, south, town].map(whole))).toEqual(['1111.00', '10.00', '1100.00', '1000.00']);
  await change('area', town, { amount: '2000' });
  await deleteRecord(opened.platform, opened.caller(), entity('area'), north);
  expect(await read('area', country)).toMatchObject({ whole: '2101.00', members: 3 });
  await change('area', country, { above: town });
  expect(await Promise.all([country, south, town].map(whole))).toEqual(['2101.00', '2101.00', '2101.00']);
});

test('what would be too much for one transaction is left to the background, and is right afterwards', async () => {
  const { tier, customer } = await business();
  await sql(
    `INSERT INTO trade_order (id, number, customer, total, state, created_by, updated_by)
     SELECT trellis_new_id(), 'B' || n, $1, 100, 'draft', $2, $2 FROM generate_series(1, 1000) n`,
    [customer, opened.caller().userId],
  );
  await untilSettled(opened.platform.database);
  expect(await read('customer', customer)).toMatchObject({ orders: 1000, average: '90.00' });
  await change('tier', tier, { discount: '20' });
  const right = async (): Promise<number> => Number((await sql('SELECT count(*) AS n FROM trade_order WHERE customer = $1 AND net = 80', [customer]))[0]?.n);
  expect(await right()).toBe(0);
  await untilSettled(opened.platform.database);
  expect(await right()).toBe(1000);
  expect(await read('customer', customer)).toMatchObject({ average: '80.00' });
  expect(await sql('SELECT FROM trellis_stale')).toHaveLength(0);
});

test('one record that cannot be computed holds up no other, and is told', async () => {
  const by = opened.caller().userId;
  await sql(`INSERT INTO trade_customer (id, name, created_by, updated_by) SELECT trellis_new_id(), 'many ' || n, $1, $1 FROM generate_series(1, 250) n`, [by]);
  await untilSettled(opened.platform.database);
  // Two totals that together are longer than any number may be.
  await sql(
    `INSERT INTO trade_order (id, number, customer, total, state, created_by, updated_by)
     SELECT trellis_new_id(), 'M' || row_number() OVER (), c.id, CASE WHEN c.name = 'many 7' THEN 99999999999999999999 ELSE 5 END, 'confirmed', $1, $1
     FROM trade_customer c, generate_series(1, 2) WHERE c.name LIKE 'many %'`,
    [by],
  );
  await untilSettled(opened.platform.database);
  expect(await sql(`SELECT ordered::text, count(*)::integer AS n FROM trade_customer WHERE name LIKE 'many %' GROUP BY ordered ORDER BY ordered`)).toEqual([
    { ordered: '0.00', n: 1 },
    { ordered: '10.00', n: 249 },
  ]);
  const left = await sql('SELECT DISTINCT s.error, c.name FROM trellis_stale s JOIN trade_customer c ON c.id = s.record_id');
  expect(left).toEqual([{ error: expect.stringContaining('overflow'), name: 'many 7' }]);
});

import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { projectRoot } from '../../core/kernel/project-root.js';
import { createRecord } from '../../core/records/create-record.js';
import { getRecord } from '../../core/records/get-record.js';
import { runAction } from '../../core/records/run-action.js';
import { createTestPlatform, type TestPlatform } from '../support/test-platform.js';

let folder: string;
let opened: TestPlatform;
const ids: Record<string, string> = {};
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trellis-alone-'));
  for (const plugin of ['base', 'catalog', 'sales', 'purchasing']) await cp(join(projectRoot, 'plugins', plugin), join(folder, plugin), { recursive: true });
  opened = await createTestPlatform({ plugins: [folder] });
  ids.currency = await make('base.currency', { code: 'XTS', name: 'Test money' });
  ids.company = await make('base.company', { name: 'Trà Sen', currency: ids.currency });
  const unit = await make('base.unit', { code: 'bx', name: 'Box' });
  ids.tea = await make('catalog.product', { name: 'Tea', price: '10', unit });
  ids.party = await make('base.party', { name: 'Nguyễn Đường', isSupplier: true });
  ids.user = await make('core.user', { name: 'Lan' });
});
afterAll(async () => {
  await opened.close();
  await rm(folder, { recursive: true, force: true });
});

const entity = (id: string) => {
  const found = opened.platform.model.entities.get(id);
  if (found === undefined) throw new Error(id);
  return found;
};
const make = async (id: string, body: object): Promise<string> => JSON.parse(await createRecord(opened.platform, opened.caller(), entity(id), body)).id;
const act = async (id: string, record: string, action: string): Promise<ReturnType<typeof JSON.parse>> =>
  JSON.parse(await runAction(opened.platform, opened.caller(), entity(id), record, action));
const read = async (id: string, record: string): Promise<ReturnType<typeof JSON.parse>> =>
  JSON.parse(await getRecord(opened.platform, opened.caller(), entity(id), record));

test('without the plugin of stock an order is confirmed, delivered, and taken back', async () => {
  expect(opened.platform.model.entities.has('inventory.move')).toBe(false);
  const order = await make('sales.order', { customer: ids.party, salesperson: ids.user, lines: [{ product: ids.tea, quantity: 4 }] });
  await act('sales.order', order, 'confirm');
  const delivery = (await act('sales.order', order, 'deliver'))._created[0].id;
  await act('sales.delivery', delivery, 'deliver');
  expect(await read('sales.order', order)).toMatchObject({ deliveredPercent: '100.0', deliveryState: 'full', lines: [{ delivered: '4.000', open: '0.000' }] });
  const back = (await act('sales.delivery', delivery, 'return-goods'))._created[0].id;
  await act('sales.return', back, 'receive');
  expect(await read('sales.order', order)).toMatchObject({ deliveredPercent: '0.0', lines: [{ returned: '4.000', open: '4.000' }] });
  await act('sales.return', back, 'cancel');
  await act('sales.delivery', delivery, 'return');
  expect(await act('sales.order', order, 'cancel')).toMatchObject({ state: 'cancelled', deliveredPercent: '0.0', deliveryState: null });
});

test('without the plugin of stock a purchase is confirmed, received, and sent back', async () => {
  const order = await make('purchasing.order', { supplier: ids.party, buyer: ids.user, lines: [{ product: ids.tea, quantity: 6, unitPrice: '2' }] });
  await act('purchasing.order', order, 'confirm');
  const receipt = (await act('purchasing.order', order, 'receive'))._created[0].id;
  await act('purchasing.receipt', receipt, 'receive');
  expect(await read('purchasing.order', order)).toMatchObject({ receivedPercent: '100.0', receiptState: 'full', lines: [{ received: '6.000' }] });
  const back = (await act('purchasing.receipt', receipt, 'return-goods'))._created[0].id;
  await act('purchasing.return', back, 'send');
  expect(await read('purchasing.order', order)).toMatchObject({ receivedPercent: '0.0', lines: [{ returned: '6.000', open: '6.000', onReceipts: '0.000' }] });
  await act('purchasing.return', back, 'cancel');
  await act('purchasing.receipt', receipt, 'return');
  expect(await act('purchasing.order', order, 'cancel')).toMatchObject({ state: 'cancelled' });
});

test('the paths are those that are promised', () => {
  const paths = ['sales.order', 'sales.delivery', 'purchasing.order', 'purchasing.return', 'purchasing.proposal'].map((id) => entity(id).path);
  expect(paths).toEqual(['sales/orders', 'sales/deliveries', 'purchasing/orders', 'purchasing/returns', 'purchasing/proposals']);
});

import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { connect, type Connection } from '../../core/data/connect.js';
import type { Model } from '../../core/definitions/model.js';
import { exchangeCheck } from '../../core/doctor/checks/exchange.js';
import type { Finding } from '../../core/doctor/finding.js';
import { repairBalances } from '../../core/doctor/repair-balances.js';
import { readConfig } from '../../core/kernel/config.js';
import { pluginFolders } from '../../core/plugin-host/plugin-folders.js';
import { systemSteps } from '../../core/system-steps.js';
import { damage } from '../support/damage.js';
import { rowsOf } from '../support/rows-of.js';
import { startTestApp, type TestApp } from '../support/test-app.js';
import { modelOf } from '../support/test-platform.js';

/** Orders that compute something of what is converted. */
const halves: Readonly<Record<string, unknown>> = {
  'halves/plugin.json': { id: 'halves', version: '0.1.0', label: 'Halves', dependsOn: ['sales'] },
  'halves/extensions/order.json': {
    entity: 'sales.order',
    fields: { half: { type: 'formula', label: 'Half', expression: 'companyTotal / 2', result: 'decimal' } },
  },
};

let folder: string;
let app: TestApp;
let owner: Connection;
let model: Model;
const orders: Record<'USD' | 'VND', string> = { USD: '', VND: '' };
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trellis-test-'));
  for (const [path, json] of Object.entries(halves)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), JSON.stringify(json));
  }
  app = await startTestApp({ plugins: [folder] });
  model = await modelOf([...pluginFolders(readConfig({})).filter((one) => !one.includes('identity')), folder]);
  owner = await connect(app.databaseUrl, { poolSize: 3 });
  const admin = app.administrator;
  const currencies = new Map<string, string>();
  for (const { code, id } of (await admin.get('/api/base/currencies')).json) currencies.set(code, id);
  await admin.make('base/exchange-rates', { currency: currencies.get('USD'), rate: '25417', validFrom: '2026-01-01' });
  const [unit] = (await admin.get('/api/base/units')).json;
  const customer = await admin.make('base/parties', { name: 'Lotus Ltd' });
  const product = await admin.make('catalog/products', { name: 'Tea', price: '254000', taxRate: '8', unit: unit.id });
  const lines = [1, 2, 3].map((quantity) => ({ product, quantity, unitPrice: '9.37' }));
  for (const code of ['USD', 'VND'] as const)
    orders[code] = await admin.make('sales/orders', { customer, currency: currencies.get(code), orderDate: '2026-06-01', lines });
});
afterAll(async () => {
  await owner.close();
  await app.close();
  await rm(folder, { recursive: true, force: true });
});

const look = (): Promise<readonly Finding[]> =>
  owner.database.transaction((tx) => exchangeCheck.look({ model, owner, tx, runTimeRole: 'trellis_test', systemSteps }));
const kept = async (id: string): Promise<unknown> =>
  (
    await rowsOf(
      app.databaseUrl,
      `SELECT o.company_total, o.company_net, o.company_tax, o.half, (SELECT array_agg(l.company_amount ORDER BY l.position) FROM sales_order_line l WHERE l.parent_id = o.id) AS lines
       FROM sales_order o WHERE id = '${id}'`,
    )
  )[0];

test('parts of a foreign document that do not add up to their total are told and converted anew', async () => {
  expect(await look()).toEqual([]);
  const before = await kept(orders.USD);
  await damage(app.databaseUrl, 'sales_order', `UPDATE sales_order SET company_tax = company_tax + 1 WHERE id = '${orders.USD}'`);
  await damage(app.databaseUrl, 'sales_order_line', `UPDATE sales_order_line SET company_amount = NULL WHERE parent_id = '${orders.USD}' AND position = 1`);
  expect(await look()).toMatchObject([
    { code: 'doctor.exchange', where: `sales.order ${orders.USD}, field companyTotal`, expected: expect.stringContaining('the sum of its parts') },
    { code: 'doctor.exchange', where: `sales.order ${orders.USD}, field companyNet` },
  ]);
  await repairBalances(owner, model);
  expect(await look()).toEqual([]);
  expect(await kept(orders.USD)).toEqual(before);
});

test('formulas that read a converted amount follow when it is mended', async () => {
  const before = await kept(orders.VND);
  await damage(app.databaseUrl, 'sales_order', `UPDATE sales_order SET company_total = 2, half = 1 WHERE id = '${orders.VND}'`);
  expect(await look()).toHaveLength(1);
  await repairBalances(owner, model);
  expect(await kept(orders.VND)).toEqual(before);
});

import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { PluginSource } from '../../core/definitions/source.js';
import { projectRoot } from '../../core/kernel/project-root.js';
import { readPlugins } from '../../core/plugin-host/read-plugins.js';
import { openChangeBench, type ChangeBench } from '../support/change-bench.js';
import { startTestApp, type TestApp } from '../support/test-app.js';

const id = (number: number): string => `'0198c5f0-0000-7000-8000-0000000000${String(number).padStart(2, '0')}'`;
const lines = ['sales_quotation_line', 'sales_order_line', 'purchasing_order_line'];

/** Lines as they were when all of them were in the unit of their product. */
const seed = [
  `INSERT INTO base_currency (id, code, name, decimals) VALUES (${id(1)}, 'VND', 'Đồng', 0)`,
  `INSERT INTO base_company (id, name, currency, time_zone, language) VALUES (${id(3)}, 'Trà Sen', ${id(1)}, 'Asia/Ho_Chi_Minh', 'vi')`,
  `INSERT INTO base_party (id, name, is_customer, is_supplier) VALUES (${id(4)}, 'Lotus', true, true)`,
  `INSERT INTO core_user (id, name) VALUES (${id(5)}, 'Lan')`,
  `INSERT INTO base_unit (id, code, name, decimals) VALUES (${id(6)}, 'kg', 'Kilogram', 3)`,
  `INSERT INTO catalog_product (id, name, kind, unit, price) VALUES (${id(7)}, 'Tea', 'goods', ${id(6)}, 10)`,
  `INSERT INTO sales_order (id, number, state, customer, order_date, salesperson, company, currency) VALUES (${id(10)}, 'SO-1', 'confirmed', ${id(4)}, '2026-01-05', ${id(5)}, ${id(3)}, ${id(1)})`,
  `INSERT INTO sales_quotation (id, number, state, customer, quotation_date, salesperson, company, currency) VALUES (${id(10)}, 'QT-1', 'sent', ${id(4)}, '2026-01-05', ${id(5)}, ${id(3)}, ${id(1)})`,
  `INSERT INTO purchasing_order (id, number, state, supplier, order_date, company, currency) VALUES (${id(10)}, 'PO-1', 'confirmed', ${id(4)}, '2026-01-05', ${id(3)}, ${id(1)})`,
  ...lines.flatMap((table) => [
    `INSERT INTO ${table} (id, parent_id, position, product, quantity, unit, unit_price, amount) VALUES (${id(20)}, ${id(10)}, 0, ${id(7)}, 2.5, ${id(6)}, 10, 25)`,
    `INSERT INTO ${table} (id, parent_id, position, product, quantity, unit_price, amount) VALUES (${id(21)}, ${id(10)}, 1, ${id(7)}, 3, 10, 30)`,
  ]),
];

/** Without the quantity in the unit of the stock, and everything that reads it. */
function asBefore({ text, ...file }: PluginSource['files'][number]): PluginSource['files'][number] {
  const json = JSON.parse(text);
  delete json.fields?.stockQuantity;
  return {
    ...file,
    text: JSON.stringify(json)
      .replace(/coalesce\((l\.|)stockQuantity, \1quantity\)/gu, '$1quantity')
      .replaceAll('stockQuantity', 'quantity'),
  };
}

let bench: ChangeBench;
let sources: readonly PluginSource[];
let app: TestApp;
beforeAll(async () => {
  sources = await readPlugins([
    join(projectRoot, 'core/identity/plugin'),
    ...['base', 'catalog', 'sales', 'purchasing'].map((name) => join(projectRoot, 'plugins', name)),
  ]);
  bench = await openChangeBench({ sources: sources.map((source) => ({ ...source, files: source.files.map(asBefore) })), seed });
  app = await startTestApp({ env: { TRELLIS_ROLE: 'web' } });
}, 120_000);
afterAll(async () => {
  await bench.close();
  await app.close();
});

test('lines of a database that goes on are in the unit of their product, those without a unit too, frozen or not', async () => {
  await bench.apply(sources);
  for (const table of lines)
    expect(await bench.query(`SELECT stock_quantity::text AS stock FROM ${table} ORDER BY id`)).toEqual([{ stock: '2.500' }, { stock: '3.000' }]);
});

test('what a process of the release before wrote is confirmed, delivered and returned like the rest', async () => {
  const admin = app.administrator;
  const act = async (path: string, action: string) => {
    const answer = await admin.post(`/api/${path}/actions/${action}`);
    if (answer.status !== 200) throw new Error(`${path} ${action}: ${answer.text}`);
    return answer.json;
  };
  const company = (await admin.get('/api/base/companies')).json[0].id;
  const unit = (await admin.get('/api/base/units?filter={"code":"cái"}')).json[0].id;
  const product = await admin.make('catalog/products', { name: 'Tea', price: '10', unit });
  const warehouse = await admin.make('inventory/warehouses', { name: 'Main', code: 'M', company });
  const customer = await admin.make('base/parties', { name: 'Lotus' });
  const receipt = await admin.make('inventory/receipts', { warehouse, lines: [{ product, quantity: '9', unitCost: '2' }] });
  await act(`inventory/receipts/${receipt}`, 'post');
  const client = new pg.Client({ connectionString: app.databaseUrl });
  await client.connect();
  const forget = async (table: string) => client.query(`UPDATE ${table} SET stock_quantity = NULL`);
  const draft = await admin.make('sales/orders', { customer, company, warehouse, lines: [{ product, quantity: '4' }] });
  await forget('sales_order_line');
  expect(await act(`sales/orders/${draft}`, 'confirm')).toMatchObject({ lines: [{ stockQuantity: '4.000', reserved: '4.000', open: '4.000' }] });
  await forget('sales_order_line');
  const delivery = (await act(`sales/orders/${draft}`, 'deliver'))._created[0].id;
  await forget('sales_delivery_line');
  await act(`sales/deliveries/${delivery}`, 'deliver');
  expect((await admin.get(`/api/sales/orders/${draft}`)).json).toMatchObject({ deliveryState: 'full', deliveredPercent: '100.0', short: '0.000' });
  await forget('sales_delivery_line');
  const back = (await act(`sales/deliveries/${delivery}`, 'return-goods'))._created[0].id;
  await forget('sales_return_line');
  await act(`sales/returns/${back}`, 'receive');
  await client.end();
  expect((await admin.get(`/api/sales/orders/${draft}`)).json).toMatchObject({ deliveryState: 'none', lines: [{ delivered: '0.000', returned: '4.000' }] });
  expect((await admin.get(`/api/inventory/stock?filter=${encodeURIComponent(JSON.stringify({ product }))}`)).json).toMatchObject([
    { onHand: '9.000', demanded: '4.000' },
  ]);
});

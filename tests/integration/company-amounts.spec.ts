import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { PluginSource } from '../../core/definitions/source.js';
import { projectRoot } from '../../core/kernel/project-root.js';
import { readPlugins } from '../../core/plugin-host/read-plugins.js';
import { openChangeBench, type ChangeBench } from '../support/change-bench.js';
import { edited } from '../support/edit-plugins.js';
import { untilSettled } from '../support/until-settled.js';

const id = (number: number): string => `'0198c5f0-0000-7000-8000-0000000000${String(number).padStart(2, '0')}'`;

/** Orders as they were before documents knew the currency of their company: one in it, one in another. */
const seed = [
  `INSERT INTO base_currency (id, code, name, decimals) VALUES (${id(1)}, 'VND', 'Đồng', 0), (${id(2)}, 'USD', 'Dollar', 2)`,
  `INSERT INTO base_company (id, name, currency, time_zone, language) VALUES (${id(3)}, 'Trà Sen', ${id(1)}, 'Asia/Ho_Chi_Minh', 'vi')`,
  `INSERT INTO base_party (id, name, is_customer, is_supplier) VALUES (${id(4)}, 'Lotus', true, true)`,
  `INSERT INTO core_user (id, name) VALUES (${id(5)}, 'Lan')`,
  `INSERT INTO base_unit (id, code, name, decimals) VALUES (${id(6)}, 'kg', 'Kilogram', 3)`,
  `INSERT INTO catalog_product (id, name, kind, unit, price) VALUES (${id(7)}, 'Tea', 'goods', ${id(6)}, 10)`,
  ...[
    [10, 1],
    [11, 2],
  ].flatMap(([order = 0, currency = 0]) => [
    `INSERT INTO sales_order (id, number, state, customer, order_date, salesperson, company, currency, net_total, tax_total, freight, total)
     VALUES (${id(order)}, 'SO-${order}', 'confirmed', ${id(4)}, '2026-01-05', ${id(5)}, ${id(3)}, ${id(currency)}, 20, 0, NULL, 20)`,
    `INSERT INTO sales_order_line (id, parent_id, position, product, quantity, unit_price, amount) VALUES (${id(order + 10)}, ${id(order)}, 0, ${id(7)}, 2, 10, 20)`,
    `INSERT INTO sales_quotation (id, number, state, customer, quotation_date, salesperson, company, currency, total)
     VALUES (${id(order)}, 'QT-${order}', 'sent', ${id(4)}, '2026-01-05', ${id(5)}, ${id(3)}, ${id(currency)}, 5)`,
    `INSERT INTO sales_quotation_line (id, parent_id, position, product, quantity, unit_price, amount) VALUES (${id(order + 10)}, ${id(order)}, 0, ${id(7)}, 1, 5, 5)`,
    `INSERT INTO purchasing_order (id, number, state, supplier, order_date, company, currency, total)
     VALUES (${id(order)}, 'PO-${order}', 'confirmed', ${id(4)}, '2026-01-05', ${id(3)}, ${id(currency)}, 7)`,
    `INSERT INTO purchasing_order_line (id, parent_id, position, product, quantity, unit_price, amount) VALUES (${id(order + 10)}, ${id(order)}, 0, ${id(7)}, 1, 7, 7)`,
  ]),
];

let bench: ChangeBench;
let sources: readonly PluginSource[];

beforeAll(async () => {
  sources = await readPlugins([
    join(projectRoot, 'core/identity/plugin'),
    ...['base', 'catalog', 'sales', 'purchasing'].map((name) => join(projectRoot, 'plugins', name)),
  ]);
  const before = sources.map((source) => ({
    ...source,
    files: source.files
      .filter(({ role }) => role !== 'migration')
      .map((file) => (file.role === 'plugin' ? { ...file, text: file.text.replace('"0.2.0"', '"0.1.0"') } : file)),
  }));
  bench = await openChangeBench({ sources: before, seed });
}, 120_000);
afterAll(() => bench.close());

test('documents in the currency of their company get its amounts, those in another stay without', async () => {
  await bench.apply(sources);
  const shown = 'currency = company_currency AS same, exchange_rate::text AS rate, company_total::text AS total';
  const own = { same: true, rate: '1.0000000000' };
  const foreign = { same: null, rate: null, total: null };
  expect(
    await bench.query(`SELECT ${shown}, company_net::text AS net, company_tax::text AS tax, company_freight AS freight FROM sales_order ORDER BY id`),
  ).toEqual([
    { ...own, total: '20.00', net: '20.00', tax: '0.00', freight: null },
    { ...foreign, net: null, tax: null, freight: null },
  ]);
  expect(await bench.query(`SELECT ${shown} FROM sales_quotation ORDER BY id`)).toEqual([{ ...own, total: '5.00' }, foreign]);
  expect(await bench.query(`SELECT ${shown} FROM purchasing_order ORDER BY id`)).toEqual([{ ...own, total: '7.00' }, foreign]);
  for (const [table, amount] of [
    ['sales_order_line', '20.00'],
    ['purchasing_order_line', '7.00'],
  ] as const)
    expect(await bench.query(`SELECT company_amount::text AS amount FROM ${table} ORDER BY id`)).toEqual([{ amount }, { amount: null }]);
});

test('an amount that is converted from now on is there in documents from before, with what reads it, also in frozen ones', async () => {
  const label = { en: 'More', vi: 'Thêm' };
  const more = { type: 'money', label, currency: 'companyCurrency', converts: 'total' };
  const doubled = { type: 'formula', label, result: 'money', currency: 'companyCurrency', expression: 'more * 2' };
  await bench.apply(edited(sources, 'sales/entities/order.json', ({ fields }) => Object.assign(fields, { more, doubled })));
  await untilSettled(bench.connection.database);
  expect(await bench.query('SELECT state, more::text AS more, doubled::text AS doubled FROM sales_order ORDER BY id')).toEqual([
    { state: 'confirmed', more: '20.00', doubled: '40.00' },
    { state: 'confirmed', more: null, doubled: null },
  ]);
});

test('a frozen document gets the amount that it lacks, and keeps what it has of others', async () => {
  const label = { en: 'Again', vi: 'Lại' };
  const again = { type: 'money', label, currency: 'companyCurrency', converts: 'total' };
  await bench.query(`UPDATE sales_order SET company_total = 21 WHERE number = 'SO-10'`);
  await bench.apply(
    edited(sources, 'sales/entities/order.json', ({ fields }) => Object.assign(fields, { again })),
    'drop:sales_order.more',
    'drop:sales_order.doubled',
  );
  await untilSettled(bench.connection.database);
  expect(await bench.query(`SELECT again::text AS again, company_total::text AS total FROM sales_order WHERE number = 'SO-10'`)).toEqual([
    { again: '20.00', total: '21.00' },
  ]);
});

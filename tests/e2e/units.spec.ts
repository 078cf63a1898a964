import { afterAll, afterEach, beforeAll, expect, jest, test } from '@jest/globals';
import type { Client } from '../support/client.js';
import { picture, visitor } from '../support/pictures.js';
import { ScreensRig } from '../support/screens-rig.js';

let rig: ScreensRig;
let admin: Client;
const ids: Record<string, string> = {};

beforeAll(async () => {
  rig = await ScreensRig.openWith([], seed);
}, 120_000);
afterAll(() => rig.close());
afterEach(() => rig.closePages());

// A browser on a machine that is busy otherwise may miss its time once; what fails twice is ours.
jest.retryTimes(1, { logErrorsBeforeRetry: true });

const act: Client['act'] = (...asked) => admin.act(...asked);

/** Cups, counted in pieces, of which an order in dozens is half delivered, and which are bought in cartons. */
async function seed(client: Client): Promise<void> {
  admin = client;
  for (const { code, id, category } of (await admin.get('/api/base/units')).json) Object.assign(ids, { [code]: id, [`of ${code}`]: category });
  const carton = await admin.make('base/units', { code: 'thùng 24', name: 'Thùng 24', category: ids['of cái'], factor: '24' });
  const [company] = (await admin.get('/api/base/companies')).json;
  const warehouse = await admin.make('inventory/warehouses', { name: 'Kho chính', code: 'K1', company: company.id });
  const customer = await admin.make('base/parties', { name: 'Lotus Trading Ltd' });
  const supplier = await admin.make('base/parties', { name: 'Gốm Bát Tràng', isCustomer: false, isSupplier: true });
  const product = await admin.make('catalog/products', { name: 'Chén sứ men lam', price: '25000', taxRate: 8, unit: ids['cái'] });
  await admin.make('catalog/prices', { product, price: '24000', validFrom: '2020-01-01' });
  const bought = { supplier, warehouse, lines: [{ product, quantity: 2, unit: carton, unitPrice: '240000' }] };
  ids['purchase'] = await admin.make('purchasing/orders', bought);
  await act(`purchasing/orders/${ids['purchase']}`, 'confirm');
  ids['receipt'] = (await act(`purchasing/orders/${ids['purchase']}`, 'receive'))._created[0].id;
  await act(`purchasing/receipts/${ids['receipt']}`, 'receive');
  ids['draft'] = await admin.make('sales/orders', { customer, warehouse, lines: [{ product, quantity: 3 }] });
  ids['order'] = await admin.make('sales/orders', {
    customer,
    warehouse,
    lines: [
      { product, quantity: 4, unit: ids['tá'] },
      { product, quantity: 5 },
    ],
  });
  await act(`sales/orders/${ids['order']}`, 'confirm');
  const [line] = (await admin.get(`/api/sales/orders/${ids['order']}`)).json.lines;
  ids['delivery'] = (await act(`sales/orders/${ids['order']}`, 'deliver', { lines: [{ line: line.id, quantity: 2 }] }))._created[0].id;
  const { lines } = await act(`sales/deliveries/${ids['delivery']}`, 'deliver');
  ids['return'] = await admin.make('sales/returns', { delivery: ids['delivery'], lines: [{ deliveryLine: lines[0].id, quantity: 5, unit: ids['cái'] }] });
  await act(`sales/returns/${ids['return']}`, 'receive');
}

test.each([
  [1440, 'vi'],
  [1440, 'en'],
  [390, 'vi'],
  [390, 'en'],
] as const)('at %i px in %s quantities carry their unit: dozens as sold, pieces as counted', async (width, locale) => {
  const signed = await rig.signIn(width, locale);
  const at = visitor(rig, signed, width, locale);
  const order = await at(`/sales/orders/${ids['order']}/show`, 'order');
  for (const shown of ['4 tá', '19 cái', '5 cái']) expect(order).toContain(shown);
  expect(order).not.toMatch(/Net, exact|Tổng chính xác/u);
  expect(await at(`/sales/deliveries/${ids['delivery']}/show`, 'delivery')).toContain('2 tá');
  expect(await at(`/sales/returns/${ids['return']}/show`, 'return')).toContain('5 cái');
  const purchase = await at(`/purchasing/orders/${ids['purchase']}/show`, 'purchase');
  for (const shown of ['2 thùng 24', '48 cái']) expect(purchase).toContain(shown);
  await at(`/purchasing/receipts/${ids['receipt']}/show`, 'receipt');
  await at(`/sales/orders/${ids['draft']}`, 'draft');
});

test('the price follows the unit at once, one that was typed stays until another unit is chosen, and a wrong unit is said at its line', async () => {
  const signed = await rig.signIn(1440, 'en');
  const { page } = signed;
  const choose = async (label: string | RegExp, typed: string, option: string | RegExp): Promise<void> => {
    await page.getByLabel(label).fill(typed);
    await page.getByRole('option', { name: option }).first().click();
  };
  const priceIs = async (price: string): Promise<void> => {
    await page.locator(`input[aria-label="Unit price 1"][value^="${price}"]`).waitFor();
  };
  await rig.visit(page, '/sales/orders/create');
  await choose('Customer *', 'Lotus', /Lotus/u);
  await page.getByRole('button', { name: 'Add line' }).click();
  await choose('Product 1', 'Chén', /Chén sứ/u);
  await priceIs('24,000');
  await choose('Unit 1', 'tá', 'tá');
  await priceIs('288,000');
  await page.getByLabel('Unit price 1').fill('280000');
  await page.getByLabel('Quantity 1').fill('2');
  await priceIs('280,000');
  await picture(page, 'new-order');
  // A unit is chosen by its code, with its name beside it, and has the room of its column; the quantity does not say it once more.
  await choose('Unit 1', 'thùng', 'thùng 24 — Thùng 24');
  await priceIs('576,000');
  const box = page.getByLabel('Unit 1');
  expect(await box.inputValue()).toBe('thùng 24');
  expect(await page.evaluate(`(({ scrollWidth, clientWidth }) => scrollWidth <= clientWidth)(document.querySelector('[aria-label="Unit 1"]'))`)).toBe(true);
  expect(await box.getAttribute('title')).toMatch(/^thùng 24/u);
  expect(await page.locator('td', { has: page.getByLabel('Quantity 1') }).innerText()).not.toContain('thùng');
  await choose('Unit 1', 'kg', 'kg');
  const save = page.getByRole('button', { name: 'Save', exact: true });
  await save.click();
  await page
    .getByText(/kg cannot be converted into cái/u)
    .first()
    .waitFor();
  await picture(page, 'wrong-unit');
  expect(await rig.faultsOf(signed, 1440)).toEqual([expect.stringContaining('422')]);
  await choose('Unit 1', 'tá', 'tá');
  await priceIs('288,000');
  await save.click();
  await page.waitForURL(/\/show$/u);
  await page.getByText('₫576,000').first().waitFor();
});

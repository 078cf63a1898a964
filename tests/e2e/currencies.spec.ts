import { afterAll, afterEach, beforeAll, expect, jest, test } from '@jest/globals';
import type { Client } from '../support/client.js';
import { picture, textOf, visitor } from '../support/pictures.js';
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

/** Tea that costs 254,000 đồng, and an order in đồng, one in dollars. */
async function seed(client: Client): Promise<void> {
  admin = client;
  for (const { code, id } of (await admin.get('/api/base/currencies')).json) ids[code] = id;
  const [company] = (await admin.get('/api/base/companies')).json;
  const [unit] = (await admin.get('/api/base/units?filter={"code":"kg"}')).json;
  await admin.make('base/exchange-rates', { currency: ids['USD'], rate: '25400', validFrom: '2020-01-01' });
  const warehouse = await admin.make('inventory/warehouses', { name: 'Kho chính', code: 'K1', company: company.id });
  const customer = await admin.make('base/parties', { name: 'Lotus Trading Ltd' });
  const supplier = await admin.make('base/parties', { name: 'Assam Tea Ltd', isCustomer: false, isSupplier: true });
  const product = await admin.make('catalog/products', { name: 'Trà sen', price: '254000', taxRate: 8, unit: unit.id });
  const lines = [
    { product, quantity: 3 },
    { product, quantity: 1, discount: 5 },
  ];
  ids['dong'] = await admin.make('sales/orders', { customer, warehouse, lines });
  ids['dollars'] = await admin.make('sales/orders', { customer, warehouse, currency: ids['USD'], freight: '12.5', lines });
  ids['quotation'] = await admin.make('sales/quotations', { customer, currency: ids['USD'], lines });
  const bought = { supplier, warehouse, currency: ids['USD'], lines: [{ product, quantity: 10, unitPrice: '4.63' }] };
  ids['purchase'] = await admin.make('purchasing/orders', bought);
  await admin.post(`/api/purchasing/orders/${ids['purchase']}/actions/confirm`, {});
  ids['receipt'] = (await admin.post(`/api/purchasing/orders/${ids['purchase']}/actions/receive`, {})).json._created[0].id;
  await admin.post(`/api/purchasing/receipts/${ids['receipt']}/actions/receive`, {});
}

test.each([
  [1440, 'vi'],
  [1440, 'en'],
  [390, 'vi'],
  [390, 'en'],
] as const)('at %i px in %s amounts carry their currency, and rate and converted amounts are there only in another one', async (width, locale) => {
  const signed = await rig.signIn(width, locale);
  const at = visitor(rig, signed, width, locale);
  const [rate, converted] = locale === 'vi' ? ['Tỷ giá', 'Tổng quy đổi'] : ['Exchange rate', 'Total, converted'];
  const [dollars, dong] = locale === 'vi' ? ['55,16 US$', '1.401.064 ₫'] : ['US$55.16', '₫1,401,064'];
  const foreign = await at(`/sales/orders/${ids['dollars']}/show`, 'order-usd');
  for (const shown of [rate, converted, dollars, dong]) expect(foreign).toContain(shown);
  const own = await at(`/sales/orders/${ids['dong']}/show`, 'order-vnd');
  expect(own).toContain(locale === 'vi' ? '1.083.564 ₫' : '₫1,083,564');
  for (const hidden of [rate, converted]) expect(own).not.toContain(hidden);
  const list = await at('/sales/orders', 'orders');
  if (width > 1000) expect(list).toContain(dollars);
  expect(await at(`/purchasing/receipts/${ids['receipt']}/show`, 'receipt')).toContain(locale === 'vi' ? '1.176.020 ₫' : '₫1,176,020');
  await at(`/purchasing/orders/${ids['purchase']}/show`, 'purchase');
  await at(`/sales/quotations/${ids['quotation']}/show`, 'quotation');
  await at('/base/exchange-rates', 'rates');
  await at('/base/exchange-rates/create', 'rate-new');
  await at('/sales/customer-months', 'months');
  await at(`/sales/orders/${ids['dollars']}`, 'order-edit');
});

test('an order is made in dollars: the list price is converted, and a missing rate is said where it can be entered', async () => {
  const signed = await rig.signIn(1440, 'en');
  const { page } = signed;
  const choose = async (label: string | RegExp, typed: string, option: string | RegExp): Promise<void> => {
    await page.getByLabel(label).fill(typed);
    await page.getByRole('option', { name: option }).first().click();
  };
  await rig.visit(page, '/sales/orders/create');
  await choose('Customer *', 'Lotus', /Lotus/u);
  expect(await page.getByLabel('Exchange rate').count()).toBe(0);
  await choose('Currency *', 'EUR', 'EUR');
  await page.getByLabel('Exchange rate').waitFor();
  await page.getByRole('button', { name: 'Add line' }).click();
  await choose('Product 1', 'Trà', /Trà sen/u);
  await picture(page, 'new-order-eur');
  expect(await page.getByLabel('Unit price 1').inputValue()).toBe('');
  const save = page.getByRole('button', { name: 'Save', exact: true });
  await save.click();
  await page
    .getByText(/There is no rate of EUR in VND/u)
    .first()
    .waitFor();
  await picture(page, 'no-rate');
  await choose('Currency *', 'USD', 'USD');
  await save.click();
  await page.waitForURL(/\/show$/u);
  await rig.settle(page);
  await page.getByText('Total, converted').waitFor();
  await picture(page, 'new-order-usd');
  const text = await textOf(page);
  for (const shown of ['US$10.80', '₫274,320']) expect(text).toContain(shown);
});

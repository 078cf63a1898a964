import { afterAll, afterEach, beforeAll, expect, jest, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import type { Client } from '../support/client.js';
import { ScreensRig } from '../support/screens-rig.js';

let rig: ScreensRig;
let admin: Client;
let made = 0;

beforeAll(async () => {
  rig = await ScreensRig.open();
  admin = rig.app.administrator;
}, 120_000);
afterAll(() => rig.close());
afterEach(() => rig.closePages());

// A browser on a machine that is busy otherwise may miss its time once; what fails twice is ours.
jest.retryTimes(1, { logErrorsBeforeRetry: true });

const make = (path: string, body: unknown): Promise<string> => admin.make(path, body);

async function act(path: string, action: string, body: unknown = {}): Promise<{ readonly _created: readonly { readonly id: string }[] }> {
  const answer = await admin.post(`/api/${path}/actions/${action}`, body);
  if (answer.status !== 200) throw new Error(`${path} ${action}: ${answer.text}`);
  return answer.json;
}

async function firstOf(path: string, filter: object): Promise<string> {
  return (await admin.get(`/api/${path}?filter=${encodeURIComponent(JSON.stringify(filter))}`)).json[0].id;
}

interface Goods {
  readonly product: string;
  readonly name: string;
  readonly warehouse: string;
}

/** A product of its own, twenty of it in stock since the fifth of January. */
async function twentyInStock(): Promise<Goods> {
  made += 1;
  const name = `Trà kho ${made}`;
  const [warehouse, unit] = [await firstOf('inventory/warehouses', { code: 'K1' }), await firstOf('base/units', { name: 'Hộp' })];
  const product = await make('catalog/products', { name, code: `KHO-${made}`, price: '100000', unit });
  const receipt = await make('inventory/receipts', { warehouse, lines: [{ product, quantity: '20', unitCost: '60000' }] });
  await act(`inventory/receipts/${receipt}`, 'post', { postingDate: '2026-01-05' });
  return { product, name, warehouse };
}

async function draftOrder({ product, warehouse }: Goods, quantity: string): Promise<string> {
  const customer = await firstOf('base/parties', { name: 'Nguyễn Văn Đường' });
  return make('sales/orders', { customer, warehouse, lines: [{ product, quantity }] });
}

async function deliveryOf(order: string): Promise<string> {
  return (await act(`sales/orders/${order}`, 'deliver'))._created[0]?.id ?? '';
}

/** Runs an action that asks how much of each line goes into a document, and waits until the screen of that is there. */
async function runTo(page: Page, action: string, place: RegExp): Promise<void> {
  await page.getByRole('button', { name: action, exact: true }).click();
  await page.getByRole('dialog').getByRole('button', { name: action, exact: true }).click();
  await page.waitForURL(place);
  await heading(page).getByText('Draft', { exact: true }).waitFor();
}

/** Runs an action that asks for its posting date, and waits until the record is in the state it leads to. */
async function run(page: Page, action: string, state: string): Promise<void> {
  await page.getByRole('button', { name: action, exact: true }).click();
  await page.getByRole('dialog').getByRole('button', { name: action, exact: true }).click();
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await heading(page).getByText(state, { exact: true }).waitFor();
}

/** Title of the record and its state beside it. */
function heading(page: Page): ReturnType<Page['locator']> {
  return page.locator('h1').locator('..');
}

function chain(page: Page): ReturnType<Page['locator']> {
  return page.getByRole('navigation', { name: 'Came of and led to' });
}

async function eventually(holds: () => Promise<boolean>): Promise<void> {
  for (let turn = 0; turn < 200; turn += 1) {
    if (await holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('It did not come about.');
}

async function titleOf(page: Page): Promise<string> {
  return page.locator('h1').innerText();
}

test('an order is entered and confirmed, delivered in two parts, and one of them taken back', async () => {
  const goods = await twentyInStock();
  const { page, complaints } = await rig.signIn(1440, 'en');
  await rig.visit(page, '/sales/orders/create');
  await page.getByLabel('Customer *').fill('duong');
  await page.getByRole('option', { name: 'Nguyễn Văn Đường' }).click();
  await page.getByLabel('Warehouse').fill('chinh');
  await page.getByRole('option', { name: 'Kho chính' }).click();
  await page.getByRole('button', { name: 'Add line' }).click();
  await page.getByLabel('Product 1').fill(goods.name);
  await page.getByRole('option', { name: goods.name, exact: true }).click();
  await page.getByLabel('Quantity 1').fill('10');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('button', { name: 'Confirm' }).waitFor();
  const order = await titleOf(page);
  await run(page, 'Confirm', 'Confirmed');

  await runTo(page, 'Deliver', /sales\/deliveries\/[^/]+\/show/u);
  await chain(page).getByRole('link', { name: order }).waitFor();
  const first = await titleOf(page);
  await page.getByRole('link', { name: 'Edit' }).click();
  await page.getByLabel('Quantity 1').fill('4');
  await page.getByRole('button', { name: 'Save' }).click();
  await run(page, 'Deliver', 'Delivered');
  await chain(page).getByRole('link', { name: order }).click();
  await page.getByText('40 %').waitFor();

  await runTo(page, 'Deliver', /sales\/deliveries\/[^/]+\/show/u);
  await page.getByText('6 hộp-thử').waitFor();
  await run(page, 'Deliver', 'Delivered');
  await chain(page).getByRole('link', { name: order }).click();
  await page.getByText('100 %').waitFor();

  // One of the second comes back on a return, which leads back to the delivery and the order.
  await page.goBack();
  await runTo(page, 'Return goods', /sales\/returns\/[^/]+\/show/u);
  await page.getByRole('link', { name: 'Edit' }).click();
  await page.getByLabel('Quantity 1').fill('1');
  await page.getByRole('button', { name: 'Save' }).click();
  await run(page, 'Receive', 'Received');
  await chain(page).getByRole('link', { name: order }).click();
  await page.getByText('90 %').waitFor();
  await chain(page).getByRole('link', { name: /RT-/u }).click();
  await page.getByRole('button', { name: 'Cancel', exact: true }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel', exact: true }).last().click();
  await heading(page).getByText('Cancelled', { exact: true }).waitFor();
  await chain(page).getByRole('link', { name: order }).click();
  await page.getByText('100 %').waitFor();

  await chain(page).getByRole('link', { name: first }).click();
  await run(page, 'Take back', 'Returned');
  await page.getByText('Postings · Stock entries').waitFor();
  await chain(page).getByRole('link', { name: order }).click();
  await page.getByText('60 %').waitFor();
  await eventually(async () => (await chain(page).getByRole('link').count()) === 3);
  await chain(page).getByText('Returned').waitFor();
  expect(complaints).toEqual([]);
}, 120_000);

test('on a phone a list tells what each document comes to, its form opens with its lines, and nothing scrolls sideways', async () => {
  const goods = await twentyInStock();
  const order = await draftOrder(goods, '7');
  const { page } = await rig.signIn(390, 'en');
  await rig.visit(page, '/sales/orders');
  await page
    .getByRole('listitem')
    .getByText(/700,000/u)
    .waitFor();
  await rig.visit(page, `/sales/orders/${order}`);
  await page.getByText('Amount').waitFor();
  expect(await page.getByRole('group', { name: 'Line 1' }).getByLabel('Quantity *').inputValue()).toBe('7');
  await rig.visit(page, `/sales/orders/${order}/show`);
  await page.getByRole('list', { name: 'Lines' }).getByText('7 hộp-thử').waitFor();
  const wide = `[...document.querySelectorAll('main *')].filter((one) => one.scrollWidth > one.clientWidth + 1 && getComputedStyle(one).overflowX === 'auto').length`;
  expect(await page.evaluate(wide)).toBe(0);
}, 120_000);

test('the entries behind a figure of stock, now and as of a day', async () => {
  const goods = await twentyInStock();
  const order = await draftOrder(goods, '10');
  await act(`sales/orders/${order}`, 'confirm', { postingDate: '2026-02-01' });
  const delivery = await deliveryOf(order);
  await act(`sales/deliveries/${delivery}`, 'deliver', { postingDate: '2026-02-03' });
  const { page, complaints } = await rig.signIn(1440, 'en');
  await rig.visit(page, `/inventory/stock?filter=${encodeURIComponent(JSON.stringify({ product: goods.product }))}`);
  const figure = page.getByRole('link', { name: '10 hộp-thử' });
  await figure.waitFor();
  expect(await page.getByRole('button', { name: 'New' }).count()).toBe(0);
  expect(await page.getByRole('checkbox').count()).toBe(0);
  await figure.click();
  await page.getByRole('row', { name: /Total.*10 hộp-thử/u }).waitFor();
  expect(await page.getByRole('row').count()).toBe(4);
  await page
    .getByRole('row', { name: /−10 hộp-thử/u })
    .getByRole('link', { name: /^DL-/u })
    .click();
  await heading(page).getByText('Delivered', { exact: true }).waitFor();
  await page.getByText('Postings · Stock entries').waitFor();

  await rig.visit(page, `/inventory/stock?filter=${encodeURIComponent(JSON.stringify({ product: goods.product }))}`);
  await page.getByRole('spinbutton', { name: 'Day' }).click();
  await page.keyboard.type('31012026');
  await page.getByRole('link', { name: '20 hộp-thử' }).waitFor();
  await page.waitForURL(/_asOf/u);
  await page.reload();
  await page.getByRole('link', { name: '20 hộp-thử' }).click();
  await page.getByRole('row', { name: /Total.*20 hộp-thử/u }).waitFor();
  await page.getByRole('link', { name: /^RC-/u }).waitFor();
  expect(await page.getByRole('link', { name: /^DL-/u }).count()).toBe(0);
  expect(complaints).toEqual([]);
}, 120_000);

test('proposals become orders, one per supplier, one of them is received, and a part of it goes back', async () => {
  const goods = await twentyInStock();
  const other = await twentyInStock();
  const third = await twentyInStock();
  const suppliers = [await supplierOf('Nhà cung cấp A'), await supplierOf('Nhà cung cấp B')];
  const { product, warehouse } = goods;
  await make('purchasing/proposals', { product, supplier: suppliers[0], quantity: '5', warehouse });
  await make('purchasing/proposals', { product: third.product, supplier: suppliers[1], quantity: '6', warehouse });
  await make('purchasing/proposals', { product: other.product, supplier: suppliers[0], quantity: '7', warehouse });
  const { page, complaints } = await rig.signIn(1440, 'en');
  await rig.visit(page, `/purchasing/proposals?filter=${encodeURIComponent(JSON.stringify({ product: [product, other.product, third.product] }))}`);
  await page.getByLabel('Select all on this page').click();
  await page.getByRole('button', { name: 'Make purchase order' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Make purchase order' }).click();
  await page.getByText('Make purchase order: 3 done.').waitFor();
  const numbers = (await page.locator('tbody').innerText()).match(/PO-\d{4}-\d{5}/gu) ?? [];
  expect(numbers).toHaveLength(3);
  expect(new Set(numbers).size).toBe(2);

  // Two proposals went into the order of the first supplier, and it tells of both.
  await page
    .getByRole('row', { name: /5 hộp-thử/u })
    .getByRole('link')
    .click();
  await chain(page).getByRole('link', { name: /PO-/u }).click();
  await page.waitForURL(/purchasing\/orders/u);
  await chain(page).getByRole('link', { name: other.name }).waitFor();
  await eventually(async () => (await chain(page).getByRole('link').count()) === 2);
  await rig.visit(page, `/purchasing/proposals?filter=${encodeURIComponent(JSON.stringify({ product: third.product }))}`);
  await page
    .getByRole('row', { name: /6 hộp-thử/u })
    .getByRole('link')
    .click();
  await chain(page).getByRole('link', { name: /PO-/u }).click();
  await page.waitForURL(/purchasing\/orders/u);
  await run(page, 'Order', 'Ordered');
  await runTo(page, 'Receive', /purchasing\/receipts\/[^/]+\/show/u);
  await run(page, 'Receive', 'Received');
  await page.getByRole('region', { name: 'Stock entries' }).getByText('6 hộp-thử', { exact: true }).waitFor();
  // Proposal, order, and this one.
  await eventually(async () => (await chain(page).getByRole('listitem').count()) === 3);
  expect((await admin.get(`/api/inventory/stock?filter=${encodeURIComponent(JSON.stringify({ product: third.product }))}`)).json[0]).toMatchObject({
    onHand: '26.000',
  });

  await runTo(page, 'Return goods', /purchasing\/returns\/[^/]+\/show/u);
  await page.getByRole('link', { name: 'Edit' }).click();
  await page.getByLabel('Quantity 1').fill('2');
  await page.getByRole('button', { name: 'Save' }).click();
  await run(page, 'Send back', 'Sent back');
  await page.getByRole('region', { name: 'Stock entries' }).getByText('−2 hộp-thử', { exact: true }).waitFor();
  await chain(page).getByRole('link', { name: /GR-/u }).click();
  await page.getByText('Partly returned').waitFor();
  await chain(page).getByRole('link', { name: /PO-/u }).click();
  await page.getByText('66.7 %').waitFor();
  expect(complaints).toEqual([]);
}, 120_000);

async function supplierOf(name: string): Promise<string> {
  made += 1;
  return make('base/parties', { name: `${name} ${made}`, isCustomer: false, isSupplier: true });
}

test('what is refused is said in the dialog, at its field where it has one', async () => {
  const goods = await twentyInStock();
  const order = await draftOrder(goods, '30');
  const { page } = await rig.signIn(1440, 'en');
  await rig.visit(page, `/sales/orders/${order}/show`);
  await page.getByRole('button', { name: 'Confirm', exact: true }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('spinbutton', { name: 'Day' }).click();
  await page.keyboard.press('Control+A');
  await page.keyboard.press('Delete');
  await dialog.getByRole('button', { name: 'Confirm' }).click();
  await dialog.locator('.Mui-error').first().waitFor();
  await dialog.getByText('Please mend what is marked.').waitFor();
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await run(page, 'Confirm', 'Confirmed');
  // Thirty were ordered, twenty are there.
  await page.locator('main').getByText('Short').first().waitFor();
  await runTo(page, 'Deliver', /deliveries/u);
  await page.getByRole('button', { name: 'Deliver', exact: true }).click();
  await dialog.getByRole('button', { name: 'Deliver', exact: true }).click();
  await dialog.getByText(/There is not enough in stock/u).waitFor();
}, 120_000);

test.each([
  [1440, 'vi', 'dark'],
  [1440, 'en', 'light'],
  [390, 'vi', 'light'],
  [390, 'en', 'dark'],
] as const)(
  'documents, postings, balances and entries at %i px in %s, %s',
  async (width, locale, look) => {
    const goods = await twentyInStock();
    const order = await draftOrder(goods, '25');
    await act(`sales/orders/${order}`, 'confirm');
    const delivery = await deliveryOf(order);
    const filter = encodeURIComponent(JSON.stringify({ product: goods.product, warehouse: goods.warehouse }));
    const asOf = encodeURIComponent(JSON.stringify({ _asOf: '2026-01-31' }));
    const stock = await firstOf('inventory/stock', { product: goods.product });
    const entry = await firstOf('inventory/moves', { product: goods.product });
    const signed = await rig.signIn(width, locale, look);
    const faults: string[] = [];
    const lookAt = async (place: string): Promise<void> => {
      faults.push(...(await rig.faultsOf(signed, width)).map((fault) => `${place}: ${fault}`));
    };
    for (const place of [
      `/sales/orders/${order}/show`,
      `/inventory/stock?filter=${asOf}`,
      `/inventory/stock/${stock}/show`,
      `/inventory/moves?filter=${filter}`,
      `/inventory/moves/${entry}/show`,
      `/sales/deliveries/${delivery}/show`,
    ]) {
      await rig.visit(signed.page, place);
      await lookAt(place);
    }
    await signed.page.getByRole('button', { name: locale === 'en' ? 'Deliver' : 'Giao hàng', exact: true }).click();
    await signed.page.getByRole('dialog').getByRole('spinbutton').first().waitFor();
    // Fading in, it is too faint to read.
    await eventually(async () => (await signed.page.evaluate(`getComputedStyle(document.querySelector('.MuiDialog-container')).opacity`)) === '1');
    await lookAt('the dialog');
    expect(faults).toEqual([]);
  },
  120_000,
);

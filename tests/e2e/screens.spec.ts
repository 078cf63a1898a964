import { afterAll, afterEach, beforeAll, expect, jest, test } from '@jest/globals';
import type { Page, Route } from 'playwright-core';
import { ScreensRig } from '../support/screens-rig.js';
import { administrator, type TestApp } from '../support/test-app.js';

let rig: ScreensRig;
let app: TestApp;

beforeAll(async () => {
  rig = await ScreensRig.open();
  ({ app } = rig);
  // Every page has a record to show.
  const [company] = (await app.administrator.get('/api/base/companies')).json;
  await app.administrator.make('inventory/settings', { company: company.id });
}, 120_000);
afterAll(() => rig.close());
afterEach(() => rig.closePages());

// A browser on a machine that is busy otherwise may miss its time once; what fails twice is ours.
jest.retryTimes(1, { logErrorsBeforeRetry: true });

// Every place is seen at both widths, in both languages and in both looks: the two of an even place, or the two of an odd one.
test.each([
  [1440, 'vi', 'light', 'even'],
  [390, 'en', 'dark', 'even'],
  [1440, 'en', 'dark', 'odd'],
  [390, 'vi', 'light', 'odd'],
] as const)(
  'list, record page and form of every entity at %i px in %s, %s: the %s places',
  async (width, locale, look, half) => {
    const signed = await rig.signIn(width, locale, look);
    const { page } = signed;
    const entities = (await app.administrator.get('/api/meta')).json.entities.filter((entity: { kind: string }) => entity.kind !== 'line');
    const faults: string[] = [];
    for (const [index, { path, can }] of entities.entries()) {
      const [first] = (await app.administrator.get(`/api/${path}?range=[0,0]`)).json;
      const places = [`/${path}`, `/${path}/${first.id}/show`, ...(can.update ? [`/${path}/${first.id}`] : []), ...(can.create ? [`/${path}/create`] : [])];
      for (const place of places.filter((_, number) => ((index + number) % 2 === 0) === (half === 'even'))) {
        await page.goto(`${app.url}/#${place}`);
        await rig.settle(page);
        faults.push(...(await rig.faultsOf(signed, width)).map((fault) => `${place}: ${fault}`));
      }
    }
    await page.context().close();
    expect(entities.length).toBeGreaterThan(15);
    expect(faults).toEqual([]);
  },
  480_000,
);

test('a salesperson enters an order with three lines and confirms it', async () => {
  const { page, complaints } = await rig.signIn(1440, 'en');
  await page.goto(`${app.url}/#/sales/orders/create`);
  await rig.settle(page);
  await page.getByLabel('Customer *').fill('duong');
  await page.getByRole('option', { name: 'Nguyễn Văn Đường' }).click();
  await page.getByLabel('Warehouse').fill('chinh');
  await page.getByRole('option', { name: 'Kho chính' }).click();
  for (const [index, quantity] of ['3', '2', '1.5'].entries()) {
    await page.getByRole('button', { name: 'Add line' }).click();
    await page.getByLabel(`Product ${index + 1}`).fill('tra sen');
    await page.getByRole('option', { name: /Trà sen/u }).click();
    await page.getByLabel(`Quantity ${index + 1}`).fill(quantity);
  }
  await page.getByLabel('Discount 2').fill('10');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('button', { name: 'Confirm' }).waitFor();
  // 450,000 × (3 + 2 × 0.9 + 1.5) = 2,835,000; 8 % tax.
  expect(await page.locator('main').innerText()).toContain('3,061,800');
  await page.getByRole('button', { name: 'Confirm' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Confirm' }).click();
  await page.getByText('Cannot be changed any more in this state.').waitFor();
  expect(complaints).toEqual([]);
  await page.context().close();
}, 60_000);

test('what the server refuses is said at the field', async () => {
  const { page } = await rig.signIn(390, 'vi');
  await page.goto(`${app.url}/#/crm/leads/create`);
  await rig.settle(page);
  await page.getByLabel('Email').fill('not an address');
  await page.getByRole('button', { name: 'Lưu' }).click();
  await page.getByText('Hãy sửa những chỗ được đánh dấu.').waitFor();
  expect(await page.locator('.Mui-error').count()).toBeGreaterThan(1);
  await page.context().close();
}, 60_000);

test('search finds records without accents', async () => {
  const { page } = await rig.signIn(1440, 'vi');
  await page.keyboard.press('Control+k');
  await page.getByPlaceholder('Tìm mọi thứ').fill('duong');
  await page.getByRole('option', { name: /Nguyễn Văn Đường/u }).click();
  await page.getByRole('heading', { name: 'Nguyễn Văn Đường' }).waitFor();
  await page.context().close();
}, 60_000);

test('a user with the sales role is made in the browser and sees less', async () => {
  const { page: admin } = await rig.signIn(1440, 'en');
  await admin.goto(`${app.url}/#/core/users/create`);
  await rig.settle(admin);
  await admin.getByLabel('Name *').fill('Phạm Minh');
  await admin.getByLabel('E-mail').fill('minh@example.com');
  await admin.getByLabel('Roles').fill('Salesperson');
  await admin.getByRole('option', { name: 'Salesperson', exact: true }).click();
  await admin.getByRole('button', { name: 'Save' }).click();
  await admin.getByRole('button', { name: 'New password' }).click();
  const password = await admin.getByRole('textbox', { name: 'The new password' }).inputValue();
  await admin.context().close();

  const context = await rig.browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  await page.addInitScript(`localStorage.setItem('trellis.locale', 'en')`);
  await page.goto(app.url);
  await page.fill('input[name=email]', 'minh@example.com');
  await page.fill('input[name=password]', password);
  await page.click('button[type=submit]');
  await page.fill('input[name=current]', password);
  await page.fill('input[name=next]', 'a good new one');
  await page.fill('input[name=again]', 'a good new one');
  await page.getByRole('button', { name: 'Change password' }).click();
  await page.waitForSelector('#main-content h1');
  const menu = await page.getByRole('navigation').innerText();
  expect(menu).toContain('Sales orders');
  for (const hidden of ['Leads', 'Receipts', 'Supplier prices', 'API keys', 'Roles']) expect(menu).not.toContain(hidden);
  await page.goto(`${app.url}/#/sales/orders`);
  await page.getByText('Nothing here yet').waitFor();
  await context.close();
}, 60_000);

test('columns that somebody chooses are there on every device', async () => {
  const heads = (page: Page): Promise<string> => page.locator('thead').innerText();
  const { page, complaints } = await rig.signIn(1440, 'en');
  await rig.visit(page, '/base/parties');
  expect(await heads(page)).not.toContain('Website');
  await page.getByRole('button', { name: 'Columns' }).click();
  await page.getByRole('menuitemcheckbox', { name: 'Website' }).click();
  await page.keyboard.press('Escape');
  await page.getByRole('columnheader', { name: 'Website' }).waitFor();
  await page.context().close();
  const { page: elsewhere } = await rig.signIn(1440, 'en');
  await rig.visit(elsewhere, '/base/parties');
  expect(await heads(elsewhere)).toContain('Website');
  await elsewhere.getByRole('button', { name: 'Columns' }).click();
  await elsewhere.getByRole('menuitem', { name: 'Back to the standard list' }).click();
  await elsewhere.keyboard.press('Escape');
  await elsewhere.getByRole('columnheader', { name: 'Website' }).waitFor({ state: 'detached' });
  expect(complaints).toEqual([]);
}, 60_000);

test('choices of a list are sent one after another, and one that fails is taken back', async () => {
  const { page } = await rig.signIn(1440, 'en');
  await rig.visit(page, '/base/parties');
  const sent: Route[] = [];
  const stopped: ((route: Route) => void)[] = [];
  await page.route('**/api/auth/me/lists/*', (route) => {
    sent.push(route);
    stopped.shift()?.(route);
  });
  const next = (): Promise<Route> => new Promise((resolve) => void stopped.push(resolve));
  const website = page.getByRole('columnheader', { name: 'Website' });
  const [first, second] = [next(), next()];
  await page.getByRole('button', { name: 'Columns' }).click();
  await page.getByRole('menuitemcheckbox', { name: 'Website' }).click();
  await page.locator('th', { hasText: 'Website' }).waitFor();
  const shown = await first;
  await page.getByRole('menuitemcheckbox', { name: 'Website' }).click();
  await page.locator('th', { hasText: 'Website' }).waitFor({ state: 'detached' });
  expect(sent).toHaveLength(1);
  await shown.continue();
  const hidden = await second;
  // The answer to the first is not the latest word.
  expect(await page.locator('th', { hasText: 'Website' }).count()).toBe(0);
  await hidden.abort();
  await page.keyboard.press('Escape');
  await website.waitFor();
  expect((await app.administrator.delete('/api/auth/me/lists/base.party')).status).toBe(200);
}, 60_000);

test('the first list needs little script', async () => {
  const context = await rig.browser.newContext();
  const page = await context.newPage();
  const sizes = new Map<string, number>();
  page.on('response', (answer) => {
    if (answer.url().endsWith('.js')) sizes.set(answer.url(), Number(answer.headers()['content-length'] ?? 0));
  });
  await page.goto(app.url);
  await page.fill('input[name=email]', administrator.email);
  await page.fill('input[name=password]', administrator.password);
  await page.click('button[type=submit]');
  await page.goto(`${app.url}/#/base/parties`);
  await rig.settle(page);
  const kilobytes = [...sizes.values()].reduce((sum, size) => sum + size, 0) / 1024;
  expect(sizes.size).toBeGreaterThan(1);
  expect([...sizes.values()].every((size) => size > 0)).toBe(true);
  // Compressed, as it travels.
  expect(kilobytes).toBeLessThan(350);
  await context.close();
}, 60_000);

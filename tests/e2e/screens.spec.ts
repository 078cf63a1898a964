import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { afterAll, afterEach, beforeAll, expect, jest, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { openBrowser } from '../support/browser.js';
import { seedBusiness } from '../support/seed-business.js';
import { administrator, startTestApp, type TestApp } from '../support/test-app.js';

let app: TestApp;
let browser: Browser;
let closeBrowser: () => Promise<void>;
let axe: string;

beforeAll(async () => {
  app = await startTestApp();
  await seedBusiness(app.administrator);
  ({ browser, close: closeBrowser } = await openBrowser());
  axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
}, 120_000);
afterAll(async () => {
  await closeBrowser();
  await app.close();
});

// What a test left open when it failed must not hold up the next one.
afterEach(async () => {
  await Promise.all(browser.contexts().map((context) => context.close()));
});

// A browser on a machine that is busy otherwise may miss its time once; what fails twice is ours.
jest.retryTimes(1, { logErrorsBeforeRetry: true });

interface Signed {
  readonly page: Page;
  /** What the browser complained of. */
  readonly complaints: string[];
}

async function signIn(
  width: number,
  locale: string,
  look: 'light' | 'dark' = 'light',
  who: { readonly email: string; readonly password: string } = administrator,
): Promise<Signed> {
  const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme: look });
  const page = await context.newPage();
  await page.addInitScript(`localStorage.setItem('trellis.locale', '${locale}')`);
  await page.goto(app.url);
  await page.fill('input[name=email]', who.email);
  await page.fill('input[name=password]', who.password);
  const complaints: string[] = [];
  await page.click('button[type=submit]');
  await page.waitForSelector('#main-content h1');
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  return { page, complaints };
}

/** What is wrong with the page as it stands. */
async function faultsOf({ page, complaints }: Signed, width: number): Promise<readonly string[]> {
  const faults = complaints.splice(0).map((text) => `console: ${text.slice(0, 300)}`);
  const scrollWidth = Number(await page.evaluate('document.documentElement.scrollWidth'));
  if (scrollWidth > width) faults.push(`scrollWidth ${scrollWidth}`);
  const text = String(await page.evaluate('document.body.innerText'));
  for (const key of text.match(/\b(?:ra|resources|list|record|nav|auth|side|lines|input)\.[a-z][A-Za-z_.]+/gu) ?? []) faults.push(`untranslated ${key}`);
  if (/\bundefined\b|\bNaN\b|\[object /u.test(text)) faults.push('a value that is none');
  await page.evaluate(axe);
  const violations: readonly string[] = await page.evaluate(
    `axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) => violations.filter(({ impact }) => impact === 'serious' || impact === 'critical').map(({ id, nodes }) => id + ' ' + nodes[0].html.slice(0, 200)))`,
  );
  return [...faults, ...violations.map((violation) => `axe: ${violation}`)];
}

async function settle(page: Page): Promise<void> {
  await page.waitForSelector('#main-content h1');
  await page.waitForLoadState('networkidle');
  await page.waitForTimeout(120);
}

test.each([
  [1440, 'vi', 'light'],
  [1440, 'en', 'dark'],
  [390, 'vi', 'dark'],
  [390, 'en', 'light'],
] as const)(
  'list, record page and form of every entity at %i px in %s, %s',
  async (width, locale, look) => {
    const signed = await signIn(width, locale, look);
    const { page } = signed;
    const entities = (await app.administrator.get('/api/meta')).json.entities.filter((entity: { kind: string }) => entity.kind !== 'line');
    const faults: string[] = [];
    for (const { path, can } of entities) {
      const [first] = (await app.administrator.get(`/api/${path}?range=[0,0]`)).json;
      const places = [`/${path}`, `/${path}/${first.id}/show`, ...(can.update ? [`/${path}/${first.id}`] : []), ...(can.create ? [`/${path}/create`] : [])];
      for (const place of places) {
        await page.goto(`${app.url}/#${place}`);
        await settle(page);
        faults.push(...(await faultsOf(signed, width)).map((fault) => `${place}: ${fault}`));
      }
    }
    await page.context().close();
    expect(entities.length).toBeGreaterThan(15);
    expect(faults).toEqual([]);
  },
  480_000,
);

test('a salesperson enters an order with three lines and confirms it', async () => {
  const { page, complaints } = await signIn(1440, 'en');
  await page.goto(`${app.url}/#/sales/orders/create`);
  await settle(page);
  await page.getByLabel('Customer *').fill('duong');
  await page.getByRole('option', { name: 'Nguyễn Văn Đường' }).click();
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
  await page.getByText('Cannot be changed any more in this state.').waitFor();
  expect(complaints).toEqual([]);
  await page.context().close();
}, 60_000);

test('what the server refuses is said at the field', async () => {
  const { page } = await signIn(390, 'vi');
  await page.goto(`${app.url}/#/crm/leads/create`);
  await settle(page);
  await page.getByLabel('Email').fill('not an address');
  await page.getByRole('button', { name: 'Lưu' }).click();
  await page.getByText('Hãy sửa những chỗ được đánh dấu.').waitFor();
  expect(await page.locator('.Mui-error').count()).toBeGreaterThan(1);
  await page.context().close();
}, 60_000);

test('search finds records without accents', async () => {
  const { page } = await signIn(1440, 'vi');
  await page.keyboard.press('Control+k');
  await page.getByPlaceholder('Tìm mọi thứ').fill('duong');
  await page.getByRole('option', { name: /Nguyễn Văn Đường/u }).click();
  await page.getByRole('heading', { name: 'Nguyễn Văn Đường' }).waitFor();
  await page.context().close();
}, 60_000);

test('a user with the sales role is made in the browser and sees less', async () => {
  const { page: admin } = await signIn(1440, 'en');
  await admin.goto(`${app.url}/#/core/users/create`);
  await settle(admin);
  await admin.getByLabel('Name *').fill('Phạm Minh');
  await admin.getByLabel('E-mail').fill('minh@example.com');
  await admin.getByLabel('Roles').fill('Salesperson');
  await admin.getByRole('option', { name: 'Salesperson', exact: true }).click();
  await admin.getByRole('button', { name: 'Save' }).click();
  await admin.getByRole('button', { name: 'New password' }).click();
  const password = await admin.getByRole('textbox', { name: 'The new password' }).inputValue();
  await admin.context().close();

  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
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
  for (const hidden of ['Leads', 'Warehouses', 'Supplier prices', 'API keys', 'Roles']) expect(menu).not.toContain(hidden);
  await page.goto(`${app.url}/#/sales/orders`);
  await page.getByText('Nothing here yet').waitFor();
  await context.close();
}, 60_000);

test('the first list needs little script', async () => {
  const context = await browser.newContext();
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
  await settle(page);
  const kilobytes = [...sizes.values()].reduce((sum, size) => sum + size, 0) / 1024;
  expect(sizes.size).toBeGreaterThan(1);
  expect([...sizes.values()].every((size) => size > 0)).toBe(true);
  // Compressed, as it travels.
  expect(kilobytes).toBeLessThan(350);
  await context.close();
}, 60_000);

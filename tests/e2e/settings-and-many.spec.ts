import { afterAll, afterEach, beforeAll, expect, jest, test } from '@jest/globals';
import type { Client } from '../support/client.js';
import { pluginsOfPage } from '../support/plugins-of-page.js';
import { ScreensRig } from '../support/screens-rig.js';

let rig: ScreensRig;
let admin: Client;
let own: string;

// A browser on a machine that is busy otherwise may miss its time once; what fails twice is ours.
jest.retryTimes(1, { logErrorsBeforeRetry: true });

beforeAll(async () => {
  rig = await ScreensRig.openWith([await pluginsOfPage('plugin-settings.md')], seed);
  admin = rig.app.administrator;
}, 240_000);
afterEach(() => rig.closePages());
afterAll(() => rig.close());

async function seed(client: Client): Promise<void> {
  const [company] = (await client.get('/api/base/companies')).json;
  await client.patch(`/api/base/companies/${company.id}`, { name: 'First' });
  const second = await client.make('base/companies', { name: 'Second', currency: company.currency });
  own = await client.make('loans/settings', { company: second, usualDays: 5, reasonFrom: 6 });
  for (let index = 0; index < 30; index += 1) await client.make('loans/loans', { thing: `Ladder ${index}`, company: company.id, days: index < 2 ? 25 : 10 });
}

test('a form fills in and asks what the settings of the record’s company say, as they are while it is open', async () => {
  const { page, complaints } = await rig.signIn(1440, 'en');
  const choose = async (name: string): Promise<void> => {
    await page.locator('#main-content').getByLabel('Company').fill(name);
    await page.getByRole('option', { name }).click();
  };
  await rig.visit(page, '/loans/loans/create');
  const days = page.getByRole('textbox', { name: 'Days' });
  await choose('First');
  await expectValue(() => days.inputValue(), '14');
  await choose('Second');
  await expectValue(() => days.inputValue(), '5');
  const reason = page.locator('label', { hasText: 'Reason' });
  await days.fill('7');
  await expectValue(async () => String((await reason.innerText()).includes('*')), 'true');
  await choose('First');
  await expectValue(async () => String((await reason.innerText()).includes('*')), 'false');
  await page.reload();
  await choose('Second');
  await expectValue(() => days.inputValue(), '5');
  // While the form is open somebody else changes them; who comes back to it sees what holds now, and keeps what was typed.
  await page.getByRole('textbox', { name: 'Thing' }).fill('Ladder');
  await admin.patch(`/api/loans/settings/${own}`, { usualDays: 4, reasonFrom: 3 });
  await page.evaluate('window.dispatchEvent(new Event("visibilitychange"))');
  await expectValue(() => days.inputValue(), '4');
  await expectValue(async () => String((await reason.innerText()).includes('*')), 'true');
  expect(await page.getByRole('textbox', { name: 'Thing' }).inputValue()).toBe('Ladder');
  expect(complaints).toEqual([]);
}, 120_000);

test('all that a list shows is chosen and worked on at once, and what refused is told', async () => {
  const { page, complaints } = await rig.signIn(1440, 'en');
  await rig.visit(page, `/loans/loans?filter=${encodeURIComponent(JSON.stringify({ days_gte: 10 }))}`);
  await page.getByLabel('Select all on this page').click();
  await page.getByText('25 selected').waitFor();
  await page.getByRole('button', { name: 'Select all 30 in this list' }).click();
  await page.getByText('30 selected').waitFor();
  await page.getByRole('button', { name: 'Lend' }).click();
  await page.getByText('Do it for 30 chosen rows?').waitFor();
  await page.getByRole('dialog').getByRole('button', { name: 'Lend' }).click();
  const told = page.getByRole('dialog');
  await told.getByText('28 done, 2 not:').waitFor();
  expect(await told.innerText()).toMatch(/Ladder 0: [\s\S]*Somebody has to look at it\.[\s\S]*Ladder 1: /u);
  expect((await admin.get(`/api/loans/loans?filter=${encodeURIComponent(JSON.stringify({ state: 'out' }))}`)).headers.get('content-range')).toMatch(/\/28$/u);
  expect(complaints).toEqual([]);
}, 120_000);

async function expectValue(read: () => Promise<string>, wanted: string): Promise<void> {
  let found = await read();
  for (let turn = 0; turn < 100 && found !== wanted; turn += 1) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    found = await read();
  }
  expect(found).toBe(wanted);
}

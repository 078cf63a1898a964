import { afterAll, afterEach, beforeAll, expect, jest, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import type { Client } from '../support/client.js';
import { pluginsOfPage } from '../support/plugins-of-page.js';
import { ScreensRig } from '../support/screens-rig.js';

let rig: ScreensRig;
let admin: Client;
const ids: Record<string, string> = {};

// A browser on a machine that is busy otherwise may miss its time once; what fails twice is ours.
jest.retryTimes(1, { logErrorsBeforeRetry: true });

beforeAll(async () => {
  rig = await ScreensRig.openWith([await pluginsOfPage('plugin-settings.md')], async (client) => {
    const [company] = (await client.get('/api/base/companies')).json;
    ids['company'] = company.id;
  });
  admin = rig.app.administrator;
}, 240_000);
afterEach(() => rig.closePages());
afterAll(() => rig.close());

const listOf = (filter: object): string => `/loans/loans?filter=${encodeURIComponent(JSON.stringify(filter))}`;
const loans = async (filter: object) => (await admin.get(`/api${listOf(filter)}&range=[0,199]&sort=["id","ASC"]`)).json;
/** A test that is tried once more finds records of its own. */
let turns = 0;
function ofThisTurn(name: string): string {
  turns += 1;
  return `${name} ${turns}`;
}

const lend = (thing: string, days: number): Promise<string> => admin.make('loans/loans', { thing, days, company: ids['company'] });
async function chooseField(page: Page, name: string): Promise<void> {
  await page.getByRole('dialog').getByLabel('Field to change').fill(name);
  await page.getByRole('option', { name, exact: true }).click();
}

test('fields of chosen rows are edited by the keyboard, seen before, and who refused is told with the reason', async () => {
  const drill = ofThisTurn('Drill');
  await Promise.all([lend(`${drill} one`, 10), lend(`${drill} two`, 10)]);
  await admin.make('loans/loans', { thing: `${drill} three`, days: 10, reason: 'Roof', company: ids['company'] });
  const signed = await rig.signIn(1440, 'en');
  const { page } = signed;
  await rig.visit(page, listOf({ thing_startsWith: drill }));
  await page.getByLabel('Select all on this page').click();
  await page.getByRole('button', { name: 'Edit fields…' }).click();
  await page.getByRole('dialog', { name: 'Edit 3 records' }).waitFor();
  // What belongs to one record, or is not written by hand, is not offered.
  await page.keyboard.press('ArrowDown');
  expect(await page.getByRole('option').allInnerTexts()).toEqual(['Company', 'Thing', 'Days', 'Reason']);
  await page.keyboard.type('Days');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.keyboard.type('35');
  expect(await page.getByRole('dialog').getByRole('textbox', { name: 'Days' }).inputValue()).toBe('35');
  await page.keyboard.press('Enter');
  await page.getByText('In 3 records becomes:').waitFor();
  expect(await page.getByRole('dialog').locator('dl').innerText()).toMatch(/Days\s+35/u);
  expect(await rig.faultsOf(signed, 1440)).toEqual([]);
  await page.keyboard.press('Enter');
  const told = page.getByRole('dialog');
  await told.getByText('1 done, 2 not:').waitFor();
  for (const name of ['one', 'two']) expect(await told.innerText()).toMatch(new RegExp(` ${name}: [^\\n]*Reason is required`, 'u'));
  expect((await loans({ thing_startsWith: drill, days: 35 })).map(({ thing }: { readonly thing: string }) => thing)).toEqual([`${drill} three`]);
  expect(await rig.faultsOf(signed, 1440)).toEqual([]);
}, 120_000);

test('all that a list shows is edited; what all find wrong is said at the field; a required field is not emptied', async () => {
  const saw = ofThisTurn('Saw');
  for (let index = 0; index < 30; index += 1) await lend(`${saw} ${index}`, 10);
  const { page, complaints } = await rig.signIn(1440, 'en');
  await rig.visit(page, listOf({ thing_startsWith: saw }));
  await page.getByLabel('Select all on this page').click();
  await page.getByRole('button', { name: 'Select all 30 in this list' }).click();
  await page.getByText('30 selected').waitFor();
  await page.getByRole('button', { name: 'Edit fields…' }).click();
  const dialog = page.getByRole('dialog');
  await chooseField(page, 'Thing');
  await chooseField(page, 'Days');
  await dialog.getByRole('textbox', { name: 'Days' }).fill('70');
  await dialog.getByRole('button', { name: 'Continue' }).click();
  await dialog.getByText('Needs a value.').waitFor();
  await dialog.getByRole('button', { name: 'Leave Thing as it is' }).click();
  await chooseField(page, 'Reason');
  await dialog.getByRole('textbox', { name: 'Reason' }).fill('Roof');
  await dialog.getByRole('button', { name: 'Continue' }).click();
  await dialog.getByRole('button', { name: 'Change 30 records' }).click();
  await dialog.getByText('Nobody lends for so long.').waitFor();
  await dialog.getByRole('textbox', { name: 'Days' }).fill('40');
  await dialog.getByRole('button', { name: 'Continue' }).click();
  await dialog.getByRole('button', { name: 'Change 30 records' }).click();
  await page.getByText('Changed: 30.').waitFor();
  await dialog.waitFor({ state: 'hidden' });
  expect(await loans({ thing_startsWith: saw, days: 40, reason: 'Roof' })).toHaveLength(30);
  expect(complaints.filter((text) => !text.includes('422'))).toEqual([]);
}, 120_000);

test('what somebody else changed meanwhile is left and told; on a phone, in Vietnamese and dark', async () => {
  const pump = ofThisTurn('Pump');
  const [one] = await Promise.all([lend(`${pump} one`, 10), lend(`${pump} two`, 10)]);
  const signed = await rig.signIn(390, 'vi', 'dark');
  const { page } = signed;
  await rig.visit(page, listOf({ thing_startsWith: pump }));
  await page.getByLabel(`${pump} one`).check();
  await page.getByRole('button', { name: 'Chọn tất cả trên trang này' }).click();
  await page.getByText('Đã chọn 2').waitFor();
  expect(await rig.faultsOf(signed, 390)).toEqual([]);
  await page.getByRole('button', { name: 'Sửa trường…' }).click();
  await admin.patch(`/api/loans/loans/${one}`, { days: 12 });
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Trường cần sửa').fill('Lý do');
  await page.getByRole('option', { name: 'Lý do' }).click();
  await dialog.getByRole('textbox', { name: 'Lý do' }).fill('Mái');
  expect(await rig.faultsOf(signed, 390)).toEqual([]);
  await dialog.getByRole('button', { name: 'Tiếp tục' }).click();
  await dialog.getByRole('button', { name: 'Sửa 2 bản ghi' }).click();
  await dialog.getByText('Đã thực hiện 1, không được 1:').waitFor();
  expect(await dialog.innerText()).toContain(`${pump} one`);
  expect(await loans({ thing_startsWith: pump })).toMatchObject([{ reason: null, days: 12 }, { reason: 'Mái' }]);
  expect(await rig.faultsOf(signed, 390)).toEqual([]);
}, 120_000);

test('chosen rows are deleted, all that a list shows too, and what is still used stands and says by what', async () => {
  for (let index = 0; index < 31; index += 1) {
    const party = await admin.make('base/parties', { name: `Zebra ${index}` });
    if (index === 30) await admin.make('crm/activities', { subject: 'Ring the zebra', party });
  }
  const left = async () => (await admin.get(zebras('/api/base/parties'))).json.map(({ name }: { readonly name: string }) => name);
  const signed = await rig.signIn(1440, 'en');
  const { page } = signed;
  await rig.visit(page, zebras('/base/parties'));
  await page.getByLabel('Select Zebra 0', { exact: true }).check();
  await remove(page, 1);
  await page.getByText('Deleted: 1.').waitFor();
  await page.getByLabel('Select Zebra 1', { exact: true }).waitFor();
  expect(await page.getByLabel('Select Zebra 0', { exact: true }).count()).toBe(0);
  await page.getByLabel('Select all on this page').click();
  await page.getByRole('button', { name: 'Select all 30 in this list' }).click();
  await page.getByText('30 selected').waitFor();
  await remove(page, 30);
  const told = page.getByRole('dialog');
  await told.getByText('29 done, 1 not:').waitFor();
  expect(await told.innerText()).toMatch(/Zebra 30: .*Activities \(1\)/u);
  await told.getByRole('button', { name: 'Close' }).click();
  await page.getByLabel('Select Zebra 30').waitFor();
  expect(await page.getByText('selected').count()).toBe(0);
  expect(await left()).toEqual(['Zebra 30']);
  expect((await rig.faultsOf(signed, 1440)).filter((fault) => !fault.includes('409'))).toEqual([]);
}, 120_000);

function zebras(path: string): string {
  return `${path}?filter=${encodeURIComponent(JSON.stringify({ name_startsWith: 'Zebra' }))}`;
}

async function remove(page: Page, count: number): Promise<void> {
  await page.getByRole('button', { name: 'Delete' }).click();
  await page.getByText(`Delete ${count} records? This cannot be undone.`).waitFor();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
}

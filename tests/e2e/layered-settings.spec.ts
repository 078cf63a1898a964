import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, jest, test } from '@jest/globals';
import type { Client } from '../support/client.js';
import { hire } from '../support/hire.js';
import { pluginsOfPage } from '../support/plugins-of-page.js';
import { ScreensRig } from '../support/screens-rig.js';
import { administrator } from '../support/test-app.js';

let rig: ScreensRig;
let admin: Client;
const ids: Record<string, string> = {};

// A browser on a machine that is busy otherwise may miss its time once; what fails twice is ours.
jest.retryTimes(1, { logErrorsBeforeRetry: true });

beforeAll(async () => {
  const folder = await pluginsOfPage('plugin-settings.md');
  const path = join(folder, 'loans/entities/settings.json');
  const json = JSON.parse(await readFile(path, 'utf8'));
  json.fields.isStrict = { type: 'boolean', label: { en: 'Strict', vi: 'Nghiêm ngặt' }, default: true };
  json.fields.keeper = { type: 'reference', entity: 'base.party', label: { en: 'Keeper', vi: 'Người giữ' } };
  await writeFile(path, JSON.stringify(json));
  const reader = { name: 'reader', label: { en: 'Reader', vi: 'Người xem' }, grants: [{ entity: 'loans.settings', verbs: ['read'] }] };
  await writeFile(join(folder, 'loans/roles/reader.json'), JSON.stringify(reader));
  rig = await ScreensRig.openWith([folder], seed);
  admin = rig.app.administrator;
  await hire(rig.app, { name: 'Reader', email: 'reader@example.com', roles: ['loans.reader'], companies: Object.values(ids) });
}, 240_000);
afterEach(() => rig.closePages());
afterAll(() => rig.close());

async function seed(client: Client): Promise<void> {
  const [company] = (await client.get('/api/base/companies')).json;
  ids['first'] = company.id;
  await client.patch(`/api/base/companies/${company.id}`, { name: 'First' });
  ids['second'] = await client.make('base/companies', { name: 'Second', currency: company.currency });
}

test('settings show what holds before anything is saved, are set for a company, and taken back', async () => {
  const signed = await rig.signIn(1440, 'en');
  const { page } = signed;
  const row = (name: string) => page.locator('section > div', { hasText: name }).last();
  await rig.visit(page, '/loans/settings');
  await row('Usual days').getByText('Default').waitFor();
  expect(await row('Usual days').innerText()).toMatch(/14/u);
  expect(await page.getByRole('button', { name: /^Take back/u }).count()).toBe(0);
  await page.getByRole('link', { name: 'Edit' }).click();
  await page.getByLabel('Usual days').fill('7');
  await page.getByText('Left empty: 60 (Default).').waitFor();
  await page.getByRole('button', { name: 'Save' }).click();
  await row('Usual days').getByText('Installation').waitFor();
  const [all] = (await admin.get('/api/loans/settings')).json;
  expect(all).toMatchObject({ company: null, usualDays: 7, mostDays: null, isStrict: null });

  await page.getByLabel('Holds for').click();
  await page.getByRole('option', { name: 'Second' }).click();
  await row('Usual days').getByText('Installation').waitFor();
  expect(await page.getByRole('button', { name: /^Take back/u }).count()).toBe(0);
  await page.getByRole('link', { name: 'Edit' }).click();
  await page.getByText('Left empty: 7 (Installation).').waitFor();
  await page.getByLabel('Usual days').fill('5');
  await page.getByLabel('Strict').click();
  await page.getByRole('option', { name: 'No' }).click();
  await page.getByRole('button', { name: 'Save' }).click();
  await row('Usual days').getByText('This company').waitFor();
  expect(await row('Usual days').innerText()).toMatch(/5[\s\S]*Otherwise 7 \(Installation\)/u);
  expect(await row('Strict').innerText()).toMatch(/No[\s\S]*Otherwise Yes \(Default\)/u);
  expect(await rig.faultsOf(signed, 1440)).toEqual([]);

  await page.getByRole('button', { name: 'Take back: Strict' }).click();
  await row('Strict').getByText('Default').waitFor();
  await page.getByRole('button', { name: 'Take back: Usual days' }).click();
  await row('Usual days').getByText('Installation').waitFor();
  await page.getByLabel('Holds for').click();
  await page.getByRole('option', { name: 'Whole installation' }).click();
  await page.getByRole('button', { name: 'Take back: Usual days' }).click();
  await row('Usual days').getByText('Default').waitFor();
  const saved = (await admin.get('/api/loans/settings?sort=["id","ASC"]')).json;
  expect(saved).toMatchObject([
    { company: null, usualDays: null, isStrict: null },
    { company: ids['second'], usualDays: null, isStrict: null },
  ]);
  expect(await rig.faultsOf(signed, 1440)).toEqual([]);
}, 120_000);

test('whoever may only read settings sees them and changes nothing, on a phone and in Vietnamese too', async () => {
  const filter = encodeURIComponent(JSON.stringify({ company: null }));
  await admin.patch(`/api/loans/settings/${(await admin.get(`/api/loans/settings?filter=${filter}`)).json[0].id}`, { usualDays: 9 });
  const takeBack = 'Bỏ giá trị riêng: Số ngày thông thường';
  const signed = await rig.signIn(390, 'vi', 'dark');
  await rig.visit(signed.page, '/loans/settings');
  await signed.page.getByRole('button', { name: takeBack }).waitFor();
  expect(await rig.faultsOf(signed, 390)).toEqual([]);
  await rig.closePages();
  const { page } = await rig.signIn(390, 'vi', 'light', { email: 'reader@example.com', password: administrator.password });
  await rig.visit(page, '/loans/settings');
  await page.getByText('9', { exact: true }).waitFor();
  expect(await page.getByRole('button', { name: takeBack }).count()).toBe(0);
  expect(await page.getByRole('link', { name: 'Sửa' }).count()).toBe(0);
}, 120_000);

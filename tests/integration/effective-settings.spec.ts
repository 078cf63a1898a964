import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Client } from '../support/client.js';
import type { Editable } from '../support/edit-plugins.js';
import { hire } from '../support/hire.js';
import { pluginsOfPage } from '../support/plugins-of-page.js';
import { startTestApp, type TestApp } from '../support/test-app.js';

let app: TestApp;
let admin: Client;
const ids: Record<string, string> = {};

beforeAll(async () => {
  const folder = await pluginsOfPage('plugin-settings.md');
  await prepare(join(folder, 'loans'));
  app = await startTestApp({ plugins: [folder] });
  admin = app.administrator;
  const [company] = (await admin.get('/api/base/companies')).json;
  ids['one'] = company.id;
  ids['two'] = await admin.make('base/companies', { name: 'Second', currency: company.currency });
}, 120_000);
afterAll(() => app.close());

/** A yes or no, a reference, and roles that see only the settings of companies, or not all of a setting. */
async function prepare(plugin: string): Promise<void> {
  const edit = async (file: string, change: (json: Editable) => void): Promise<void> => {
    const json: Editable = JSON.parse(await readFile(join(plugin, file), 'utf8'));
    change(json);
    await writeFile(join(plugin, file), JSON.stringify(json));
  };
  await edit('entities/settings.json', ({ fields }) => {
    fields.isStrict = { type: 'boolean', label: 'Strict', default: true };
    fields.keeper = { type: 'reference', entity: 'base.party', label: 'Keeper' };
  });
  await edit(
    'entities/loan.json',
    ({ fields }) => (fields.isStrict = { type: 'boolean', label: 'Strict', default: { expression: 'settings.loans.isStrict' } }),
  );
  const role = (name: string, grant: object): Promise<void> =>
    writeFile(join(plugin, `roles/${name}.json`), JSON.stringify({ name, label: name, grants: [{ entity: 'loans.settings', verbs: ['read'], ...grant }] }));
  await role('of-companies', { where: 'company != null' });
  await role('without-most', { hide: ['mostDays'] });
}

const effective = async (company?: string, client: Client = admin) =>
  (await client.get(`/api/loans/settings/effective${company === undefined ? '' : `?company=${ids[company]}`}`)).json;
const isStrict = async (company: string) => (await admin.post('/api/loans/loans', { thing: 'Saw', company: ids[company] })).json.isStrict;

test('before anybody saves something, what is declared holds and is told', async () => {
  expect((await admin.get('/api/loans/settings')).json).toEqual([]);
  expect(await effective()).toEqual({
    company: null,
    id: null,
    version: null,
    settings: {
      usualDays: [{ from: 'default', value: 14 }],
      mostDays: [{ from: 'default', value: 60 }],
      reasonFrom: [{ from: 'default', value: 30 }],
      approvalFrom: [{ from: 'default', value: 20 }],
      isStrict: [{ from: 'default', value: true }],
      keeper: [],
    },
  });
});

test('who says what is told from the first that holds to what is declared; a record says only what it was given', async () => {
  const keeper = await admin.make('base/parties', { name: 'Keeper' });
  ids['all'] = await admin.make('loans/settings', { usualDays: 7, isStrict: false, keeper });
  expect((await admin.get(`/api/loans/settings/${ids['all']}`)).json).toMatchObject({ usualDays: 7, mostDays: null, isStrict: false });
  ids['own'] = await admin.make('loans/settings', { company: ids['two'], usualDays: 5 });
  const { settings, ...of } = await effective('two');
  expect(of).toEqual({ company: ids['two'], id: ids['own'], version: 1 });
  expect(settings).toMatchObject({
    usualDays: [
      { from: 'company', value: 5 },
      { from: 'installation', value: 7 },
      { from: 'default', value: 14 },
    ],
    mostDays: [{ from: 'default', value: 60 }],
    isStrict: [
      { from: 'installation', value: false },
      { from: 'default', value: true },
    ],
    keeper: [{ from: 'installation', value: keeper, label: 'Keeper' }],
  });
  expect(await effective('one')).toMatchObject({ company: ids['one'], id: null, settings: { usualDays: [{ from: 'installation' }, { from: 'default' }] } });
});

test('a company takes its own back, yes and no among them, and then the installation', async () => {
  expect([await isStrict('one'), await isStrict('two')]).toEqual([false, false]);
  await admin.patch(`/api/loans/settings/${ids['own']}`, { isStrict: true });
  expect([await isStrict('one'), await isStrict('two')]).toEqual([false, true]);
  expect((await admin.patch(`/api/loans/settings/${ids['own']}`, { isStrict: null, usualDays: null })).json).toMatchObject({ isStrict: null, usualDays: null });
  expect([await isStrict('one'), await isStrict('two')]).toEqual([false, false]);
  expect((await effective('two')).settings.usualDays[0]).toEqual({ from: 'installation', value: 7 });
  await admin.patch(`/api/loans/settings/${ids['all']}`, { isStrict: null, usualDays: null });
  expect([await isStrict('one'), await isStrict('two')]).toEqual([true, true]);
  expect((await effective('two')).settings.usualDays).toEqual([{ from: 'default', value: 14 }]);
});

test('nobody learns more than the records of settings tell them', async () => {
  await admin.patch(`/api/loans/settings/${ids['all']}`, { usualDays: 9, mostDays: 44 });
  await admin.patch(`/api/loans/settings/${ids['own']}`, { usualDays: 6 });
  const companies = [ids['two'] ?? ''];
  const { client: ofCompanies } = await hire(app, { name: 'Of', email: 'of@example.com', roles: ['loans.of-companies'], companies });
  const { client: without } = await hire(app, { name: 'Without', email: 'without@example.com', roles: ['loans.without-most'], companies });
  const { client: clerk } = await hire(app, { name: 'Clerk', email: 'clerk@example.com', roles: ['loans.clerk'], companies });
  const hidden = { from: 'installation', value: null, hidden: true };
  const seen = await effective('two', ofCompanies);
  expect(seen.settings.usualDays).toEqual([{ from: 'company', value: 6 }, hidden, { from: 'default', value: 14 }]);
  expect(seen.settings.mostDays).toEqual([hidden, { from: 'default', value: 60 }]);
  expect(await effective(undefined, ofCompanies)).toMatchObject({ id: null, settings: { mostDays: [hidden, { from: 'default' }] } });
  expect(Object.keys((await effective('two', without)).settings)).not.toContain('mostDays');
  // A reference to what the caller may not see.
  expect((await effective('two', without)).settings.keeper).toEqual([hidden]);
  expect((await clerk.get('/api/loans/settings/effective')).status).toBe(403);
  expect((await without.get(`/api/loans/settings/effective?company=${ids['one']}`)).status).toBe(403);
  expect((await admin.get('/api/loans/loans/effective')).status).toBe(404);
  expect((await app.nobody.get('/api/loans/settings/effective')).status).toBe(401);
});

test('a setting that may be left empty is told to the screens', async () => {
  const meta = (await admin.get('/api/meta')).json;
  const { fields } = meta.entities.find(({ id }: { readonly id: string }) => id === 'loans.settings');
  expect(fields.filter((field: { readonly inherits?: true }) => field.inherits === true).map(({ name }: { readonly name: string }) => name)).toEqual([
    'usualDays',
    'mostDays',
    'reasonFrom',
    'approvalFrom',
    'isStrict',
    'keeper',
  ]);
});

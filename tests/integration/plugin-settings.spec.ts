import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startApp, type RunningApp } from '../../core/app.js';
import { readConfig } from '../../core/kernel/config.js';
import { Client } from '../support/client.js';
import type { Editable } from '../support/edit-plugins.js';
import { pluginsOfPage } from '../support/plugins-of-page.js';
import { hire } from '../support/hire.js';
import { administrator, startTestApp, type TestApp } from '../support/test-app.js';

let app: TestApp;
let admin: Client;
let clerk: Client;
let folder: string;
const ids: Record<string, string> = {};

beforeAll(async () => {
  folder = await pluginsOfPage('plugin-settings.md');
  await withKeeper(join(folder, 'loans/entities'));
  app = await startTestApp({ plugins: [folder] });
  admin = app.administrator;
  const [company] = (await admin.get('/api/base/companies')).json;
  ids['one'] = company.id;
  ids['two'] = await admin.make('base/companies', { name: 'Second', currency: company.currency });
  const companies = [company.id, ids['two']];
  ({ client: clerk } = await hire(app, { name: 'Clerk', email: 'clerk@example.com', roles: ['loans.clerk'], companies }));
}, 120_000);
afterAll(() => app.close());

/** The settings name a party, and a form asks for its name. */
async function withKeeper(entities: string): Promise<void> {
  const edit = async (file: string, change: (json: Editable) => void): Promise<void> => {
    const json: Editable = JSON.parse(await readFile(join(entities, file), 'utf8'));
    change(json);
    await writeFile(join(entities, file), JSON.stringify(json));
  };
  await edit('settings.json', ({ fields }) => (fields.keeper = { type: 'reference', entity: 'base.party', label: 'Keeper' }));
  await edit('loan.json', ({ fields }) => (fields.note.visible = { expression: 'settings.loans.keeper.name != thing' }));
}

const lend = async (company: string, more: object = {}, client = admin) => client.post('/api/loans/loans', { thing: 'Ladder', company: ids[company], ...more });

test('what is declared holds until somebody says otherwise, for the installation and then for a company', async () => {
  expect((await lend('one')).json).toMatchObject({ days: 14, note: null });
  ids['all'] = await admin.make('loans/settings', { usualDays: 7 });
  expect((await lend('one')).json).toMatchObject({ days: 7 });
  ids['own'] = await admin.make('loans/settings', { company: ids['two'], usualDays: 5, mostDays: null });
  expect((await lend('one')).json).toMatchObject({ days: 7 });
  expect((await lend('two')).json).toMatchObject({ days: 5 });
  // What the company leaves empty is that of the installation.
  await admin.patch(`/api/loans/settings/${ids['all']}`, { mostDays: 40 });
  expect(await lend('two', { days: 41, reason: 'x' })).toMatchObject({ status: 422, json: { errors: [{ pointer: '/days' }] } });
  expect(await admin.post('/api/loans/settings', { usualDays: 1 })).toMatchObject({ status: 409, json: { code: 'record.scope-taken' } });
});

test('conditions, checks, guards, transitions and workflows read them', async () => {
  expect(await lend('one', { days: 30 })).toMatchObject({ status: 422, json: { errors: [{ pointer: '/reason', code: 'field.required' }] } });
  const long = (await lend('one', { days: 30, reason: 'Roof' })).json;
  expect(long).toMatchObject({ note: 'long: more than 7' });
  const middle = (await lend('one', { days: 25 })).json.id;
  const action = (await admin.get(`/api/loans/loans/${middle}`)).json;
  expect(await admin.post(`/api/loans/loans/${middle}/actions/lend`)).toMatchObject({ status: 409 });
  expect(action._actions).toEqual([]);
  await admin.patch(`/api/loans/settings/${ids['all']}`, { approvalFrom: 26 });
  expect((await admin.get(`/api/loans/loans/${middle}`)).json._actions).toEqual(['lend']);
  expect(await admin.post(`/api/loans/loans/${middle}/actions/lend`)).toMatchObject({ status: 200, json: { note: 'at most 40' } });
});

test('rules follow them company by company, and those who may not see the settings still get what they give', async () => {
  expect((await clerk.get('/api/loans/settings')).status).toBe(403);
  expect((await lend('one', {}, clerk)).json).toMatchObject({ days: 7 });
  expect((await lend('one', { days: 8 }, clerk)).status).toBe(403);
  const days = async () => (await clerk.get('/api/loans/loans?sort=["days","ASC"]&range=[0,99]')).json.map((one: { readonly days: number }) => one.days);
  expect(await days()).toEqual([5, 7, 7, 7]);
  await admin.patch(`/api/loans/settings/${ids['all']}`, { usualDays: 25 });
  expect(await days()).toEqual([5, 7, 7, 7, 14, 25]);
});

test('forms are told what their expressions read, company by company, as it is now, and nothing else', async () => {
  const told = async (client: Client) => (await client.get('/api/meta/settings')).json;
  const usualDays = (await told(clerk)).find((one: { readonly path: readonly string[] }) => one.path.join('.') === 'loans.usualDays');
  expect(usualDays).toEqual({
    path: ['loans', 'usualDays'],
    kind: 'number',
    target: null,
    values: [
      { company: null, value: '25' },
      { company: ids['two'], value: '5' },
    ],
  });
  const paths = (await told(clerk)).map((one: { readonly path: readonly string[] }) => one.path.join('.'));
  expect(paths.filter((path: string) => path.startsWith('loans.')).sort()).toEqual(['loans.reasonFrom', 'loans.usualDays']);
  const { client: ofOne } = await hire(app, { name: 'One', email: 'one@example.com', roles: ['loans.clerk'], companies: [ids['one'] ?? ''] });
  const values = (await told(ofOne)).flatMap((one: { readonly values: readonly { readonly company: string | null }[] }) => one.values);
  expect(values.map((one: { readonly company: string | null }) => one.company)).not.toContain(ids['two']);
  await admin.patch(`/api/loans/settings/${ids['own']}`, { reasonFrom: 3 });
  expect((await told(clerk)).find((one: { readonly path: readonly string[] }) => one.path.join('.') === 'loans.reasonFrom').values).toEqual([
    { company: null, value: '30' },
    { company: ids['two'], value: '3' },
  ]);
  expect((await app.nobody.get('/api/meta/settings')).status).toBe(401);
});

test('what lies behind a record that a setting names is told to those who see it', async () => {
  await admin.patch(`/api/loans/settings/${ids['all']}`, { keeper: await admin.make('base/parties', { name: 'Keeper of ladders' }) });
  const told = async (client: Client) => (await client.get('/api/meta/settings')).json;
  const ofKeeper = { path: ['loans', 'keeper', 'name'], values: expect.arrayContaining([{ company: null, value: 'Keeper of ladders' }]) };
  expect(await told(admin)).toEqual(expect.arrayContaining([expect.objectContaining(ofKeeper)]));
  expect((await clerk.get('/api/base/parties')).status).toBe(403);
  expect(JSON.stringify(await told(clerk))).not.toContain('keeper');
});

test('another process reads them as they are now', async () => {
  const other: RunningApp = await startApp(
    readConfig({ PORT: '0', DATABASE_URL: app.databaseUrl, TRELLIS_DATA_DIR: folder, TRELLIS_PLUGINS: folder, TRELLIS_ROLE: 'web', LOG_LEVEL: 'silent' }),
  );
  try {
    const there = await new Client(other.url).signIn(administrator.email, administrator.password);
    await admin.patch(`/api/loans/settings/${ids['all']}`, { usualDays: 3 });
    expect((await lend('one', {}, there)).json).toMatchObject({ days: 3 });
  } finally {
    await other.close();
  }
});

import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { compileModel } from '../../core/definitions/compile-model.js';
import { projectRoot } from '../../core/kernel/project-root.js';
import { readPlugins } from '../../core/plugin-host/read-plugins.js';
import { openChangeBench } from '../support/change-bench.js';
import type { Client } from '../support/client.js';
import { edited } from '../support/edit-plugins.js';
import { startTestApp, type TestApp } from '../support/test-app.js';

const folder = join(projectRoot, 'tests/fixtures/with-any-reference');
const notes = '/api/registry/notes';
const ids = { mai: '', best: '', truck: '' };
let app: TestApp;
let admin: Client;
let clerk: Client;
let blind: Client;

beforeAll(async () => {
  app = await startTestApp({ plugins: [folder] });
  admin = app.administrator;
  ids.mai = await admin.make('registry/clients', { name: 'Mai', code: 'C-1', rank: 1 });
  ids.best = await admin.make('registry/clients', { name: 'Best', code: 'C-2', rank: 9 });
  ids.truck = await admin.make('registry/assets', { name: 'Truck', code: 'A-1' });
  const roles = new Map<string, string>(
    (await admin.get('/api/core/roles?range=[0,99]')).json.map((role: { code: string; id: string }) => [role.code, role.id]),
  );
  const as = async (name: string): Promise<Client> => {
    const user = await admin.make('core/users', { name, roles: [roles.get(`registry.${name}`)] });
    const key = await admin.post('/api/core/api-keys', { name, actsAs: user });
    return admin.withKey(key.json._secret);
  };
  clerk = await as('clerk');
  blind = await as('blind');
}, 60_000);
afterAll(() => app.close());

const client = (id: string): string => `registry.client/${id}`;
const asset = (id: string): string => `registry.asset/${id}`;
const found = async (who: Client, filter: object, more = ''): Promise<readonly string[]> => {
  const answer = await who.get(`${notes}?filter=${encodeURIComponent(JSON.stringify(filter))}&sort=["text","ASC"]${more}`);
  if (answer.status !== 200) throw new Error(answer.text);
  return answer.json.map((row: { readonly text: string }) => row.text);
};

test('it is one value of which each kind has a reference beside it', async () => {
  const id = await admin.make('registry/notes', { text: 'one', about: client(ids.best) });
  const row = (await admin.get(`${notes}/${id}?expand=about`)).json;
  expect(row).toMatchObject({
    about: client(ids.best),
    aboutClient: ids.best,
    aboutAsset: null,
    isOfBest: true,
    _labels: { about: 'Best' },
    _about: { id: ids.best, name: 'Best' },
  });
  expect((await admin.patch(`${notes}/${id}`, { about: asset(ids.truck) })).json).toMatchObject({
    about: asset(ids.truck),
    aboutClient: null,
    aboutAsset: ids.truck,
    isOfBest: false,
    _labels: { about: 'Truck' },
  });
  const [last] = (await admin.get(`${notes}/${id}/history`)).json;
  expect(last.changes).toEqual([{ field: 'about', from: client(ids.best), to: asset(ids.truck), fromLabel: 'Best', toLabel: 'Truck' }]);
  // What was read may be sent back; the parts alone are not written.
  const whole = (await admin.get(`${notes}/${id}`)).json;
  expect(await admin.put(`${notes}/${id}`, whole)).toMatchObject({ status: 200, json: { about: asset(ids.truck) } });
  expect(await admin.patch(`${notes}/${id}`, { aboutClient: ids.mai })).toMatchObject({
    status: 422,
    json: { errors: [{ pointer: '/aboutClient', code: 'record.system-key' }] },
  });
  expect((await admin.patch(`${notes}/${id}`, { about: null })).json).toMatchObject({ about: null, aboutClient: null, aboutAsset: null });
  expect((await admin.get(`${notes}/${id}/duplicate`)).json.text).toBe('one');
});

test('a record of the wrong kind, or none, is refused at its place', async () => {
  for (const [about, code] of [
    [`core.user/${ids.mai}`, 'field.any-reference'],
    [ids.mai, 'field.any-reference'],
    [asset(ids.mai), 'record.no-such-reference'],
  ])
    expect((await admin.post(notes, { text: 'wrong', about })).json.errors).toMatchObject([{ pointer: '/about', code }]);
});

test('it is filtered, grouped and sorted by what it points to', async () => {
  await admin.make('registry/notes', { text: 'f1', about: client(ids.mai) });
  await admin.make('registry/notes', { text: 'f2', about: asset(ids.truck) });
  await admin.make('registry/notes', { text: 'f3' });
  const among = (filter: object): object => ({ and: [{ text_startsWith: 'f' }, filter] });
  expect(await found(admin, among({ about: client(ids.mai) }))).toEqual(['f1']);
  expect(await found(admin, among({ about: [client(ids.mai), asset(ids.truck)] }))).toEqual(['f1', 'f2']);
  expect(await found(admin, among({ about_neq: client(ids.mai) }))).toEqual(['f2', 'f3']);
  expect(await found(admin, among({ about: null }))).toEqual(['f3']);
  expect(await found(admin, among({ about_isNull: false }))).toEqual(['f1', 'f2']);
  expect(await found(admin, among({ 'aboutClient.code': 'C-1' }))).toEqual(['f1']);
  expect((await admin.get(`${notes}?sort=["aboutAsset.name","ASC"]`)).status).toBe(200);
  expect(
    (await admin.get(`${notes}/aggregate?group=aboutAsset&measures=count&filter=${encodeURIComponent(JSON.stringify(among({ aboutAsset_isNull: false })))}`))
      .json,
  ).toMatchObject([{ aboutAsset: ids.truck, count: 1, _labels: { aboutAsset: 'Truck' } }]);
  expect((await admin.get(`${notes}?sort=["about","ASC"]`)).status).toBe(400);
  expect((await admin.get(`${notes}?filter=${encodeURIComponent('{"about":"x"}')}`)).status).toBe(400);
});

test('what the caller may not see of the other record stays hidden on every path', async () => {
  const seen = await admin.make('registry/notes', { text: 'r1', about: client(ids.mai) });
  const hidden = await admin.make('registry/notes', { text: 'r2', about: client(ids.best) });
  const none = await admin.make('registry/notes', { text: 'r3', about: asset(ids.truck) });
  const row = async (id: string): Promise<unknown> => (await clerk.get(`${notes}/${id}?expand=about,aboutClient`)).json;
  expect(await row(seen)).toMatchObject({ _labels: { about: 'Mai' }, _about: { name: 'Mai' } });
  expect(await row(hidden)).toMatchObject({ _labels: { about: null }, _about: null, _aboutClient: null, _restricted: expect.arrayContaining(['about']) });
  expect(await row(none)).toMatchObject({ _labels: { about: null }, _about: null, _restricted: expect.arrayContaining(['about']) });
  expect(await found(clerk, { and: [{ text_startsWith: 'r' }, { 'aboutClient.name': ['Mai', 'Best'] }] })).toEqual(['r1']);
  expect((await clerk.get(`${notes}?filter=${encodeURIComponent('{"aboutAsset.name":"Truck"}')}`)).status).toBe(400);
  const csv = (await clerk.get(`${notes}/export?fields=text,about&filter=${encodeURIComponent('{"text_startsWith":"r"}')}`)).text;
  expect(csv).not.toMatch(/Best|Truck/u);
  const [made] = (await clerk.get(`${notes}/${hidden}/history`)).json;
  expect(made.changes).toContainEqual({ field: 'about', from: null, to: client(ids.best), fromLabel: null, toLabel: '…' });
  // Nobody points to what they do not see.
  for (const about of [client(ids.best), asset(ids.truck)])
    expect((await clerk.post(notes, { text: 'r4', about })).json.errors).toMatchObject([{ pointer: '/about', code: 'record.no-such-reference' }]);
  expect((await clerk.post(notes, { text: 'r5', about: client(ids.mai) })).status).toBe(201);
});

test('where the field is hidden, so are its parts', async () => {
  const id = await admin.make('registry/notes', { text: 'h1', about: client(ids.mai) });
  const row = (await blind.get(`${notes}/${id}`)).json;
  expect(Object.keys(row).filter((key) => key.startsWith('about'))).toEqual([]);
  expect(row._labels).not.toHaveProperty('about');
  for (const filter of ['{"about":null}', '{"aboutClient":null}', '{"aboutClient.name":"Mai"}'])
    expect((await blind.get(`${notes}?filter=${encodeURIComponent(filter)}`)).status).toBe(400);
  for (const path of [`${notes}?expand=about`, `${notes}?expand=aboutClient`, `${notes}/aggregate?group=aboutClient&measures=count`])
    expect((await blind.get(path)).status).toBe(400);
  expect((await blind.get(`${notes}/export?filter=${encodeURIComponent('{"text":"h1"}')}`)).text).not.toMatch(/About(?! one)|Mai/u);
  expect(JSON.stringify((await blind.get(`${notes}/${id}/history`)).json)).not.toMatch(/about|Mai/u);
  expect((await blind.patch(`${notes}/${id}`, { about: null })).status).toBe(422);
});

test('what is pointed to stays, or the field is emptied, as it is declared', async () => {
  const gone = await admin.make('registry/clients', { name: 'Gone' });
  const id = await admin.make('registry/notes', { text: 'd1', about: client(gone), seeAlso: client(gone) });
  expect(await admin.delete(`/api/registry/clients/${gone}`)).toMatchObject({
    status: 409,
    json: { code: 'record.still-referred', detail: expect.stringContaining('Notes (1)') },
  });
  await admin.patch(`${notes}/${id}`, { about: null });
  expect((await admin.delete(`/api/registry/clients/${gone}`)).status).toBe(200);
  expect((await admin.get(`${notes}/${id}`)).json).toMatchObject({ about: null, seeAlso: null });
});

test('while records are deleted others point to them, and nothing points to nothing', async () => {
  const targets = await Promise.all(Array.from({ length: 12 }, (_, index) => admin.make('registry/clients', { name: `t${index}` })));
  const answers = await Promise.all(
    targets.flatMap((target) => [
      admin.post(notes, { text: 'race', about: client(target) }),
      admin.delete(`/api/registry/clients/${target}`),
      admin.post(notes, { text: 'race', about: client(target) }),
    ]),
  );
  expect(answers.filter(({ status }) => ![200, 201, 409, 422].includes(status)).map(({ text }) => text)).toEqual([]);
  for (const target of targets) {
    const isThere = (await admin.get(`/api/registry/clients/${target}`)).status === 200;
    expect((await found(admin, { about: client(target) })).length > 0).toBe(isThere);
  }
});

test('a table names the kind and the record, and takes them back by name or code', async () => {
  await admin.make('registry/notes', { text: 'c1', about: client(ids.mai) });
  const csv = (await admin.get(`${notes}/export?fields=text,about&filter=${encodeURIComponent('{"text":"c1"}')}`)).text;
  expect(csv.replace('\u{feff}', '')).toBe('Text,About\r\nc1,Client: Mai\r\n');
  const table = 'Text,About\nc2,Client: Mai\nc3,tài sản: A-1\nc4,C-2\nc5,registry.asset: Truck\nc6,\n';
  expect((await admin.post(`${notes}/import`, { csv: table })).json).toMatchObject({ created: 5, errors: [] });
  const rows = (await admin.get(`${notes}?filter=${encodeURIComponent('{"text":["c2","c3","c4","c5","c6"]}')}&sort=["text","ASC"]`)).json;
  expect(rows.map((row: { about: string | null }) => row.about)).toEqual([client(ids.mai), asset(ids.truck), client(ids.best), asset(ids.truck), null]);
  await admin.make('registry/assets', { name: 'Mai' });
  const wrong = (await admin.post(`${notes}/import`, { csv: 'Text,About\nw1,Mai\nw2,Client: Nobody\n' })).json;
  expect(wrong.errors.map(({ code }: { code: string }) => code)).toEqual(['transfer.several-records', 'transfer.no-such-record']);
});

test('entities and fields are renamed, and what points goes on pointing', async () => {
  const sources = await readPlugins([join(projectRoot, 'core/identity/plugin'), folder]);
  const [one, two] = ['01890000-0000-7000-8000-000000000001', '01890000-0000-7000-8000-000000000002'];
  const bench = await openChangeBench({
    sources,
    seed: [
      `INSERT INTO registry_client (id, name) VALUES ('${one}', 'Mai')`,
      `INSERT INTO registry_note (id, text, about_client) VALUES ('${two}', 'n', '${one}')`,
    ],
  });
  try {
    await expect(bench.query(`UPDATE registry_note SET about_asset = '${one}'`)).rejects.toThrow();
    const renamed = edited(
      edited(sources, 'note.json', (json) => {
        const { about, ...others } = json.fields;
        json.fields = { ...others, topic: { ...about, entities: ['registry.customer', 'registry.asset'], formerly: 'about' } };
        json.fields.seeAlso.entities = ['registry.customer', 'registry.note', 'registry.asset'];
        json.fields.isOfBest.expression = 'topicCustomer.rank >= 5';
      }),
      'client.json',
      (json) => Object.assign(json, { name: 'customer', plural: 'customers', formerly: { name: 'client', plural: 'clients' } }),
    ).map((source) => ({
      ...source,
      files: source.files.map((file) => ({ ...file, path: file.path.replace('entities/client.json', 'entities/customer.json') })),
    }));
    const roles = edited(
      edited(renamed, 'clerk.json', (json) => (json.grants[1].entity = 'registry.customer')),
      'blind.json',
      (json) => {
        json.grants[0].hide = ['topic'];
        json.grants[1].entity = 'registry.customer';
      },
    );
    await bench.apply(roles);
    await bench.contract(roles);
    expect(await bench.query('SELECT topic_customer::text AS customer, topic_asset FROM registry_note')).toEqual([{ customer: one, topic_asset: null }]);
    await expect(bench.query(`DELETE FROM registry_customer`)).rejects.toThrow(/foreign key/u);
  } finally {
    await bench.close();
  }
});

test('another entity of the same name is added, and what points goes on pointing', async () => {
  const sources = await readPlugins([join(projectRoot, 'core/identity/plugin'), folder]);
  const entities = ['registry.client', 'core.user'];
  const before = edited(sources, 'note.json', (json) => (json.fields.about.entities = entities));
  const text = sources.flatMap(({ files }) => files).find(({ path }) => path.endsWith('entities/asset.json'))?.text ?? '';
  const user = { ...JSON.parse(text), name: 'user', plural: 'users' };
  const after = edited(before, 'note.json', (json) => (json.fields.about.entities = [...entities, 'registry.user'])).map((source) => {
    const asset = source.files.find(({ path }) => path.endsWith('entities/asset.json'));
    return asset === undefined
      ? source
      : { ...source, files: [...source.files, { ...asset, path: asset.path.replace('asset.json', 'user.json'), text: JSON.stringify(user) }] };
  });
  const bench = await openChangeBench({ sources: before });
  try {
    const { steps } = await bench.plan(after);
    expect(steps.filter(({ table, kind }) => table === 'registry_note' && kind.endsWith('-column')).map(({ kind, column }) => [kind, column])).toEqual([
      ['add-column', 'about_registry_user'],
    ]);
    await bench.apply(after);
  } finally {
    await bench.close();
  }
});

test('an entity that is not there, and a name that is taken, are told with their place', async () => {
  const sources = await readPlugins([join(projectRoot, 'core/identity/plugin'), folder]);
  const problems = (change: Parameters<typeof edited>[2]): readonly object[] => {
    const compiled = compileModel(edited(sources, 'note.json', change));
    return compiled.kind === 'problems' ? compiled.problems.map(({ code, line }) => ({ code, isPlaced: line > 1 })) : [];
  };
  expect(problems((json) => (json.fields.about.entities = ['registry.client', 'registry.nothing']))).toEqual([
    { code: 'reference.unknown-entity', isPlaced: true },
  ]);
  const before = { type: 'reference', entity: 'registry.note', label: 'x' };
  const fetching = (field: object): readonly object[] => problems((json) => Object.assign(json.fields, { before, copy: { ...field, label: 'x' } }));
  expect(fetching({ type: 'text', fetch: 'before.about' })).toEqual([{ code: 'fetch.wrong-type', isPlaced: true }]);
  const any = { type: 'any-reference', entities: ['registry.client', 'registry.asset'] };
  expect(fetching({ ...any, fetch: 'before.about' })).toEqual([{ code: 'fetch.wrong-type', isPlaced: true }]);
  expect(problems((json) => (json.fields.aboutAsset = { type: 'text', label: 'x' }))).toEqual([{ code: 'field.duplicate-column', isPlaced: true }]);
});

import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { sql } from '../../core/data/sql.js';
import { compileModel } from '../../core/definitions/compile-model.js';
import { projectRoot } from '../../core/kernel/project-root.js';
import { readPlugins } from '../../core/plugin-host/read-plugins.js';
import { createRecord } from '../../core/records/create-record.js';
import { getRecord } from '../../core/records/get-record.js';
import { historyOf } from '../../core/records/history.js';
import { erasePersonal } from '../../core/records/personal/erase-personal.js';
import { exportPersonal } from '../../core/records/personal/export-personal.js';
import { readSecret } from '../../core/records/read-secret.js';
import { updateRecord } from '../../core/records/update-record.js';
import { pluginsOfDocument } from '../support/plugins-of-document.js';
import type { Client } from '../support/client.js';
import { rowsOf } from '../support/rows-of.js';
import { createTestPlatform } from '../support/test-platform.js';
import { startTestApp, type TestApp } from '../support/test-app.js';

let app: TestApp;
let admin: Client;
let folder: string;
beforeAll(async () => {
  folder = await pluginsOfDocument('docs/field-keys.md');
  app = await startTestApp({ plugins: [folder] });
  admin = app.administrator;
});
afterAll(async () => {
  await app.close();
  await rm(folder, { recursive: true, force: true });
});

const contract = (body: object): ReturnType<Client['post']> => admin.post('/api/hire/contracts', { name: 'A', ...body });
const refused = (json: { errors: readonly { pointer: string; code: string }[] }): readonly string[] =>
  json.errors.map(({ pointer, code }) => `${pointer} ${code}`);

test('a field is required while its condition holds and it is visible', async () => {
  expect(await contract({})).toMatchObject({ status: 201, json: { taxNumber: null } });
  const firm = await contract({ kind: 'firm' });
  expect([firm.status, refused(firm.json)]).toEqual([422, ['/taxNumber field.required']]);
  const made = await contract({ kind: 'firm', taxNumber: '0101' });
  expect(made.status).toBe(201);
  const emptied = await admin.patch(`/api/hire/contracts/${made.json.id}`, { taxNumber: null });
  expect([emptied.status, refused(emptied.json)]).toEqual([422, ['/taxNumber field.required']]);
  expect(await admin.patch(`/api/hire/contracts/${made.json.id}`, { taxNumber: null, kind: 'person' })).toMatchObject({ status: 200 });
});

test('a transition waits for what its state requires, and a line for its own', async () => {
  const { json } = await contract({});
  const lost = await admin.post(`/api/hire/contracts/${json.id}/actions/lose`);
  expect([lost.status, refused(lost.json)]).toEqual([422, ['/whyLost field.required']]);
  await admin.patch(`/api/hire/contracts/${json.id}`, { whyLost: 'too dear' });
  expect(await admin.post(`/api/hire/contracts/${json.id}/actions/lose`)).toMatchObject({ status: 200, json: { state: 'lost' } });
  const long = await contract({ machines: [{ what: 'crane' }, { what: 'drill', hours: 30 }] });
  expect([long.status, refused(long.json)]).toEqual([422, ['/machines/1/reason field.required']]);
});

test('what is read-only in the record as it would become is refused from outside, and what stays the same is not', async () => {
  const { json } = await contract({ rate: '100' });
  const path = `/api/hire/contracts/${json.id}`;
  expect(await admin.patch(path, { rate: '120' })).toMatchObject({ status: 200, json: { rate: '120.00' } });
  const signed = await admin.post(`${path}/actions/sign`);
  for (const answer of [await admin.patch(path, { rate: '90' }), await admin.put(path, { ...signed.json, rate: '90' })])
    expect([answer.status, refused(answer.json)]).toEqual([422, ['/rate record.read-only']]);
  expect(await admin.put(path, { ...signed.json, name: 'B' })).toMatchObject({ status: 200, json: { name: 'B', rate: '120.00' } });
});

test('defaults read what was given and each other, in whatever order', async () => {
  expect(await contract({ rate: '10' })).toMatchObject({ status: 201, json: { days: 7, deposit: '70.00', insured: '140.00' } });
  expect(await contract({ rate: '10', days: 2 })).toMatchObject({ json: { deposit: '20.00', insured: '40.00' } });
  expect(await contract({ rate: '10', deposit: '5' })).toMatchObject({ json: { deposit: '5.00', insured: '10.00' } });
  expect(await contract({})).toMatchObject({ json: { deposit: null, insured: null } });
});

test('a default may read what is fetched through a reference', async () => {
  const hirer = await admin.make('base/parties', { name: 'Hoa', phone: '0901234567' });
  expect(await contract({ hirer })).toMatchObject({ status: 201, json: { phone: '0901234567', note: 'call 0901234567' } });
  expect(await contract({ hirer, note: 'none' })).toMatchObject({ status: 201, json: { note: 'none' } });
});

test('the screens are told the conditions', async () => {
  const meta = await admin.get('/api/meta');
  const entity = meta.json.entities.find((one: { id: string }) => one.id === 'hire.contract');
  const field = (name: string): unknown => entity.fields.find((one: { name: string }) => one.name === name);
  expect(field('taxNumber')).toMatchObject({ required: false, requiredWhen: 'true', visibleWhen: 'kind == "firm"' });
  expect(field('rate')).toMatchObject({ writable: true, readOnlyWhen: 'state != "draft"' });
});

test('unique with another field, and within the record, whoever writes at the same time', async () => {
  const answers = await Promise.all(Array.from({ length: 8 }, () => contract({ code: 'X-1' })));
  expect(answers.map(({ status }) => status).toSorted((one, other) => one - other)).toEqual([201, ...Array.from({ length: 7 }, () => 422)]);
  expect(refused(answers.find(({ status }) => status === 422)?.json)).toEqual(['/code record.not-unique', '/kind record.not-unique']);
  expect(await contract({ code: 'X-1', kind: 'firm', taxNumber: '1' })).toMatchObject({ status: 201 });
  expect(await contract({ code: 'x-1' })).toMatchObject({ status: 201 });
  expect(
    [await contract({ code: null }), await contract({ code: 'Y', kind: null }), await contract({ code: 'Y', kind: null })].map(({ status }) => status),
  ).toEqual([201, 201, 201]);
  const saws = await contract({ machines: [{ what: 'saw' }, { what: 'saw' }] });
  expect([saws.status, refused(saws.json)]).toEqual([422, ['/machines/1/what record.not-unique']]);
  const { json } = await contract({ machines: [{ what: 'saw' }, { what: 'drill' }] });
  const [saw, drill] = json.machines;
  const swapped = await admin.patch(`/api/hire/contracts/${json.id}`, {
    machines: [
      { id: saw.id, what: 'drill' },
      { id: drill.id, what: 'saw' },
    ],
  });
  expect(swapped).toMatchObject({ status: 200 });
});

test('lines about records of which each comes once', async () => {
  const [one, two] = [await admin.make('base/parties', { name: 'One' }), await admin.make('base/parties', { name: 'Two' })];
  const twice = await contract({ drivers: [{ driver: one }, { driver: two, share: '50' }, { driver: one }] });
  expect([twice.status, refused(twice.json)]).toEqual([422, ['/drivers/2/driver record.not-unique']]);
  const { json } = await contract({ drivers: [{ driver: one }] });
  const add = (): ReturnType<Client['post']> =>
    admin.patch(`/api/hire/contracts/${json.id}`, { drivers: [{ driver: one, id: json.drivers[0].id }, { driver: two }] });
  await Promise.all([add(), add(), add(), add()]);
  expect((await admin.get(`/api/hire/contracts/${json.id}`)).json.drivers.map((line: { driver: string }) => line.driver)).toEqual([one, two]);
  const meta = (await admin.get('/api/meta')).json.entities.find((entity: { id: string }) => entity.id === 'hire.assignment');
  expect(meta.fields.find((field: { name: string }) => field.name === 'driver')).toMatchObject({ distinct: true });
});

test('a duplicate starts with what may be copied', async () => {
  const hirer = await admin.make('base/parties', { name: 'Lan', phone: '0907654321' });
  const { json } = await contract({ name: 'Original', code: 'D-1', rate: '10', hirer, machines: [{ what: 'saw', hours: 3 }] });
  await admin.post(`/api/hire/contracts/${json.id}/actions/sign`);
  const copy = await admin.get(`/api/hire/contracts/${json.id}/duplicate`);
  expect(copy.json).toEqual({
    ...{ name: 'Original', kind: 'person', rate: '10.00', days: 7, deposit: '70.00', insured: '140.00', hirer, note: 'call 0907654321' },
    drivers: [],
    machines: [{ what: 'saw', hours: 3, _labels: {} }],
    _labels: { hirer: 'Lan' },
  });
  const made = await admin.post('/api/hire/contracts', copy.json);
  expect(made).toMatchObject({ status: 201, json: { state: 'draft', version: 1, phone: '0907654321' } });
  expect(await admin.get('/api/hire/contracts/01a20a84-b95b-7553-949e-561340c99766/duplicate')).toMatchObject({ status: 404 });
});

test('a secret is written and never read, whatever way one asks', async () => {
  const made = await contract({ name: 'Gate', gatePin: 'open-sesame' });
  expect(made).toMatchObject({ status: 201, json: { gatePin: true } });
  const path = `/api/hire/contracts/${made.json.id}`;
  const sealed = async (): Promise<string> => JSON.stringify(await rowsOf(app.databaseUrl, `SELECT gate_pin FROM hire_contract WHERE id = '${made.json.id}'`));
  const first = await sealed();
  expect(first).toMatch(/^\[\{"gate_pin":"sealed:/u);
  const put = await admin.put(path, { ...made.json, name: 'Gate 2' });
  expect([put.json.gatePin, await sealed()]).toEqual([true, first]);
  await admin.patch(path, { gatePin: 'open-sesame-2' });
  expect(await sealed()).not.toBe(first);
  const asked = [
    ...[path, `${path}/history`, `${path}/duplicate`, '/api/hire/contracts', '/api/hire/contracts?fields=gatePin&filter={"gatePin_isNull":false}'],
    ...['/api/hire/contracts/export?format=csv', '/api/meta', '/api/openapi.json'],
  ];
  for (const one of asked)
    expect([one, (await admin.get(one)).text.includes('sesame'), (await admin.get(one)).text.includes('sealed:')]).toEqual([one, false, false]);
  expect((await admin.get(`${path}/history`)).json[0].changes).toContainEqual({ field: 'gatePin', from: true, to: true });
  const refusals = ['filter={"gatePin":"open-sesame-2"}', 'filter={"gatePin_startsWith":"o"}', 'sort=["gatePin","ASC"]'];
  for (const query of refusals) expect([query, (await admin.get(`/api/hire/contracts?${query}`)).status]).toEqual([query, 400]);
  for (const query of ['group=gatePin', 'measures=min(gatePin)'])
    expect([query, (await admin.get(`/api/hire/contracts/aggregate?${query}`)).status]).toEqual([query, 400]);
  const tooLong = await admin.patch(path, { gatePin: 'x'.repeat(21) });
  expect([tooLong.status, refused(tooLong.json)]).toEqual([422, ['/gatePin field.too-long']]);
  expect(await admin.patch(path, { gatePin: null })).toMatchObject({ json: { gatePin: null } });
});

test('a secret is opened for its own plugin; what is personal is handed out and erased, from the history too', async () => {
  const platform = await createTestPlatform({ plugins: [folder, join(projectRoot, 'plugins')] });
  try {
    const entity = platform.platform.model.entities.get('hire.contract');
    if (entity === undefined) throw new Error('no contracts');
    const caller = platform.caller();
    const { id } = JSON.parse(await createRecord(platform.platform, caller, entity, { name: 'P', idNumber: '0790990', days: 3, gatePin: 'sesame' }));
    expect(await readSecret(platform.platform, { plugin: 'hire', entity: 'hire.contract', id, field: 'gatePin' })).toBe('sesame');
    for (const [plugin, name] of [
      ['crm', 'gatePin'],
      ['hire', 'idNumber'],
    ] as const)
      await expect(readSecret(platform.platform, { plugin, entity: 'hire.contract', id, field: name })).rejects.toMatchObject({
        code: 'record.no-such-secret',
      });
    await updateRecord(platform.platform, caller, entity, id, { idNumber: '0790991', days: 4 }, { mode: 'patch' });
    expect(await exportPersonal(platform.platform, caller, entity, id)).toEqual({ idNumber: '0790991' });
    expect(await erasePersonal(platform.platform, caller, entity, id)).toEqual(['idNumber']);
    expect(JSON.parse(await getRecord(platform.platform, caller, entity, id))).toMatchObject({ name: 'P', idNumber: null, days: 4, version: 3 });
    const history = await historyOf(platform.platform, caller, entity, id);
    expect([history.includes('079099'), history.includes('"days"')]).toEqual([false, true]);
    const left = await platform.platform.database.rows(
      sql`SELECT 1 FROM trellis_change WHERE changes::text LIKE '%079099%' UNION ALL SELECT 1 FROM trellis_event WHERE (before::text || after::text) LIKE '%079099%'`,
    );
    expect(left).toEqual([]);
    await expect(erasePersonal(platform.platform, caller, entity, '01a20a84-b95b-7553-949e-561340c99766')).rejects.toMatchObject({ status: 404 });
  } finally {
    await platform.close();
  }
});

test('no expression names a secret', async () => {
  const entity = { name: 'gate', plural: 'gates', kind: 'record', label: 'Gate', labelPlural: 'Gates', title: 'pin' };
  const files = [
    { path: 'hut/plugin.json', role: 'plugin' as const, text: '{ "id": "hut", "version": "0.1.0", "label": "Hut" }' },
    {
      path: 'hut/entities/gate.json',
      role: 'entity' as const,
      text: JSON.stringify({ ...entity, fields: { pin: { type: 'text', label: 'Pin', dataClass: 'secret' } } }),
    },
  ];
  const compiled = compileModel([...(await readPlugins([join(projectRoot, 'core/identity/plugin')])), { folder: 'hut', files }]);
  expect(compiled).toMatchObject({ kind: 'problems', problems: [{ code: 'expression.unknown-name', pointer: '/title' }] });
});

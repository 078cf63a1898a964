import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Client } from '../support/client.js';
import { pluginsOfPage } from '../support/plugins-of-page.js';
import { startTestApp, type TestApp } from '../support/test-app.js';

let plugins: string;
let app: TestApp;
let admin: Client;
let me: string;
const path = (id: string, action?: string): string => `/api/claims/claims/${id}${action === undefined ? '' : `/actions/${action}`}`;

/** A step that acts for whoever changed the claim. */
const approveByStep = {
  name: 'approve-by-step',
  label: 'Approve by a step',
  timing: 'inline',
  on: [{ event: 'updated', entity: 'claims.claim', fields: ['subject'], when: 'subject == "By step"' }],
  steps: [{ step: 'transition', transition: 'approve' }],
};

beforeAll(async () => {
  plugins = join(await pluginsOfPage('lifecycles.md'), 'my-plugins');
  await mkdir(join(plugins, 'claims/workflows'), { recursive: true });
  await writeFile(join(plugins, 'claims/workflows/approve-by-step.json'), JSON.stringify(approveByStep));
  app = await startTestApp({ plugins: [plugins] });
  admin = app.administrator;
  me = (await admin.get('/api/auth/me')).json.id;
});
afterAll(async () => {
  await app.close();
  await rm(plugins, { recursive: true, force: true });
});

const claim = (more: object = {}): Promise<string> => admin.make('claims/claims', { subject: 'Taxi', ...more });

/** Somebody else, with a key and a role of the given grants. */
async function somebody(name: string, grants: readonly object[]): Promise<Client> {
  const role = await admin.make('core/roles', { name, grants });
  const user = await admin.make('core/users', { name, email: `${name}@example.com`, roles: [role] });
  const { json } = await admin.post('/api/core/api-keys', { name, actsAs: user });
  return admin.withKey(json._secret);
}
const every = (more: object = {}): object => ({ entity: 'claims.claim', canRead: true, canCreate: true, canUpdate: true, actions: '*', ...more });

test('a transition asks for what the next state requires, keeps it, and nobody empties it there', async () => {
  const id = await claim();
  expect(await admin.post(path(id, 'submit'))).toMatchObject({
    status: 422,
    json: {
      errors: [
        { pointer: '/amount', code: 'field.required' },
        { pointer: '/payee', code: 'field.required' },
      ],
    },
  });
  expect(await admin.post(path(id, 'submit'), { amount: 'much', payee: id })).toMatchObject({ status: 422 });
  expect(await admin.post(path(id, 'submit'), { amount: '5', payee: id })).toMatchObject({
    status: 422,
    json: { errors: [{ pointer: '/payee', code: 'record.no-such-reference' }] },
  });
  expect(await admin.post(path(id, 'submit'), { subject: 'Bus' })).toMatchObject({
    status: 422,
    json: { errors: [{ pointer: '/subject', code: 'record.unknown-input' }] },
  });
  expect(await admin.post(path(id, 'submit'), { amount: '12.50', payee: me })).toMatchObject({
    status: 200,
    json: { state: 'submitted', amount: '12.50', payee: me },
  });
  for (const answer of [await admin.patch(path(id), { amount: null }), await admin.put(path(id), { payee: null })])
    expect(answer).toMatchObject({ status: 422, json: { errors: [{ code: 'field.required' }] } });
  expect(await admin.patch(path(id), { amount: '13' })).toMatchObject({ status: 200 });
  const [entry] = (await admin.get(`${path(id)}/history?range=[1,1]`)).json;
  expect(entry).toMatchObject({
    action: 'submit',
    changes: [
      { field: 'amount', to: '12.50' },
      { field: 'payee', to: me },
      { field: 'state', to: 'submitted' },
    ],
  });
  const filled = await claim({ amount: '7.00', payee: me });
  expect(await admin.post(path(filled, 'submit'), { amount: '99' })).toMatchObject({ status: 200, json: { amount: '7.00' } });
});

test('a reason is asked each time and kept', async () => {
  const id = await claim({ amount: '7', payee: me });
  await admin.post(path(id, 'submit'));
  expect(await admin.post(path(id, 'refuse'))).toMatchObject({ status: 422, json: { errors: [{ pointer: '/refusal', code: 'field.required' }] } });
  expect(await admin.post(path(id, 'refuse'), { refusal: 'no-receipt' })).toMatchObject({ status: 200, json: { state: 'refused', refusal: 'no-receipt' } });
  expect(await admin.patch(path(id), { refusal: null })).toMatchObject({ status: 422 });
  await admin.post(path(id, 'submit'));
  expect(await admin.post(path(id, 'refuse'))).toMatchObject({ status: 422 });
  expect(await admin.post(path(id, 'refuse'), { refusal: 'too-much' })).toMatchObject({ status: 200, json: { refusal: 'too-much' } });
  const meta = (await admin.get('/api/meta')).json.entities.find((entity: { id: string }) => entity.id === 'claims.claim');
  const asks = Object.fromEntries(meta.transitions.map((one: { name: string; asks: unknown }) => [one.name, one.asks]));
  expect(asks).toMatchObject({
    refuse: [{ field: 'refusal', always: true }],
    submit: [
      { field: 'amount', always: false },
      { field: 'payee', always: false },
    ],
  });
});

test('whoever made a record or ran the named transition does not run the other, by any way', async () => {
  const ann = await somebody('ann', [every()]);
  const bob = await somebody('bob', [every()]);
  const cid = await somebody('cid', [every({ canCreate: false, canUpdate: false })]);
  const id = await ann.make('claims/claims', { subject: 'Train', amount: '9', payee: me });
  expect(await bob.post(path(id, 'submit'))).toMatchObject({
    status: 200,
    json: { _actions: ['refuse'], _refused: { approve: expect.stringContaining('second pair of eyes') } },
  });
  for (const one of [ann, bob]) {
    expect(await one.get(path(id), { 'accept-language': 'vi' })).toMatchObject({
      json: { _actions: ['refuse'], _refused: { approve: expect.stringContaining('người thứ hai') } },
    });
    expect(await one.post(path(id, 'approve'))).toMatchObject({ status: 403, json: { code: 'record.four-eyes' } });
    const bulk = { status: 200, json: [{ id, ok: false, problem: { code: 'record.four-eyes' } }] };
    expect(await one.post('/api/claims/claims/actions/approve', { ids: [id] })).toMatchObject(bulk);
    expect(await one.post('/api/claims/claims/actions/approve', { filter: { id } })).toMatchObject(bulk);
    expect(await one.patch(path(id), { subject: 'By step' })).toMatchObject({ status: 403, json: { code: 'record.four-eyes' } });
  }
  // Handed over, sent back and submitted by another: the hand that was in it stays.
  await ann.patch(path(id), { payee: (await cid.get('/api/auth/me')).json.id });
  await cid.post(path(id, 'refuse'), { refusal: 'too-much' });
  await ann.post(path(id, 'submit'));
  expect(await bob.post(path(id, 'approve'))).toMatchObject({ status: 403, json: { code: 'record.four-eyes' } });
  expect(await cid.post(path(id, 'approve'))).toMatchObject({ status: 200, json: { state: 'approved', _refused: {} } });
});

test('who may only run transitions answers what they ask, but for what is hidden from them', async () => {
  const runner = await somebody('runner', [every({ canCreate: false, canUpdate: false })]);
  const blind = await somebody('blind', [every({ canCreate: false, canUpdate: false, hiddenFields: 'amount' })]);
  const locked = await somebody('locked', [every({ readOnlyFields: 'amount' })]);
  const id = await claim({ payee: me });
  for (const one of [blind, locked])
    expect(await one.post(path(id, 'submit'), { amount: '4' })).toMatchObject({
      status: 403,
      json: { code: 'record.field-forbidden', errors: [{ pointer: '/amount' }] },
    });
  expect(await runner.post(path(id, 'submit'), { amount: '4' })).toMatchObject({ status: 200, json: { amount: '4.00' } });
});

test('an action is run on what a filter finds, within rights and bounds', async () => {
  const ids = [
    await claim({ subject: 'Bulk', amount: '1', payee: me }),
    await claim({ subject: 'Bulk', payee: me }),
    await claim({ subject: 'Bulk', amount: '3', payee: me }),
  ];
  const own = await somebody('own', [{ ...every(), rule: 'amount != null' }]);
  const run = (who: Client, body: object): ReturnType<Client['post']> => who.post('/api/claims/claims/actions/submit', body);
  expect(await run(own, { filter: { subject: 'Bulk', amount_gt: '2' } })).toMatchObject({ status: 200, json: [{ id: ids[2], ok: true }] });
  expect((await run(own, { filter: { subject: 'Bulk' } })).json.map((one: { id: string; ok: boolean }) => [one.id, one.ok])).toEqual([
    [ids[0], true],
    [ids[2], false],
  ]);
  expect(await run(admin, { filter: { subject: 'Bulk', state: 'draft' }, amount: '8' })).toMatchObject({ json: [{ id: ids[1], ok: true }] });
  expect(await run(admin, { filter: { colour: 'red' } })).toMatchObject({ status: 400 });
  for (const filter of [{}, { and: [] }, null]) expect(await run(admin, { filter })).toMatchObject({ status: 400, json: { code: 'record.ids' } });
  expect(await run(admin, { filter: {}, ids })).toMatchObject({ status: 400, json: { code: 'record.ids' } });
  expect(await run(admin, { filter: { subject: 'None' } })).toMatchObject({ status: 200, json: [] });
  expect(await run(admin, {})).toMatchObject({ status: 400 });
});

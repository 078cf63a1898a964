import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { startApp } from '../../core/app.js';
import { readConfig } from '../../core/kernel/config.js';
import type { Answer, Client } from '../support/client.js';
import { pluginsOfPage } from '../support/plugins-of-page.js';
import { rowsOf } from '../support/rows-of.js';
import { startTestApp, type TestApp } from '../support/test-app.js';

let plugins: string;
let app: TestApp;
let admin: Client;
beforeAll(async () => {
  plugins = join(await pluginsOfPage('conversions.md'), 'my-plugins');
  const folder = join(plugins, 'workshop/conversions');
  const { source, ...byChain } = JSON.parse(await readFile(join(folder, 'bill.json'), 'utf8'));
  expect(source).toBe('job');
  await writeFile(join(folder, 'bill-by-chain.json'), JSON.stringify({ ...byChain, name: 'bill-by-chain' }));
  app = await startTestApp({ plugins: [plugins] });
  admin = app.administrator;
});
afterAll(async () => {
  await app.close();
  await rm(plugins, { recursive: true, force: true });
});

interface Request {
  readonly id: string;
  readonly parts: readonly { readonly id: string; readonly cut: string }[];
  readonly percent: string | null;
}

const at = (id: string): string => `/api/workshop/requests/${id}`;
const request = async (...pieces: readonly number[]): Promise<Request> =>
  read(await admin.make('workshop/requests', { name: 'Shelf', parts: pieces.map((one, index) => ({ name: `Part ${index}`, pieces: one })) }));
const read = async (id: string): Promise<Request> => (await admin.get(at(id))).json;
const plan = (id: string, lines?: readonly object[]): Promise<Answer> => admin.post(`${at(id)}/actions/plan-job`, lines === undefined ? {} : { lines });
const made = (answer: Answer): string => answer.json._created[0].id;
const cuts = async (id: string): Promise<readonly number[]> => (await read(id)).parts.map(({ cut }) => Number(cut));

test('parts of it are taken, all that is open is proposed, and what is taken stands on lines and head', async () => {
  const { id, parts } = await request(10, 4);
  const [first, second] = parts.map((part) => part.id);
  expect((await admin.get(`${at(id)}/actions/plan-job`)).json).toEqual({
    lines: [
      { line: first, label: 'Part 0', quantity: '10', open: '10', unit: null },
      { line: second, label: 'Part 1', quantity: '4', open: '4', unit: null },
    ],
  });
  const one = await plan(id, [{ line: first, quantity: '3' }]);
  expect(one).toMatchObject({ status: 200, json: { percent: '21.4', version: 2, _actions: ['plan-job', 'close'], _created: [{ entity: 'workshop.job' }] } });
  expect((await admin.get(`/api/workshop/jobs/${made(one)}`)).json).toMatchObject({
    request: id,
    note: 'Shelf',
    cuts: [{ part: first, pieces: '3.000', note: 'Part 0' }],
  });
  expect((await admin.get(`${at(id)}/chain`)).json).toMatchObject([{ id: made(one), distance: 1 }]);
  expect((await admin.get(`/api/workshop/jobs/${made(one)}/chain`)).json).toMatchObject([{ id, distance: -1 }]);
  expect(await plan(id, [{ line: first, quantity: '8' }])).toMatchObject({
    status: 422,
    json: { errors: [{ pointer: '/lines/0/quantity', code: 'conversion.more-than-open' }] },
  });
  for (const [lines, code] of [
    [[{ line: id, quantity: 1 }], 'conversion.not-open'],
    [[{ line: first, quantity: -1 }], 'field.too-small'],
    [[{ line: first }], 'field'],
    [[{ quantity: 1 }], 'field.id'],
    ['all', 'field.wrong-type'],
    [[{ line: first, quantity: 0 }], 'conversion.nothing-chosen'],
  ] as const) {
    const answer = await admin.post(`${at(id)}/actions/plan-job`, { lines });
    expect([answer.status, answer.text.includes(code) ? code : answer.text]).toEqual([422, code]);
  }
  const rest = await plan(id);
  expect(rest).toMatchObject({ status: 200, json: { percent: '100.0' } });
  expect(await cuts(id)).toEqual([10, 4]);
  expect(await plan(id)).toMatchObject({ status: 409, json: { code: 'conversion.nothing-open' } });
  await admin.post(`${at(id)}/actions/close`);
  expect(await plan(id)).toMatchObject({ status: 409, json: { code: 'record.wrong-state' } });
});

test('what is cancelled or deleted is open again, what is changed counts as it is', async () => {
  const { id, parts } = await request(10);
  const job = made(await plan(id));
  const path = `/api/workshop/jobs/${job}`;
  const [line] = (await admin.get(path)).json.cuts;
  expect(await admin.patch(path, { cuts: [{ ...line, pieces: '6' }] })).toMatchObject({ status: 200 });
  expect(await cuts(id)).toEqual([6]);
  expect(await admin.patch(path, { cuts: [{ id: line.id, pieces: '11' }] })).toMatchObject({
    status: 422,
    json: { code: 'conversion.too-much', errors: [{ pointer: '/cuts/0/pieces' }] },
  });
  expect(await admin.post('/api/workshop/jobs', { cuts: [{ part: parts[0]?.id, pieces: '5' }] })).toMatchObject({
    status: 422,
    json: { code: 'conversion.too-much' },
  });
  expect(await admin.patch(at(id), { parts: [{ id: parts[0]?.id, pieces: '5' }] })).toMatchObject({
    status: 422,
    json: { errors: [{ pointer: '/parts/0/pieces', code: 'conversion.below-done' }] },
  });
  await admin.post(`${path}/actions/cancel`);
  expect(await cuts(id)).toEqual([0]);
  const other = made(await plan(id));
  expect(await admin.post(`${path}/actions/undo`)).toMatchObject({ status: 422, json: { code: 'conversion.too-much' } });
  await admin.delete(`/api/workshop/jobs/${other}`);
  expect(await admin.post(`${path}/actions/undo`)).toMatchObject({ status: 200 });
  expect(await cuts(id)).toEqual([6]);
  expect(await admin.patch(path, { cuts: [] })).toMatchObject({ status: 200 });
  expect(await cuts(id)).toEqual([0]);
  expect((await admin.get(`${at(id)}/chain`)).json).toMatchObject([{ id: job }]);
});

test('who does not see quantities or titles of lines, or the record, is refused without being told', async () => {
  const job = { entity: 'workshop.job', canRead: true, canCreate: true, canUpdate: true, actions: '*' };
  const cutter = async (name: string, grant: object): Promise<Client> => {
    const role = await admin.make('core/roles', { name, grants: [job, { entity: 'workshop.request', canRead: true, actions: 'plan-job', ...grant }] });
    const user = await admin.make('core/users', { name, email: `${name}@example.com`, roles: [role] });
    return admin.withKey((await admin.post('/api/core/api-keys', { name, actsAs: user })).json._secret);
  };
  const { id, parts } = await request(77, 5);
  const part = parts[0]?.id;
  const taken = await plan(id, [{ line: part, quantity: '33' }]);
  const others = await request(77);
  const first = made(await plan(others.id));
  const blind = await cutter('blind', { canUpdate: true, hiddenFields: 'parts.cut' });
  const nameless = await cutter('nameless', { hiddenFields: 'parts.name' });
  const stranger = await cutter('stranger', { rule: 'name != "Shelf"' });
  const asked = { lines: [{ line: part, quantity: '50' }] };
  const more = { cuts: [{ part, pieces: '50' }] };
  const refusedOf = ({ status, json, text }: Answer): unknown => [status, json.errors[0].code, /77|33|44|Part 0/u.test(text)];
  expect(refusedOf(await blind.post(`${at(id)}/actions/plan-job`, asked))).toEqual([422, 'conversion.more-than-there', false]);
  expect(refusedOf(await blind.post('/api/workshop/jobs', more))).toEqual([422, 'conversion.more-than-there', false]);
  expect(refusedOf(await blind.patch(at(id), { parts: [{ id: part, pieces: '1' }, { id: parts[1]?.id }] }))).toEqual([422, 'conversion.below-made', false]);
  const path = `/api/workshop/jobs/${made(taken)}`;
  const [line] = (await admin.get(path)).json.cuts;
  expect(refusedOf(await stranger.patch(path, { cuts: [{ id: line.id, pieces: '90' }] }))).toEqual([422, 'conversion.more-than-there', false]);
  await admin.post(`/api/workshop/jobs/${first}/actions/cancel`);
  await plan(others.id);
  expect(refusedOf(await stranger.post(`/api/workshop/jobs/${first}/actions/undo`))).toEqual([422, 'conversion.more-than-there', false]);
  const told = await nameless.post('/api/workshop/jobs', more);
  expect([told.json.errors[0].message, (await admin.post('/api/workshop/jobs', more)).json.errors[0].message]).toEqual([
    ...['Part: 83 would be taken of 77.', 'Part 0: 83 would be taken of 77.'],
  ]);
  expect((await blind.get(`${at(id)}/actions/plan-job`)).json).toEqual({ lines: [] });
});

test('20 who convert the same 10 pieces at once take exactly 10', async () => {
  const { id, parts } = await request(10);
  const line = parts[0]?.id;
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, index) =>
      index % 2 === 0 ? plan(id, [{ line, quantity: 1 }]) : admin.post('/api/workshop/jobs', { cuts: [{ part: line, pieces: 1 }] }),
    ),
  );
  expect(answers.filter(({ status }) => status === 200 || status === 201)).toHaveLength(10);
  expect(answers.filter(({ status }) => status === 409 || status === 422)).toHaveLength(10);
  expect(await cuts(id)).toEqual([10]);
  const whole = await request(10);
  const all = await Promise.all(Array.from({ length: 8 }, () => plan(whole.id)));
  expect(all.map(({ status }) => status).toSorted()).toEqual([200, 409, 409, 409, 409, 409, 409, 409]);
});

test('what is converted whole is converted once, also by 10 at a time, until what was made is cancelled or deleted', async () => {
  const convert = async (action: string): Promise<string> => {
    const path = `/api/workshop/jobs/${await admin.make('workshop/jobs', { note: 'Table' })}`;
    const run = (): Promise<Answer> => admin.post(`${path}/actions/${action}`);
    const all = await Promise.all(Array.from({ length: 10 }, run));
    expect(all.map(({ status }) => status).toSorted()).toEqual([200, ...Array.from({ length: 9 }, () => 409)]);
    const refused = all.find(({ status }) => status === 409);
    expect(refused?.json).toMatchObject({ code: 'conversion.already-made', detail: expect.stringContaining('Bill Table') });
    expect((await admin.get(`${path}/chain`)).json).toHaveLength(1);
    const first = `/api/workshop/bills/${made(all.find(({ status }) => status === 200) ?? (await run()))}`;
    await admin.post(`${first}/actions/void`);
    const second = await run();
    expect(second.status).toBe(200);
    expect(await admin.post(`${first}/actions/undo`)).toMatchObject({ status: 409, json: { code: 'conversion.already-made' } });
    await admin.delete(`/api/workshop/bills/${made(second)}`);
    expect((await admin.post(`${first}/actions/undo`)).status).toBe(200);
    expect((await run()).status).toBe(409);
    return path;
  };
  const path = await convert('bill');
  await convert('bill-by-chain');
  const grants = [
    { entity: 'workshop.job', canRead: true, actions: 'bill' },
    { entity: 'workshop.bill', canCreate: true, rule: 'note != "Table"' },
  ];
  const role = await admin.make('core/roles', { name: 'Biller', grants });
  const user = await admin.make('core/users', { name: 'Biller', roles: [role] });
  const biller = admin.withKey((await admin.post('/api/core/api-keys', { name: 'biller', actsAs: user })).json._secret);
  const hidden = await biller.post(`${path}/actions/bill`);
  expect([hidden.status, hidden.json.code, hidden.text.includes('Table')]).toEqual([409, 'conversion.already-made', false]);
  for (const _ of [1, 2, 3]) expect((await admin.post(`${path}/actions/ask-deposit`)).status).toBe(200);
});

test('whatever is converted, cancelled, taken up again and deleted, the sums are those of an oracle', async () => {
  const step = fc.oneof(
    fc.record({ kind: fc.constant('plan' as const), part: fc.nat(1), quantity: fc.integer({ min: 1, max: 7 }) }),
    fc.record({ kind: fc.constantFrom('cancel' as const, 'undo' as const, 'delete' as const), which: fc.nat(9) }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 14 }), async (steps) => {
      const { id, parts } = await request(9, 5);
      const jobs: { id: string; part: number; quantity: number; state: 'planned' | 'cancelled' | 'gone' }[] = [];
      const taken = (part: number): number => jobs.filter((job) => job.part === part && job.state === 'planned').reduce((sum, job) => sum + job.quantity, 0);
      for (const one of steps) {
        if (one.kind === 'plan') {
          const answer = await plan(id, [{ line: parts[one.part]?.id, quantity: one.quantity }]);
          const fits = taken(one.part) + one.quantity <= (one.part === 0 ? 9 : 5);
          expect(answer.status === 200).toBe(fits);
          if (fits) jobs.push({ id: made(answer), part: one.part, quantity: one.quantity, state: 'planned' });
          continue;
        }
        const job = jobs[one.which % Math.max(jobs.length, 1)];
        if (job === undefined) continue;
        const path = `/api/workshop/jobs/${job.id}`;
        const { status } = one.kind === 'delete' ? await admin.delete(path) : await admin.post(`${path}/actions/${one.kind}`);
        if (status === 200) job.state = one.kind === 'cancel' ? 'cancelled' : one.kind === 'undo' ? 'planned' : 'gone';
      }
      expect(await cuts(id)).toEqual([taken(0), taken(1)]);
    }),
    { numRuns: 12 },
  );
});

test('a start counts what nobody has counted', async () => {
  const { id, parts } = await request(10);
  await plan(id, [{ line: parts[0]?.id ?? '', quantity: '4' }]);
  await rowsOf(app.databaseUrl, `UPDATE workshop_part SET cut = NULL WHERE parent_id = '${id}' RETURNING id`);
  const folder = await mkdtemp(join(tmpdir(), 'trellis-test-'));
  const other = await startApp(
    readConfig({ PORT: '0', DATABASE_URL: app.databaseUrl, TRELLIS_DATA_DIR: folder, TRELLIS_PLUGINS: plugins, TRELLIS_ROLE: 'web', LOG_LEVEL: 'silent' }),
  );
  await other.close();
  await rm(folder, { recursive: true, force: true });
  expect(await cuts(id)).toEqual([4]);
  expect((await admin.get(`${at(id)}/actions/plan-job`)).json).toMatchObject({ lines: [{ open: '6' }] });
});

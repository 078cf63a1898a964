import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Answer, Client } from '../support/client.js';
import { pluginsOfPage } from '../support/plugins-of-page.js';
import { startTestApp, type TestApp } from '../support/test-app.js';

let plugins: string;
let app: TestApp;
let admin: Client;
const unit = new Map<string, string>();
beforeAll(async () => {
  plugins = join(await pluginsOfPage('conversions.md'), 'my-plugins');
  app = await startTestApp({ plugins: [plugins] });
  admin = app.administrator;
  for (const { code, id } of (await admin.get('/api/base/units')).json) unit.set(code, id);
});
afterAll(async () => {
  await app.close();
  await rm(plugins, { recursive: true, force: true });
});

interface Request {
  readonly id: string;
  readonly parts: readonly { readonly id: string; readonly cut: string }[];
}

const at = (id: string): string => `/api/workshop/requests/${id}`;
const read = async (id: string): Promise<Request> => (await admin.get(at(id))).json;
const plan = (id: string, lines?: readonly object[]): Promise<Answer> => admin.post(`${at(id)}/actions/plan-job`, lines === undefined ? {} : { lines });
const made = (answer: Answer): string => answer.json._created[0].id;
const cuts = async (id: string): Promise<readonly number[]> => (await read(id)).parts.map(({ cut }) => Number(cut));

test('what is requested in dozens is cut in pieces, counted back in dozens, and never more of it than there is', async () => {
  const [dozen, piece, kilo] = [unit.get('tá'), unit.get('cái'), unit.get('kg')];
  const requested = await read(await admin.make('workshop/requests', { name: 'Pegs', parts: [{ name: 'Peg', pieces: 2, unit: dozen, cutIn: piece }] }));
  const { id } = requested;
  const part = requested.parts[0]?.id;
  const cutsOf = async (job: string) => (await admin.get(`/api/workshop/jobs/${job}`)).json.cuts;
  expect((await admin.get(`${at(id)}/actions/plan-job`)).json).toMatchObject({ lines: [{ quantity: '2', open: '2' }] });
  expect(await plan(id, [{ line: part, quantity: '2.001' }])).toMatchObject({ status: 422, json: { errors: [{ code: 'conversion.more-than-open' }] } });
  const half = await plan(id, [{ line: part, quantity: '0.5' }]);
  expect(await cutsOf(made(half))).toMatchObject([{ pieces: '6.000', unit: piece }]);
  expect(await read(id)).toMatchObject({ percent: '25.0', parts: [{ cut: '0.500' }] });

  // Seven pieces by hand are 0.58333… dozens; what is left is eleven pieces to the last one.
  const seven = await admin.make('workshop/jobs', { cuts: [{ part, pieces: '7' }] });
  expect(await read(id)).toMatchObject({ parts: [{ cut: '1.083' }] });
  expect((await admin.get(`${at(id)}/actions/plan-job`)).json).toMatchObject({ lines: [{ open: '0.917' }] });
  const rest = await plan(id, [{ line: part, quantity: '0.917' }]);
  expect(await cutsOf(made(rest))).toMatchObject([{ pieces: '11.000' }]);
  expect(await read(id)).toMatchObject({ percent: '100.0', parts: [{ cut: '2.000' }] });
  expect(await plan(id)).toMatchObject({ status: 409, json: { code: 'conversion.nothing-open' } });
  expect(await admin.post('/api/workshop/jobs', { cuts: [{ part, pieces: '1' }] })).toMatchObject({ status: 422, json: { code: 'conversion.too-much' } });

  await admin.post(`/api/workshop/jobs/${seven}/actions/cancel`);
  const other = await admin.post('/api/workshop/jobs', { cuts: [{ part, pieces: '0.5', unit: kilo }] });
  expect(other).toMatchObject({ status: 422, json: { errors: [{ pointer: '/cuts/0/pieces', code: 'conversion.other-unit' }] } });
  expect(other.json.errors[0].message).toMatch(/^Peg: kg cannot be converted into tá/u);

  // A piece is no whole dozen.
  const pieces = await read(await admin.make('workshop/requests', { name: 'Nails', parts: [{ name: 'Nail', pieces: 30, unit: piece, cutIn: dozen }] }));
  const whole = await plan(pieces.id);
  expect(await cutsOf(made(whole))).toMatchObject([{ pieces: '2.000', unit: dozen }]);
  expect(await cuts(pieces.id)).toEqual([24]);
  expect(await plan(pieces.id)).toMatchObject({ status: 409, json: { code: 'conversion.too-fine' } });

  // In another unit the line is another quantity, and what was made of it is counted anew.
  const [nail] = pieces.parts;
  expect(await admin.patch(at(pieces.id), { parts: [{ id: nail?.id, pieces: '2', unit: dozen }] })).toMatchObject({ status: 200 });
  expect(await read(pieces.id)).toMatchObject({ percent: '100.0', parts: [{ cut: '2.000' }] });
  expect(await admin.patch(at(pieces.id), { parts: [{ id: nail?.id, unit: piece }] })).toMatchObject({
    status: 422,
    json: { errors: [{ pointer: '/parts/0/pieces', code: 'conversion.too-much' }] },
  });
  // Noted as taken are two dozens: of pieces that is more than one, whatever the bare numbers say.
  expect(await admin.patch(at(pieces.id), { parts: [{ id: nail?.id, pieces: '24', unit: piece }] })).toMatchObject({ status: 200 });
  expect(await admin.patch(at(pieces.id), { parts: [{ id: nail?.id, pieces: '1', unit: dozen }] })).toMatchObject({
    status: 422,
    json: { errors: [{ pointer: '/parts/0/pieces', code: 'conversion.too-much' }] },
  });
});

test('what stands from before in a unit that cannot be converted, or counts as more than there is, is cancelled one after the other', async () => {
  const [dozen, piece, kilo] = [unit.get('tá'), unit.get('cái'), unit.get('kg')];
  const requested = await read(await admin.make('workshop/requests', { name: 'Old', parts: [{ name: 'Old peg', pieces: 24, unit: piece, cutIn: piece }] }));
  const part = requested.parts[0]?.id;
  const jobs = [
    await admin.make('workshop/jobs', { cuts: [{ part, pieces: '12', unit: piece }] }),
    await admin.make('workshop/jobs', { cuts: [{ part, pieces: '12', unit: piece }] }),
  ];
  const client = new pg.Client({ connectionString: app.databaseUrl });
  await client.connect();
  for (const strange of [dozen, kilo]) {
    await client.query('UPDATE workshop_cut SET unit = $1 WHERE part = $2', [strange, part]);
    const [first, second] = jobs;
    expect(await admin.post(`/api/workshop/jobs/${strange === dozen ? first : second}/actions/cancel`)).toMatchObject({ status: 200 });
    if (strange === dozen) expect(await cuts(requested.id)).toEqual([144]);
  }
  await client.end();
  expect(await cuts(requested.id)).toEqual([0]);
});

test('20 who take a piece each of a dozen at once take exactly twelve', async () => {
  const requested = await read(
    await admin.make('workshop/requests', { name: 'Pegs', parts: [{ name: 'Peg', pieces: 1, unit: unit.get('tá'), cutIn: unit.get('cái') }] }),
  );
  const part = requested.parts[0]?.id;
  const answers = await Promise.all(Array.from({ length: 20 }, () => admin.post('/api/workshop/jobs', { cuts: [{ part, pieces: '1' }] })));
  expect(answers.map(({ status }) => status).toSorted()).toEqual([...Array<number>(12).fill(201), ...Array<number>(8).fill(422)]);
  expect(await cuts(requested.id)).toEqual([1]);
});

import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { projectRoot } from '../../core/kernel/project-root.js';
import { startTestApp } from '../support/test-app.js';

const run = promisify(execFile);
let folder: string;
let tutorial: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trellis-tutorial-'));
  tutorial = await readFile(join(projectRoot, 'docs/tutorial-plugin.md'), 'utf8');
  await run(process.execPath, [join(projectRoot, 'scripts/prepare.mjs')]);
}, 300_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

const trellis = (...words: readonly string[]) =>
  run(process.execPath, [join(projectRoot, 'scripts/trellis.mjs'), ...words], { cwd: folder, env: { ...process.env, TRELLIS_DATA_DIR: join(folder, 'data') } });

test('the tutorial makes a plugin that passes the check, starts, and does what it says', async () => {
  for (const [, words = ''] of tutorial.matchAll(/^npx trellis (create .*)$/gmu)) await trellis(...words.split(' '));
  expect((await trellis('check', 'my-plugins')).stdout).toMatch(/No problems: \d+ plugins/u);
  for (const [, path = '', text = ''] of tutorial.matchAll(/```json (\S+)\n([\s\S]*?)```/gu)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  expect((await trellis('check', 'my-plugins')).stdout).toMatch(/No problems: \d+ plugins/u);
  const app = await startTestApp({ plugins: [join(folder, 'my-plugins')] });
  try {
    const admin = app.administrator;
    const car = await admin.post('/api/car-pool/cars', { plate: '51F-123.45', kilometres: 48000, nextService: 50000 });
    expect(car).toMatchObject({ status: 201, json: { remaining: 2000, state: 'free' } });
    const take = (): ReturnType<typeof admin.post> => admin.post(`/api/car-pool/cars/${car.json.id}/actions/take`);
    expect(await take()).toMatchObject({ status: 409, json: { detail: 'Say who drives first.' } });
    await admin.patch(`/api/car-pool/cars/${car.json.id}`, { driver: (await admin.get('/api/auth/me')).json.id });
    expect(await take()).toMatchObject({ status: 200, json: { state: 'taken' } });
  } finally {
    await app.close();
  }
}, 120_000);

test('the workflows that are explained pass the check, and so does the one that the command makes', async () => {
  const pool = join(folder, 'my-pool', 'pool');
  await trellis('create', 'plugin', 'pool', '--in', 'my-pool');
  await trellis('create', 'entity', 'pool.trip', '--in', 'my-pool');
  const path = join(pool, 'entities/trip.json');
  const trip = JSON.parse(await readFile(path, 'utf8'));
  const state = (label: string): object => ({ label, color: 'grey' });
  Object.assign(trip.fields, {
    cost: { type: 'decimal', label: 'Cost', scale: 2 },
    kilometres: { type: 'integer', label: 'Kilometres' },
    reminded: { type: 'boolean', label: 'Reminded' },
    driver: { type: 'reference', entity: 'core.user', label: 'Driver' },
  });
  trip.lifecycle = {
    initial: 'planned',
    states: { planned: state('Planned'), begun: state('Begun'), ended: state('Ended'), settled: state('Settled') },
    transitions: {
      begin: { label: 'Begin', from: ['planned'], to: 'begun' },
      end: { label: 'End', from: ['begun'], to: 'ended' },
      settle: { label: 'Settle', from: ['ended'], to: 'settled' },
    },
  };
  await writeFile(path, JSON.stringify(trip));
  const page = await readFile(join(projectRoot, 'docs/workflows.md'), 'utf8');
  const shown = [...page.matchAll(/```(?:json|ts) my-plugins\/(\S+)\n([\s\S]*?)```/gu)];
  expect(shown).toHaveLength(5);
  for (const part of ['workflows', 'server']) await mkdir(join(pool, part), { recursive: true });
  for (const [, file = '', text = ''] of shown) await writeFile(join(folder, 'my-pool', file), text);
  const made = await trellis('create', 'workflow', 'pool.remind-of-trip', '--on', 'trip', '--in', 'my-pool');
  expect(made.stdout).toContain('remind-of-trip.json');
  expect((await trellis('check', 'my-pool')).stdout).toContain('No problems');
  await expect(trellis('create', 'workflow', 'pool.other', '--on', 'nothing', '--in', 'my-pool')).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringContaining('it has item, trip'),
  });
}, 120_000);

test('the example of the page on ledgers does what the page says', async () => {
  const page = await readFile(join(projectRoot, 'docs/ledgers.md'), 'utf8');
  for (const [, path = '', text = ''] of page.matchAll(/```json (\S+)\n([\s\S]*?)```/gu)) {
    await mkdir(dirname(join(folder, 'ledgers', path)), { recursive: true });
    await writeFile(join(folder, 'ledgers', path), text);
  }
  const app = await startTestApp({ plugins: [join(folder, 'ledgers')] });
  try {
    const admin = app.administrator;
    const tool = (await admin.post('/api/lending/tools', { name: 'Drill' })).json.id;
    const slip = async (quantity: number, action: string): Promise<readonly [string, number]> => {
      const { id } = (await admin.post('/api/lending/slips', { tool, quantity })).json;
      return [id, (await admin.post(`/api/lending/slips/${id}/actions/${action}`)).status];
    };
    expect((await slip(3, 'buy'))[1]).toBe(200);
    const [lent, status] = await slip(2, 'lend');
    expect(status).toBe(200);
    expect((await slip(2, 'lend'))[1]).toBe(409);
    expect((await admin.get('/api/lending/shelf')).json).toMatchObject([{ tool, there: '1.000', lent: '2.000' }]);
    expect(await admin.post(`/api/lending/slips/${lent}/actions/cancel`)).toMatchObject({ status: 200 });
    expect((await admin.get('/api/lending/shelf')).json).toMatchObject([{ there: '3.000', lent: '0.000' }]);
  } finally {
    await app.close();
  }
}, 120_000);

test('nonsense is answered with one sentence', async () => {
  await expect(trellis('create', 'plugin', 'Bad Name', '--in', 'elsewhere')).rejects.toMatchObject({
    code: 2,
    stderr: expect.stringContaining('A name has small letters'),
  });
  await expect(trellis('check', 'nowhere')).rejects.toMatchObject({ code: 1, stderr: expect.stringContaining('There is no folder') });
  await expect(trellis('create', 'entity', 'nothing.thing', '--in', 'elsewhere')).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringContaining('Make one first'),
  });
});

test('every setting is documented', async () => {
  const settings = await readFile(join(projectRoot, 'docs/settings.md'), 'utf8');
  const code = await readFile(join(projectRoot, 'core/kernel/config.ts'), 'utf8');
  const variables = [...code.matchAll(/^ {2}([A-Z][A-Z_]+): /gmu)].map(([, name]) => name ?? '');
  expect(variables.length).toBeGreaterThan(10);
  expect(variables.filter((name) => !settings.includes(`\`${name}\``))).toEqual([]);
});

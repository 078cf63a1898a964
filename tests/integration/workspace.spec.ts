import { execFile, execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile, mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { projectRoot } from '../../core/kernel/project-root.js';
import { until } from '../support/carrier-rigs.js';
import { Client } from '../support/client.js';
import { rowsOf } from '../support/rows-of.js';
import { administrator } from '../support/test-app.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';
import { TrellisProcess } from '../support/trellis-process.js';
import type { Loose } from '../support/test-engine.js';

jest.setTimeout(300_000);

const run = promisify(execFile);
let database: TestDatabase;
let folder: string;
let processes: readonly TrellisProcess[];
let clients: readonly Client[];
let env: Readonly<Record<string, string>>;

beforeAll(async () => {
  execFileSync(process.execPath, [join(projectRoot, 'scripts', 'prepare.mjs')], { stdio: 'ignore' });
  [database, folder] = [await createTestDatabase(), await mkdtemp(join(tmpdir(), 'trellis-workspace-'))];
  env = {
    DATABASE_URL: database.url,
    TRELLIS_DATA_DIR: join(folder, 'data'),
    TRELLIS_ADMIN_EMAIL: administrator.email,
    TRELLIS_ADMIN_PASSWORD: administrator.password,
    LOG_LEVEL: 'warn',
  };
  const first = await TrellisProcess.start(env);
  await first.ready();
  const second = await TrellisProcess.start({ ...env, TRELLIS_ROLE: 'web' });
  await second.ready();
  processes = [first, second];
  clients = await Promise.all(processes.map(({ url }) => new Client(url).signIn(administrator.email, administrator.password)));
}, 300_000);
afterAll(async () => {
  await Promise.all(processes.map((one) => one.stop()));
  await database.drop();
  await rm(folder, { recursive: true, force: true });
});

const trellis = (...words: readonly string[]) =>
  run(process.execPath, [join(projectRoot, 'scripts/trellis.mjs'), 'workspace', ...words], { cwd: folder, env: { ...process.env, ...env } });
const refused = async (...words: readonly string[]): Promise<{ readonly code: number; readonly stderr: string; readonly stdout: string }> =>
  trellis(...words).then(
    () => {
      throw new Error('it was not refused');
    },
    (error: { readonly code: number; readonly stderr: string; readonly stdout: string }) => error,
  );
const write = async (path: string, json: unknown): Promise<void> => {
  await mkdir(dirname(join(folder, path)), { recursive: true });
  await writeFile(join(folder, path), JSON.stringify(json, null, 2));
};
const lead = (more: object): object => ({
  entity: 'crm.lead',
  fields: { nickname: { type: 'text', label: { en: 'Nickname', vi: 'Biệt danh' } } },
  ...more,
});
const fieldsOf = async (client: Client): Promise<readonly string[]> =>
  (await client.get('/api/meta')).json.entities.find(({ id }: { id: string }) => id === 'crm.lead').fields.map(({ name }: { name: string }) => name);
const states = (): Promise<readonly { readonly revision: number; readonly refused: number | null }[]> =>
  Promise.all(processes.map(async ({ url }) => JSON.parse(await (await fetch(`${url}/api/health/ready`)).text()).workspace));
/** Waits for both, and has their documents read anew. */
const inForce = async (revision: number): Promise<void> => {
  await until(async () => (await states()).every((state) => state.revision === revision));
  clients = await Promise.all(processes.map(({ url }) => new Client(url).signIn(administrator.email, administrator.password)));
};
/** Without looking at the document, which changes under way. */
const plain = async (url: string): Promise<(method: string, path: string, body?: unknown) => Promise<{ readonly status: number; readonly json: Loose }>> => {
  const json = { 'content-type': 'application/json' };
  const answer = await fetch(`${url}/api/auth/login`, { method: 'POST', headers: json, body: JSON.stringify(administrator) });
  const cookie = (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  return async (method, path, body) => {
    const sent = body === undefined ? {} : { body: JSON.stringify(body) };
    const given = await fetch(url + path, { method, headers: { cookie, ...(body === undefined ? {} : json) }, ...sent });
    const text = await given.text();
    return { status: given.status, json: text === '' ? null : JSON.parse(text) };
  };
};

test('a folder is pulled, planned and applied, and every process takes it over', async () => {
  await trellis('pull', 'ours');
  expect((await trellis('plan', 'ours')).stdout).toContain('added    plugin.json');
  await write('ours/extensions/lead.json', lead({ columns: [{ field: 'nickname', afer: 'name' }] }));
  expect(await refused('plan', 'ours')).toMatchObject({ code: 1, stdout: expect.stringContaining('Did you mean "after"?') });
  expect(await refused('apply', 'ours')).toMatchObject({ code: 1, stderr: expect.stringContaining('ours/extensions/lead.json:') });
  await write('ours/extensions/lead.json', lead({ columns: [{ field: 'nickname', after: 'name' }] }));
  expect((await trellis('plan', 'ours')).stdout).toContain('add column crm_lead.nickname');
  const applied = JSON.parse((await trellis('apply', 'ours', '--message', 'nicknames', '--json')).stdout);
  expect(applied).toMatchObject({ revision: 1, plan: { isRefused: false } });
  await inForce(1);
  for (const client of clients) expect(await fieldsOf(client)).toContain('nickname');
  for (const client of clients) {
    const made = await client.post('/api/crm/leads', { name: 'Bình', nickname: 'Bi' });
    expect(made).toMatchObject({ status: 201, json: { nickname: 'Bi' } });
    expect((await client.get('/api/openapi.json')).text).toContain('nickname');
  }
  expect((await trellis('diff', 'ours')).stdout).toContain('The folder is revision 1.');
  expect((await trellis('log')).stdout).toMatch(/^1 {2}\S+ {2}.* {2}nicknames$/mu);
});

test('who was too slow is refused, over HTTP as well', async () => {
  await trellis('pull', 'slow');
  const [client] = clients;
  const { files, revision } = (await client?.get('/api/core/workspace'))?.json;
  const text = JSON.stringify(lead({ changes: { label: { en: 'Prospect', vi: 'Đầu mối' } } }));
  const body = { files: { ...files, 'extensions/lead.json': text }, base: revision, message: 'renamed' };
  expect(await client?.post('/api/core/workspace/plan', body)).toMatchObject({ status: 200, json: { problems: [], files: [{ change: 'changed' }] } });
  expect(await client?.post('/api/core/workspace', body)).toMatchObject({ status: 200, json: { revision: 2 } });
  expect(await client?.post('/api/core/workspace', body)).toMatchObject({ status: 412, json: { code: 'workspace.stale', head: 2 } });
  const broken = { ...body, base: 2, files: { ...files, '../../etc/passwd': '{}' } };
  expect(await client?.post('/api/core/workspace', broken)).toMatchObject({ status: 422, json: { problems: [{ code: 'file.unknown' }] } });
  await write('slow/extensions/lead.json', lead({ changes: { label: { en: 'Chance', vi: 'Cơ hội' } } }));
  expect(await refused('apply', 'slow')).toMatchObject({ code: 1, stderr: expect.stringContaining('has changed since the folder was pulled') });
  expect((await trellis('diff', 'slow')).stdout).toContain('changed extensions/lead.json');
  await trellis('apply', 'slow', '--force');
  await inForce(3);
});

test('what is taken away is kept and comes back with its values', async () => {
  await write('slow/extensions/lead.json', { entity: 'crm.lead', changes: { label: { en: 'Chance', vi: 'Cơ hội' } } });
  expect((await trellis('plan', 'slow')).stdout).toContain('crm_lead.nickname is parked');
  await trellis('apply', 'slow');
  await inForce(4);
  for (const client of clients) expect(await fieldsOf(client)).not.toContain('nickname');
  await trellis('apply', '--revision', '1');
  await inForce(5);
  expect((await clients[1]?.get(`/api/crm/leads?filter=${encodeURIComponent('{"nickname":"Bi"}')}`))?.json).toHaveLength(2);
});

test('only administrators see it', async () => {
  const [client] = clients;
  const user = await client?.post('/api/core/users', { name: 'Lan', email: 'lan@example.com' });
  const { json } = (await client?.post(`/api/auth/users/${user?.json.id}/password`, {})) ?? {};
  const nobody = new Client(processes[0]?.url ?? '');
  const first = await nobody.signIn('lan@example.com', json.password);
  await first.post('/api/auth/password', { current: json.password, password: 'a very good one' });
  const lan = await nobody.signIn('lan@example.com', 'a very good one');
  expect(await lan.get('/api/core/workspace')).toMatchObject({ status: 403 });
  expect(await lan.post('/api/core/workspace', { files: {}, base: null })).toMatchObject({ status: 403 });
});

test('revisions come while many work, on two processes, and nobody notices', async () => {
  const state: { isOver: boolean; asked: number; wrong: unknown[] } = { isOver: false, asked: 0, wrong: [] };
  const began = performance.now();
  const worker = async (number: number): Promise<void> => {
    const ask = await plain(processes[number % 2]?.url ?? '');
    const { id } = (await ask('POST', '/api/crm/leads', { name: `load ${number}` })).json;
    while (!state.isOver) {
      const answers = [
        await ask('GET', '/api/crm/leads?range=[0,9]'),
        await ask('GET', `/api/crm/leads/${id}`),
        await ask('PATCH', `/api/crm/leads/${id}`, { firm: `firm ${state.asked}` }),
        await ask('POST', '/api/crm/leads', { name: `load ${number}` }),
        await ask('GET', '/api/crm/leads?q=load'),
      ];
      state.asked += answers.length;
      state.wrong.push(...answers.filter(({ status }) => status >= 300).map(({ status, json }) => ({ status, json })));
    }
  };
  const workers = [1, 2, 3, 4, 5, 6, 7, 8].map(worker);
  const waits: number[] = [];
  for (const round of [1, 2, 3, 4]) {
    const client = await new Client(processes[0]?.url ?? '').signIn(administrator.email, administrator.password);
    const { files, revision } = (await client.get('/api/core/workspace')).json;
    const fields = { [`extra${round}`]: { type: 'text', label: 'Extra', default: 'x', required: true }, nickname: { type: 'text', label: 'Nickname' } };
    const sent = { files: { ...files, 'extensions/lead.json': JSON.stringify(lead({ fields })) }, base: revision };
    expect(await client.post('/api/core/workspace', sent)).toMatchObject({ status: 200, json: { revision: revision + 1 } });
    const committed = performance.now();
    await until(async () => (await states()).every((one) => one.revision === revision + 1));
    waits.push(Math.round(performance.now() - committed));
  }
  state.isOver = true;
  await Promise.all(workers);
  const rate = Math.round(state.asked / ((performance.now() - began) / 1000));
  process.stdout.write(`workspace: ${state.asked} requests, ${rate} a second, other process behind by at most ${Math.max(...waits)} ms\n`);
  expect(state.wrong.slice(0, 5)).toEqual([]);
  await inForce(9);
  expect(await fieldsOf(clients[1] ?? new Client(''))).toContain('extra4');
}, 120_000);

test('a workflow of the workspace runs on, and a process that cannot follow keeps what it has and says so', async () => {
  const workflow = {
    name: 'greet',
    label: 'Greet',
    timing: 'background',
    on: [{ event: 'created', entity: 'crm.lead' }],
    steps: [{ step: 'update', key: 'greet', fields: { notes: '"Hello from the first"' } }],
  };
  await trellis('pull', 'flow');
  await write('flow/workflows/greet.json', workflow);
  await trellis('apply', 'flow');
  await inForce(10);
  const made = await clients[1]?.post('/api/crm/leads', { name: 'Hoa' });
  await until(async () => (await clients[0]?.get(`/api/crm/leads/${made?.json.id}`))?.json.notes === 'Hello from the first');
  await rowsOf(
    database.url,
    `INSERT INTO trellis_workspace_revision (revision, base, files, model_hash, author) SELECT revision + 1, revision, files, 'of other plugins', author
     FROM trellis_workspace_revision ORDER BY revision DESC LIMIT 1`,
  );
  await until(async () => (await states()).every(({ refused: one }) => one === 11));
  expect(await states()).toEqual([
    { revision: 10, refused: 11 },
    { revision: 10, refused: 11 },
  ]);
  await until(() => Promise.resolve(processes.every(({ output }) => output.includes('the revision before is kept'))));
  const after = await clients[1]?.post('/api/crm/leads', { name: 'Mai' });
  await until(async () => (await clients[0]?.get(`/api/crm/leads/${after?.json.id}`))?.json.notes === 'Hello from the first');
  await trellis('apply', '--revision', '10');
  await inForce(12);
});

test('pulled and applied where there is nothing, it makes the same model', async () => {
  const other = await createTestDatabase();
  try {
    await trellis('pull', 'copy');
    const here = (await rowsOf(database.url, 'SELECT model_hash FROM trellis_model'))[0];
    const elsewhere = { ...process.env, ...env, DATABASE_URL: other.url, TRELLIS_DATA_DIR: join(folder, 'elsewhere') };
    await run(process.execPath, [join(projectRoot, 'scripts/trellis.mjs'), 'workspace', 'apply', 'copy'], { cwd: folder, env: elsewhere });
    expect((await rowsOf(other.url, 'SELECT model_hash FROM trellis_model'))[0]).toEqual(here);
    const started = await TrellisProcess.start({ ...env, DATABASE_URL: other.url });
    try {
      await started.ready();
      const client = await new Client(started.url).signIn(administrator.email, administrator.password);
      expect(await fieldsOf(client)).toContain('nickname');
    } finally {
      await started.stop();
    }
    expect(await readFile(join(folder, 'copy/extensions/lead.json'), 'utf8')).toContain('nickname');
  } finally {
    await other.drop();
  }
}, 120_000);

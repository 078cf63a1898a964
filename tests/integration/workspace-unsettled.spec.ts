import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { rowsOf } from '../support/rows-of.js';
import { until } from '../support/carrier-rigs.js';
import { startTestApp, type TestApp } from '../support/test-app.js';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
}, 180_000);
afterAll(() => app.close());

const label = { en: 'Stars', vi: 'Sao' };
const files = {
  'plugin.json': JSON.stringify({ id: 'workspace', version: '1.0.0', label: { en: 'Ours', vi: 'Riêng' }, dependsOn: ['crm'] }),
  'extensions/lead.json': JSON.stringify({ entity: 'crm.lead', fields: { stars: { type: 'integer', label, required: true, backfill: 3 } } }),
  'roles/caller.json': JSON.stringify({ name: 'caller', label: { en: 'Caller', vi: 'Người gọi' }, grants: [{ entity: 'crm.lead', verbs: ['read'] }] }),
};
const rows = async (text: string): Promise<readonly unknown[]> => rowsOf(app.databaseUrl, text);

test('whoever applies a revision and dies while rows are filled has put it in force, and the rest is done by those who take it over', async () => {
  const owner = (await app.administrator.get('/api/auth/me')).json.id;
  const [company] = (await app.administrator.get('/api/base/companies')).json;
  await rows(
    `INSERT INTO crm_lead (id, company, name, owner, state) SELECT trellis_new_id(), '${company.id}', 'Lead ' || i, '${owner}', 'new' FROM generate_series(1, 8000) i`,
  );
  const applying = app.administrator.post('/api/core/workspace', { files, base: 0, message: 'stars' });
  await until(async () => (await rows('SELECT FROM trellis_fill WHERE ended_at IS NULL AND done > 0')).length > 0);
  const killed = await rows(
    `SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database()) AND objsubid = 1 AND pid <> pg_backend_pid()`,
  );
  expect(killed.length).toBeGreaterThan(0);
  expect(await applying).toMatchObject({ status: 200, json: { revision: 1, isSettled: false } });
  await until(async () => JSON.parse(await (await fetch(`${app.url}/api/health/ready`)).text()).workspace?.revision === 1);
  expect(await rows('SELECT count(*)::integer AS count FROM crm_lead WHERE stars = 3')).toEqual([{ count: 8000 }]);
  expect(await rows(`SELECT code FROM core_role WHERE code = 'workspace.caller'`)).toHaveLength(1);
  expect(await rows(`SELECT attnotnull FROM pg_attribute WHERE attrelid = 'crm_lead'::regclass AND attname = 'stars'`)).toEqual([{ attnotnull: true }]);
}, 180_000);

test('what a twin that came meanwhile stands against is told, and made up once it is mended', async () => {
  const [head] = await rows('SELECT max(revision) AS revision FROM trellis_workspace_revision');
  const base = Number(Object.values(Object(head))[0]);
  const fields = {
    stars: { type: 'integer', label, required: true, backfill: 3 },
    moons: { type: 'integer', label, required: true, backfill: 1 },
    badge: { type: 'text', label, unique: true },
  };
  const more = { ...files, 'extensions/lead.json': JSON.stringify({ entity: 'crm.lead', fields }) };
  const applying = app.administrator.post('/api/core/workspace', { files: more, base, message: 'badges' });
  await until(async () => (await rows('SELECT FROM trellis_fill WHERE ended_at IS NULL AND done > 0')).length > 0);
  await rows(`UPDATE crm_lead SET badge = 'twin' WHERE id IN (SELECT id FROM crm_lead ORDER BY id LIMIT 2)`);
  expect(await applying).toMatchObject({
    status: 200,
    json: {
      revision: base + 1,
      isSettled: false,
      failure: { code: 'workspace.unsettled', message: expect.stringContaining('is in force'), cause: expect.stringContaining('unique') },
    },
  });
  await until(async () => JSON.parse(await (await fetch(`${app.url}/api/health/ready`)).text()).workspace?.revision === base + 1);
  const kept = `SELECT FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY(i.indkey) WHERE i.indrelid = 'crm_lead'::regclass AND a.attname = 'badge' AND i.indisunique AND i.indisvalid`;
  expect(await rows(kept)).toHaveLength(0);
  await rows(`UPDATE crm_lead SET badge = id::text WHERE badge = 'twin'`);
  await until(async () => (await rows(kept)).length === 1);
}, 180_000);

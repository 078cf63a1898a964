import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { connect } from '../../core/data/connect.js';
import { treesCheck } from '../../core/doctor/checks/trees.js';
import type { Finding } from '../../core/doctor/finding.js';
import { projectRoot } from '../../core/kernel/project-root.js';
import type { Answer, Client } from '../support/client.js';
import { rowsOf } from '../support/rows-of.js';
import { modelOf } from '../support/test-platform.js';
import { startTestApp, type TestApp } from '../support/test-app.js';

let app: TestApp;
let admin: Client;
let watcher: Client;
let ids: Record<'land' | 'wood' | 'grove' | 'oak' | 'lake', string>;

beforeAll(async () => {
  app = await startTestApp({ plugins: [join(projectRoot, 'tests/fixtures/with-tree')], env: { TRELLIS_ROLE: 'web' } });
  admin = app.administrator;
  const roles: readonly { readonly id: string; readonly code: string }[] = (await admin.get('/api/core/roles?range=[0,99]')).json;
  const role = roles.find((one) => one.code === 'forest.watcher');
  const user = await admin.make('core/users', { name: 'Watcher', email: 'watcher@example.com', roles: [role?.id] });
  watcher = admin.withKey((await admin.post('/api/core/api-keys', { name: 'watcher', actsAs: user })).json._secret);
});
beforeEach(async () => {
  const land = await place('Land');
  const wood = await place('Wood', land);
  const grove = await place('Grove', wood);
  ids = { land, wood, grove, oak: await place('Oak', grove), lake: await place('Lake', land) };
});
afterAll(() => app.close());

const place = (name: string, within: string | null = null, more: object = {}): Promise<string> => admin.make('forest/places', { name, within, ...more });
const move = (id: string, within: string | null): Promise<Answer> => admin.patch(`/api/forest/places/${id}`, { within });
const names = async (path: string, filter: object, client: Client = admin): Promise<readonly string[]> => {
  const { json } = await client.get(`/api/forest/${path}?range=[0,99]&filter=${encodeURIComponent(JSON.stringify(filter))}`);
  return json.map((one: { readonly name: string }) => one.name).toSorted();
};
const circles = `WITH RECURSIVE up AS (SELECT id AS start, within AS above FROM forest_place UNION SELECT up.start, p.within FROM up JOIN forest_place p ON p.id = up.above)
  SELECT count(*)::integer AS n FROM up WHERE start = above`;

test('nothing lies within itself', async () => {
  for (const below of [ids.land, ids.wood, ids.oak])
    expect(await move(ids.land, below)).toMatchObject({ status: 422, json: { code: 'record.tree-cycle', errors: [{ pointer: '/within' }] } });
  expect((await move(ids.grove, ids.lake)).status).toBe(200);
  expect((await move(ids.grove, null)).status).toBe(200);
});

test('of two that move under each other at once one stays', async () => {
  for (let round = 0; round < 8; round += 1) {
    const [one, other] = [await place('A'), await place('B')];
    const answers = await Promise.all([move(one, other), move(other, one)]);
    expect(answers.map((answer) => answer.status).toSorted()).toEqual([200, 422]);
  }
  const ring = await Promise.all([1, 2, 3, 4].map((number) => place(`R${number}`)));
  await Promise.all(ring.map((id, index) => move(id, ring[(index + 1) % ring.length] ?? null)));
  expect(await rowsOf(app.databaseUrl, circles)).toEqual([{ n: 0 }]);
});

test('nothing lies deeper than declared, whether it is made, moved, or moved with what is below it', async () => {
  const leaf = await place('Leaf', ids.oak);
  expect(await admin.post('/api/forest/places', { name: 'Ant', within: leaf })).toMatchObject({ status: 422, json: { code: 'record.tree-depth' } });
  const [box, nest] = [await place('Box'), await place('Nest')];
  await move(nest, box);
  expect(await move(box, ids.oak)).toMatchObject({ status: 422, json: { code: 'record.tree-depth' } });
  await move(ids.lake, box);
  expect((await move(box, ids.grove)).status).toBe(200);
});

test('filters take a record with all that lies within it', async () => {
  await admin.make('forest/birds', { name: 'Owl', place: ids.oak, visits: [ids.lake] });
  await admin.make('forest/birds', { name: 'Duck', place: ids.lake });
  await admin.make('forest/birds', { name: 'Gull' });
  expect(await names('birds', { place_under: ids.wood })).toEqual(['Owl']);
  expect(await names('birds', { place_under: [ids.grove, ids.lake] })).toEqual(['Duck', 'Owl']);
  expect(await names('birds', { visits_under: ids.land })).toEqual(['Owl']);
  expect(await names('birds', { 'place.within_under': ids.wood })).toEqual(['Owl']);
  expect(await names('birds', { not: { place_under: ids.wood }, id_neq: [] })).toContain('Gull');
  expect(await names('places', { id_under: ids.wood })).toEqual(['Grove', 'Oak', 'Wood']);
  expect(await names('places', { within_under: ids.wood })).toEqual(['Grove', 'Oak']);
  await move(ids.grove, ids.lake);
  expect(await names('birds', { place_under: ids.wood })).toEqual([]);
  expect((await admin.get('/api/forest/birds?filter={"name_under":"x"}')).json).toMatchObject({ code: 'query.unknown-operator' });
  const count = await admin.get(`/api/forest/birds/aggregate?measures=count&filter=${encodeURIComponent(JSON.stringify({ place_under: ids.land }))}`);
  expect(count.json).toEqual([{ count: 2 }]);
});

test('a record tells where it lies and how many lie within it', async () => {
  const { json } = await admin.get(`/api/forest/places/${ids.oak}`);
  expect(json._path).toEqual([
    { id: ids.land, _label: 'Land' },
    { id: ids.wood, _label: 'Wood' },
    { id: ids.grove, _label: 'Grove' },
  ]);
  expect(json._children).toBe(0);
  expect((await admin.get(`/api/forest/places?filter={"id":"${ids.land}"}`)).json).toMatchObject([{ _path: [], _children: 2 }]);
});

test('what the caller may not see is no way to what lies within it', async () => {
  await admin.patch(`/api/forest/places/${ids.wood}`, { isSecret: true });
  await admin.make('forest/birds', { name: 'Shy', place: ids.oak });
  expect((await watcher.get(`/api/forest/places/${ids.oak}`)).json._path).toEqual([{ id: ids.grove, _label: 'Grove' }]);
  expect((await watcher.get(`/api/forest/places/${ids.land}`)).json._children).toBe(1);
  expect(await names('birds', { place_under: ids.land }, watcher)).toEqual([]);
  expect(await names('birds', { place_under: ids.wood }, watcher)).toEqual([]);
  expect(await names('birds', { place_under: ids.grove }, watcher)).toEqual(['Shy']);
});

test('what holds others is not deleted', async () => {
  expect(await admin.delete(`/api/forest/places/${ids.grove}`)).toMatchObject({
    status: 409,
    json: { code: 'record.still-referred', detail: 'It is still used by Places (1).' },
  });
  expect((await admin.delete(`/api/forest/places/${ids.oak}`)).status).toBe(200);
});

test('a filter over a subtree goes by the index', async () => {
  await rowsOf(
    app.databaseUrl,
    `INSERT INTO forest_bird (id, name, place, version, created_at, updated_at)
       SELECT trellis_new_id(), 'b', (SELECT id FROM forest_place WHERE name = 'Lake' LIMIT 1), 1, now(), now() FROM generate_series(1, 20000);
     ANALYZE forest_bird`,
  );
  const plan = await rowsOf(
    app.databaseUrl,
    `EXPLAIN SELECT 1 FROM forest_bird q1 WHERE q1.place = ANY(ARRAY(WITH RECURSIVE down AS (SELECT id FROM forest_place WHERE id = '${ids.oak}'
       UNION SELECT p.id FROM forest_place p JOIN down ON p.within = down.id) SELECT id FROM down))`,
  );
  expect(JSON.stringify(plan)).toMatch(/Index.*forest_bird/u);
});

test('circles and depths that were there before the tree was declared are told by the doctor', async () => {
  const [model, connection] = [await modelOf([join(projectRoot, 'tests/fixtures/with-tree')]), await connect(app.databaseUrl, { poolSize: 1 })];
  const look = (): Promise<readonly Finding[]> =>
    connection.database.transaction((tx) => treesCheck.look({ model, owner: connection, tx, runTimeRole: '', systemSteps: [] }));
  try {
    expect(await look()).toEqual([]);
    let deepest = ids.lake;
    for (const name of ['1', '2', '3']) deepest = await place(name, deepest);
    await rowsOf(app.databaseUrl, `ALTER TABLE forest_place DISABLE TRIGGER USER`);
    const moved = async (id: string, within: string): Promise<unknown> =>
      rowsOf(app.databaseUrl, `UPDATE forest_place SET within = '${within}' WHERE id = '${id}'`);
    await moved(ids.wood, ids.oak);
    await rowsOf(app.databaseUrl, `INSERT INTO forest_place (id, name, within) VALUES (trellis_new_id(), 'Too deep', '${deepest}')`);
    const findings = await look();
    expect(findings.filter(({ code }) => code === 'doctor.tree-circle').map(({ where }) => where)).toEqual(
      [ids.wood, ids.grove, ids.oak].toSorted().map((id) => `forest.place ${id}, field within`),
    );
    expect(findings[0]?.found).toContain('3 records');
    expect(findings.filter(({ code }) => code === 'doctor.tree-depth')).toMatchObject([{ kind: 'warning', found: expect.stringContaining('level 6') }]);
  } finally {
    await connection.close();
  }
});

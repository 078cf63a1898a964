import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { syncDeclaredRoles } from '../../core/identity/declared-roles.js';
import { ensureFirstAdministrator } from '../../core/identity/first-administrator.js';
import { aggregateRecords } from '../../core/records/aggregate-records.js';
import { getRecord } from '../../core/records/get-record.js';
import { listRecords } from '../../core/records/list-records.js';
import { searchRecords } from '../../core/records/search-records.js';
import type { Entity } from '../../core/definitions/model.js';
import { createTestPlatform, type TestPlatform } from '../support/test-platform.js';

let test_: TestPlatform;
let user: Entity;

beforeAll(async () => {
  test_ = await createTestPlatform();
  await ensureFirstAdministrator(test_.platform.database, { email: 'ada@example.com', password: 'a good password' });
  await syncDeclaredRoles(test_.platform.database, test_.platform.model);
  const entity = test_.platform.model.entities.get('core.user');
  if (entity === undefined) throw new Error('no core.user');
  user = entity;
});
afterAll(() => test_.close());

const list = async (parameters: Record<string, unknown>, caller = test_.caller()): Promise<ReturnType<typeof JSON.parse>> => {
  const answer = await listRecords(test_.platform, caller, user, parameters);
  return { ...answer, json: JSON.parse(answer.json) };
};

test('a list is JSON with labels and a total', async () => {
  const answer = await list({});
  expect(answer).toMatchObject({ from: 0, rows: 2, total: 2, cursor: null });
  expect(answer.json[0]).toMatchObject({
    _label: expect.any(String),
    roles: [],
    isActive: expect.any(Boolean),
    createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/u),
  });
});

test.each([
  [{ name: 'Administrator' }, 1],
  [{ name_neq: 'Administrator' }, 1],
  [{ name_contains: 'ADMIN' }, 1],
  [{ email: null }, 1],
  [{ email_isNull: false }, 1],
  [{ not: { email: null } }, 1],
  [{ or: [{ name: 'Administrator' }, { name: 'Trellis' }] }, 2],
  [{ or: [] }, 0],
  [{ name: [] }, 0],
  [{ 'createdBy.name': 'Trellis' }, 2],
  [{ q: 'adm' }, 1],
  [{ q: 'nobody' }, 0],
  [{ 'teams.name': 'x' }, 'query.unknown-field'],
  [{ nothing: 1 }, 'query.unknown-field'],
  [{ name_gtt: 1 }, 'query.unknown-operator'],
  [{ isActive: 'yes' }, 'query.wrong-value'],
  [{ id: ["x'; DROP TABLE core_user; --"] }, 'query.wrong-value'],
])('filter %j gives %p', async (filter, expected) => {
  const answer = list({ filter: JSON.stringify(filter) });
  if (typeof expected === 'number') expect((await answer).rows).toBe(expected);
  else await expect(answer).rejects.toMatchObject({ status: 400, code: expected });
});

test('sort, range and cursor walk through all', async () => {
  const first = await list({ sort: '["name","ASC"]', range: '[0,0]', cursor: '' });
  expect(first.json[0].name).toBe('Administrator');
  const second = await list({ sort: '["name","ASC"]', range: '[0,0]', cursor: first.cursor });
  expect(second.json[0].name).toBe('Trellis');
  expect((await list({ sort: '["name","ASC"]', range: '[0,0]', cursor: second.cursor })).json).toEqual([]);
});

test('totals in every mode', async () => {
  expect((await list({ count: 'none' })).total).toBeNull();
  expect((await list({ count: 'exact' })).total).toBe(2);
  expect((await list({ count: 'estimated' })).total).toEqual(expect.any(Number));
});

test('who may see less sees less everywhere', async () => {
  const caller = test_.caller({ isAdministrator: false, roleIds: ['core.member'], userId: '00000000-0000-7000-8000-00000000000a' });
  const answer = await list({}, caller);
  expect(answer.json[0].email ?? null).toBeNull();
  expect(answer.json[0]._restricted).toEqual(expect.arrayContaining(['email', 'phone']));
  await expect(list({ filter: JSON.stringify({ email: 'ada@example.com' }) }, caller)).resolves.toMatchObject({ rows: 0 });
  expect(JSON.parse(await searchRecords(test_.platform, caller, { q: 'ada' }))).toEqual([]);
  expect(JSON.parse(await searchRecords(test_.platform, test_.caller(), { q: 'ada' }))).toHaveLength(1);
});

test('one record with its version, and figures', async () => {
  const [row] = (await list({})).json;
  expect(JSON.parse(await getRecord(test_.platform, test_.caller(), user, row.id, { expand: 'createdBy' }))).toMatchObject({
    id: row.id,
    version: 1,
    _createdBy: { name: 'Trellis' },
  });
  await expect(getRecord(test_.platform, test_.caller(), user, 'nonsense')).rejects.toMatchObject({ status: 404 });
  expect(JSON.parse(await aggregateRecords(test_.platform, test_.caller(), user, { group: 'isActive', measures: 'count' }))).toEqual([
    { isActive: false, count: 1 },
    { isActive: true, count: 1 },
  ]);
});

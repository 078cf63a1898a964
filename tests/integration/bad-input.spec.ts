import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { projectRoot } from '../../core/kernel/project-root.js';
import type { Client } from '../support/client.js';
import { startTestApp, type TestApp } from '../support/test-app.js';

let app: TestApp;
let admin: Client;
let thing: string;
beforeAll(async () => {
  app = await startTestApp({ plugins: [join(projectRoot, 'tests/fixtures/with-every-type')] });
  admin = app.administrator;
  thing = (await admin.post('/api/kinds/things', { text: 'A' })).json.id;
});
afterAll(() => app.close());

const nonsense: readonly unknown[] = [
  null,
  true,
  0,
  -1,
  1e308,
  '',
  'x',
  'NaN',
  'Infinity',
  '1'.repeat(25),
  '1e5',
  '0x10',
  'a\u0000b',
  '\ud800',
  "'; DROP TABLE core_user; --",
  'x'.repeat(100_001),
  [],
  [null],
  [[]],
  ['x', 'x'],
  {},
  { id: 1 },
  { $ne: null },
  '2026-02-30',
  '9999999-01-01',
  '2026-01-01T25:00:00Z',
  'not-a-uuid',
  '01a20a84-b95b-7553-949e-561340c99766',
];
const fields = [
  'text',
  'story',
  'mail',
  'call',
  'site',
  'count',
  'ratio',
  'price',
  'share',
  'weight',
  'isGood',
  'day',
  'moment',
  'choice',
  'group',
  'kin',
  'marks',
  'place',
  'photo',
  'letter',
  'readme',
  'paper',
  'papers',
  'sign',
  'about',
  'parts',
  'worth',
  'number',
  'state',
  'id',
  'version',
  'createdAt',
  'createdBy',
] as const;

/** Taken, or refused as a problem that says where; never an error of ours. */
function demandSane(answer: Awaited<ReturnType<Client['get']>>, what: string): void {
  if (answer.status < 400) return;
  const told = `${what}: ${answer.status} ${answer.text.slice(0, 200)}`;
  expect([told, answer.status < 500, answer.headers.get('content-type')?.startsWith('application/problem+json')]).toEqual([told, true, true]);
  expect(answer.text).not.toMatch(/SELECT |at \w+ \(|node_modules|syntax error/u);
}

test.each(fields)('nonsense in the field %s is refused at its place, or taken', async (field) => {
  for (const value of nonsense) {
    const what = `${field} ${JSON.stringify(value)?.slice(0, 60)}`;
    const made = await admin.post('/api/kinds/things', { text: 'B', [field]: value });
    demandSane(made, `POST ${what}`);
    if (made.status === 422 && made.json.code === 'record.invalid')
      expect(made.json.errors.every((one: { pointer: string }) => one.pointer.startsWith(`/${field}`))).toBe(true);
    for (const method of ['PUT', 'PATCH']) demandSane(await admin.send(method, `/api/kinds/things/${thing}`, { [field]: value }), `${method} ${what}`);
    const line = await admin.post('/api/kinds/things', { text: 'C', parts: [{ [field]: value }] });
    demandSane(line, `line ${what}`);
    // An address of such a length is refused before anybody reads it.
    if (typeof value === 'string' && value.length > 5000) continue;
    demandSane(await admin.get(`/api/kinds/things?filter=${encodeURIComponent(JSON.stringify({ [field]: value }))}`), `filter ${what}`);
    demandSane(
      await admin.get(`/api/kinds/things?filter=${encodeURIComponent(JSON.stringify({ [`${field}_gte`]: value, [`${field}_contains`]: value }))}`),
      `filter ${what}`,
    );
  }
});

test.each(['filter', 'sort', 'range', 'q', 'fields', 'expand', 'count', 'cursor', 'group', 'measures', 'unknown'])(
  'nonsense as the parameter %s is refused, or taken',
  async (name) => {
    const texts = [
      ...nonsense.map((one) => (typeof one === 'string' ? one.replaceAll('\ud800', '') : JSON.stringify(one))),
      '{',
      '[0',
      '[5,1]',
      '[0,5000]',
      '["nothing","ASC"]',
      '["text"]',
      '["text","UP"]',
      '{"__proto__":1}',
      'sum(',
      'sum(text)',
      'kin.kin.kin.kin.kin.kin.text',
    ];
    for (const text of texts.filter((one) => one.length < 5000))
      for (const path of [
        '/api/kinds/things',
        '/api/kinds/things/aggregate',
        `/api/kinds/things/${thing}`,
        `/api/kinds/things/${thing}/history`,
        '/api/kinds/things/export',
        '/api/search',
      ])
        demandSane(await admin.get(`${path}?${name}=${encodeURIComponent(text)}`), `${path}?${name}=${text.slice(0, 60)}`);
  },
);

test.each(['[]', '"text"', '1', 'null', 'true', '{"ids":1}', '{"ids":["x"]}', '{"version":"x"}', '{"text":{}}', '{"csv":1}'])(
  'the body %s is refused, or taken',
  async (body) => {
    const paths = [
      '/api/kinds/things',
      `/api/kinds/things/${thing}/actions/finish`,
      '/api/kinds/things/actions/finish',
      `/api/kinds/things/${thing}/comments`,
      '/api/kinds/things/import',
      '/api/auth/login',
      '/api/auth/password',
    ];
    for (const path of paths) demandSane(await admin.send('POST', path, body), `POST ${path} ${body}`);
  },
);

test.each([
  ['GET', '/api/kinds/nothing'],
  ['GET', '/api/nothing/things'],
  ['GET', '/api/kinds/things/..%2f..%2fetc%2fpasswd'],
  ['GET', '/api/kinds/things/%00'],
  ['DELETE', '/api/kinds/things/not-a-uuid'],
  ['POST', `/api/kinds/things/x/actions/finish`],
  ['POST', `/api/kinds/things/x/actions/nothing`],
  ['GET', '/api/kinds/things/x/files/photo'],
  ['GET', '/api/kinds/things/x/history'],
])('%s %s is not found', async (method, path) => {
  const answer = await admin.send(method, path, method === 'POST' ? {} : undefined);
  demandSane(answer, path);
  expect([400, 404]).toContain(answer.status);
});

test.each(['"x"', 'x', '-1', '1.5', '9'.repeat(30)])('If-Match %s is refused', async (header) => {
  expect(await admin.patch(`/api/kinds/things/${thing}`, { text: 'D' }, { 'if-match': header })).toMatchObject({
    status: 400,
    json: { code: 'record.bad-version' },
  });
});

test('a key that is too long or not visible is refused', async () => {
  expect(await admin.post('/api/kinds/things', { text: 'E' }, { 'idempotency-key': 'x'.repeat(201) })).toMatchObject({
    status: 400,
    json: { code: 'record.idempotency-key' },
  });
});

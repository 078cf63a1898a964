import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Meta, MetaEntity, MetaField } from '../../schemas/generated/types.js';
import { projectRoot } from '../../core/kernel/project-root.js';
import type { Answer, Client } from '../support/client.js';
import { readSheet } from '../support/read-sheet.js';
import { startTestApp, type TestApp } from '../support/test-app.js';

/** Every entity of every plugin that is shipped, shown as an example or kept as a fixture: what is true of all of them, asked of each. */
const apart = new Set(['with-changes', 'with-dated']); // Several versions of one plugin; one that is called like the example.
const fixtures = readdirSync(join(projectRoot, 'tests/fixtures'))
  .filter((name) => name.startsWith('with-') && !apart.has(name))
  .map((name) => join(projectRoot, 'tests/fixtures', name));

let app: TestApp;
let admin: Client;
let meta: Meta;
beforeAll(async () => {
  app = await startTestApp({ plugins: [join(projectRoot, 'examples/rental'), ...fixtures] });
  admin = app.administrator;
  meta = (await admin.get('/api/meta')).json;
}, 120_000);
afterAll(() => app.close());

const longText = 'x'.repeat(4_000_000);
/** JSON texts, as some things cannot be said by JSON.stringify. */
const nonsense: Readonly<Record<string, string>> = {
  'a truth': 'true',
  'a number below': '-1',
  '25 digits': '1'.repeat(25),
  '25 digits as text': `"${'9'.repeat(25)}"`,
  'a huge number': '1e308',
  'not a number': '"NaN"',
  NUL: '"a\\u0000b"',
  'half a character': '"\\ud800"',
  emoji: '"👩‍👩‍👧‍👦 🇻🇳"',
  'right to left': '"مرحبا \\u202e abc"',
  'a list': '["x", "x"]',
  'a list of lists': '[[]]',
  'an object': '{"$ne": null}',
  'a prototype': '{"__proto__": {"isAdministrator": true}, "constructor": 1}',
  'no such day': '"2026-02-30"',
  'no such id': '"01a20a84-b95b-7553-949e-561340c99766"',
};

const owned = (): readonly MetaEntity[] => meta.entities.filter((entity) => entity.kind !== 'line');
const written = (entity: MetaEntity): readonly MetaField[] => entity.fields.filter((field) => field.writable);
const pathOf = (entity: MetaEntity): string => `/api/${entity.path}`;
const count = async (entity: MetaEntity): Promise<string | null> => (await admin.get(`${pathOf(entity)}?range=[0,0]&count=exact`)).headers.get('content-range');

/** Refused as the contract says: its status, and each error with place, code and sentence. */
function demandRefusal(answer: Answer, what: string): void {
  const told = `${what}: ${answer.status} ${answer.text.slice(0, 300)}`;
  if (![400, 403, 404, 405, 409, 413, 422].includes(answer.status)) throw new Error(told);
  const { code, detail, errors } = answer.json;
  if (typeof code !== 'string' || typeof detail !== 'string' || /select |insert |syntax error|TypeError|undefined/iu.test(answer.text)) throw new Error(told);
  for (const error of errors ?? []) if (typeof error.pointer !== 'string' || typeof error.code !== 'string' || !error.message) throw new Error(told);
}

describe('every entity', () => {
  test('there are many, of every kind', () => {
    expect(owned().length).toBeGreaterThan(40);
    expect(new Set(meta.entities.map((entity) => entity.kind))).toEqual(new Set(['record', 'document', 'line', 'ledger', 'balance', 'settings', 'query']));
  });

  test('lists, counts, exports, and refuses what it does not know by naming what it does', async () => {
    for (const entity of owned()) {
      const path = pathOf(entity);
      const listed = await admin.get(path);
      expect([entity.id, listed.status]).toEqual([entity.id, 200]);
      expect(listed.headers.get('content-range')).toMatch(/^\S+ (\*|\d+-\d+)\/\d+$/u);
      expect([entity.id, (await admin.get(`${path}/aggregate?measures=count`)).status]).toEqual([entity.id, 200]);
      if (entity.can.export) {
        expect([entity.id, (await admin.get(`${path}/export?format=csv`)).status]).toEqual([entity.id, 200]);
        const { status, bytes } = await admin.get(`${path}/export?format=xlsx`);
        expect([entity.id, status, (await readSheet(bytes)).length > 0]).toEqual([entity.id, 200, true]);
      }
      for (const query of [
        'filter={"nothing":1}',
        'filter={"id_near":1}',
        'sort=["nothing","ASC"]',
        'fields=nothing',
        'expand=nothing',
        'range=[5,1]',
        'filter={',
      ])
        expect([entity.id, query, (await admin.get(`${path}?${query}`)).status]).toEqual([entity.id, query, 400]);
      expect([entity.id, (await admin.get(`${path}/01a20a84-b95b-7553-949e-561340c99766`)).status]).toEqual([entity.id, 404]);
      expect([entity.id, (await admin.get(`${path}/not-an-id`)).status]).toEqual([entity.id, 404]);
    }
  }, 120_000);

  test('each field × nonsense: taken or refused at its place, never an error of ours, nothing half-written', async () => {
    for (const entity of owned()) {
      const before = await count(entity);
      let made = 0;
      for (const field of entity.fields) {
        for (const [name, json] of Object.entries(nonsense)) {
          const what = `${entity.id}.${field.name} = ${name}`;
          const answer = await admin.post(pathOf(entity), `{"${field.name}": ${json}}`);
          if (answer.status === 201) made += 1;
          else demandRefusal(answer, what);
          if (answer.status === 422 && answer.json.errors.length === 0) throw new Error(`${what}: nothing is named`);
        }
      }
      if (made === 0) expect([entity.id, await count(entity)]).toEqual([entity.id, before]);
    }
  }, 300_000);

  test('each field of each line × nonsense, inside its document', async () => {
    for (const entity of owned().filter((one) => one.can.create)) {
      for (const lines of written(entity).filter((field) => field.type === 'lines')) {
        const line = meta.entities.find((one) => one.id === lines.target);
        for (const field of line?.fields ?? []) {
          for (const [name, json] of Object.entries(nonsense)) {
            const what = `${entity.id}.${lines.name}.${field.name} = ${name}`;
            const answer = await admin.post(pathOf(entity), `{"${lines.name}": [{"${field.name}": ${json}}], "noSuchField": 1}`);
            expect([what, answer.status]).toEqual([what, name === 'a prototype' ? 400 : 422]);
            demandRefusal(answer, what);
          }
        }
      }
    }
  }, 120_000);

  test('what is too long, unknown or computed names the field and the rule', async () => {
    for (const entity of owned()) {
      const path = pathOf(entity);
      if (!entity.can.create) {
        const answer = await admin.post(path, {});
        expect([entity.id, answer.status >= 400 && answer.status < 500]).toEqual([entity.id, true]);
        continue;
      }
      const texts = written(entity).filter((field) => field.type === 'text' || field.type === 'long-text');
      const long = await admin.post(path, Object.fromEntries(texts.slice(0, 1).map((field) => [field.name, longText])));
      if (texts[0] !== undefined) {
        expect([entity.id, long.status]).toEqual([entity.id, 422]);
        expect(long.json.errors.map((error: { pointer: string }) => error.pointer)).toContain(`/${texts[0].name}`);
      }
      const unknown = await admin.post(path, '{"noSuchField": 1, "__proto__x": 1, "constructor": {}}');
      expect([entity.id, unknown.status]).toEqual([entity.id, 422]);
      expect(unknown.json.errors.map((error: { pointer: string }) => error.pointer)).toEqual(expect.arrayContaining(['/noSuchField', '/constructor']));
      const computed = entity.fields.find((field) => field.computed && field.name !== 'state');
      for (const name of [...(computed === undefined ? [] : [computed.name]), ...(entity.states.length === 0 ? [] : ['state']), 'createdAt']) {
        const answer = await admin.post(path, { [name]: 'x' });
        expect([entity.id, name, answer.status]).toEqual([entity.id, name, 422]);
        expect(answer.json.errors.map((error: { pointer: string }) => error.pointer)).toContain(`/${name}`);
      }
    }
  }, 120_000);

  test('without anything it is refused for every field that the OpenAPI document requires', async () => {
    const { paths } = (await admin.get('/api/openapi.json')).json;
    const requiredIn = (path: string): readonly string[] =>
      paths[path].post.requestBody.content['application/json'].schema.allOf?.flatMap((part: { required?: string[] }) => part.required ?? []) ?? [];
    for (const entity of owned().filter((one) => one.can.create)) {
      const answer = await admin.post(pathOf(entity), {});
      const missing = (answer.json.errors ?? []).filter(({ code }: { code: string }) => code === 'field.required');
      const fields = missing.map(({ pointer }: { pointer: string }) => pointer.slice(1)).sort();
      if (answer.status === 422) expect([entity.id, fields]).toEqual([entity.id, expect.arrayContaining([...requiredIn(pathOf(entity))].sort())]);
      else expect([entity.id, requiredIn(pathOf(entity))]).toEqual([entity.id, []]);
    }
  });
});

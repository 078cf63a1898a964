import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Meta, MetaEntity } from '../../schemas/generated/types.js';
import { compileModel } from '../../core/definitions/compile-model.js';
import { projectRoot } from '../../core/kernel/project-root.js';
import { readPlugins } from '../../core/plugin-host/read-plugins.js';
import type { Client } from '../support/client.js';
import { seedBusiness } from '../support/seed-business.js';
import { startTestApp, type TestApp } from '../support/test-app.js';

/** A state is reached by transitions alone: no path that writes fields writes it, of no entity that has a lifecycle. */
let app: TestApp;
let admin: Client;
let entities: readonly MetaEntity[];
beforeAll(async () => {
  app = await startTestApp({ plugins: [join(projectRoot, 'examples/rental')] });
  admin = app.administrator;
  await seedBusiness(admin);
  const meta: Meta = (await admin.get('/api/meta')).json;
  entities = meta.entities.filter(({ states }) => states.length > 0);
}, 120_000);
afterAll(() => app.close());

const stateless = (states: MetaEntity['states'], state: string): string => states.find(({ name }) => name !== state)?.name ?? state;

test('there are many', () => expect(entities.length).toBeGreaterThan(10));

test('no record is made, imported or copied in another state than the first', async () => {
  for (const { id, path, states } of entities) {
    for (const { name, initial } of states) {
      const made = await admin.post(`/api/${path}`, { state: name });
      expect([id, made.status, made.json.errors.find((one: { pointer: string }) => one.pointer === '/state')?.code]).toEqual([id, 422, 'record.system-key']);
      const before = (await admin.get(`/api/${path}?filter=${encodeURIComponent(JSON.stringify({ state: name }))}&range=[0,0]&count=exact`)).headers.get(
        'content-range',
      );
      await admin.post(`/api/${path}/import`, { csv: `state\n${name}\n`, mapping: { state: 'state' } });
      const after = (await admin.get(`/api/${path}?filter=${encodeURIComponent(JSON.stringify({ state: name }))}&range=[0,0]&count=exact`)).headers.get(
        'content-range',
      );
      if (!initial) expect([id, name, after]).toEqual([id, name, before]);
    }
  }
});

test('no record is brought into another state by changing it', async () => {
  let tried = 0;
  for (const { id, path, states } of entities) {
    for (const { id: record } of (await admin.get(`/api/${path}?range=[0,4]&fields=id`)).json) {
      const whole = (await admin.get(`/api/${path}/${record}`)).json;
      const other = stateless(states, whole.state);
      const patched = await admin.patch(`/api/${path}/${record}`, { state: other });
      expect([id, [409, 422].includes(patched.status)]).toEqual([id, true]);
      const put = await admin.put(`/api/${path}/${record}`, { ...whole, state: other });
      expect([id, [200, 409, 422].includes(put.status)]).toEqual([id, true]);
      expect([id, (await admin.get(`/api/${path}/${record}`)).json.state]).toEqual([id, whole.state]);
      tried += 1;
    }
  }
  expect(tried).toBeGreaterThan(5);
});

test('nothing in the language writes it: no step, no transition, no field of that name, no recipe', async () => {
  const example = join(projectRoot, 'schemas/examples/invalid/lifecycle.unknown-field/demo');
  const thing = JSON.parse(readFileSync(join(example, 'entities/thing.json'), 'utf8'));
  const core = await readPlugins([join(projectRoot, 'core/identity/plugin')]);
  const [plugin] = await readPlugins([example]);
  const codes = (change: (transition: Record<string, unknown>, entity: typeof thing) => void): readonly string[] => {
    const entity = structuredClone(thing);
    delete entity.lifecycle.transitions.finish.set;
    change(entity.lifecycle.transitions.finish, entity);
    const files = (plugin?.files ?? []).map((file) => (file.role === 'entity' ? { ...file, text: JSON.stringify(entity) } : file));
    const compiled = compileModel([...core, { folder: 'demo', files }]);
    return compiled.kind === 'problems' ? compiled.problems.map(({ code }) => code) : [];
  };
  expect(codes(() => undefined)).toEqual([]);
  const fields = { state: '"done"' };
  expect(codes((finish) => Object.assign(finish, { set: fields }))).toEqual(['lifecycle.unknown-field']);
  for (const step of [
    { step: 'update', fields },
    { step: 'create', entity: 'demo.thing', fields },
    { step: 'convert', entity: 'demo.thing', fields },
    { step: 'amend', fields },
  ])
    expect(codes((finish) => Object.assign(finish, { from: ['open'], steps: [step] }))).toEqual(['step.unknown-field']);
  expect(codes((_, entity) => Object.assign(entity.fields, { state: { type: 'text', label: 'State', default: 'done' } }))).toContain('field.reserved-name');
  expect(codes((finish) => Object.assign(finish, { reason: 'state' }))).toEqual(['lifecycle.unknown-field']);
  expect(codes((_, entity) => Object.assign(entity.lifecycle.states.done, { required: ['state'] }))).toEqual(['lifecycle.unknown-field']);
});

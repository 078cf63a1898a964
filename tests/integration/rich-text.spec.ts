import { tmpdir } from 'node:os';
import { afterEach, beforeAll, expect, test } from '@jest/globals';
import { Policies } from '../../core/access/policy-of.js';
import { compileModel } from '../../core/definitions/compile-model.js';
import type { PluginSource } from '../../core/definitions/source.js';
import { systemCaller } from '../../core/kernel/system-caller.js';
import { Vault } from '../../core/kernel/vault.js';
import { createRecord } from '../../core/records/create-record.js';
import { writeHooks } from '../../core/write-hooks.js';
import { fixtureSources, modelOf, openChangeBench, type ChangeBench } from '../support/change-bench.js';
import { edited, type Editable } from '../support/edit-plugins.js';

const label = { en: 'New', vi: 'Mới' };
const attack = 'a < b\n<img src=x onerror=alert(1)> & <b>bold</b>';
const escaped = 'a &lt; b<br />&lt;img src=x onerror=alert(1)&gt; &amp; &lt;b&gt;bold&lt;/b&gt;';
let sources: readonly PluginSource[];
let bench: ChangeBench | undefined;

beforeAll(async () => {
  sources = await fixtureSources('with-changes');
});
afterEach(async () => {
  await bench?.close();
  bench = undefined;
});

const customer = (change: (json: Editable) => void): readonly PluginSource[] => edited(sources, 'entities/customer.json', change);
const seeded = (): Promise<ChangeBench> =>
  openChangeBench({ sources, seed: [`INSERT INTO shop_customer (id, name, note) VALUES ('01890000-0000-7000-8000-000000000001', 'An', '${attack}')`] });

test('text that is declared rich-text is not taken for HTML unless somebody says so, and then it reads as before', async () => {
  bench = await seeded();
  const changed = customer((json) => (json.fields.note.type = 'rich-text'));
  const { steps } = await bench.refused(changed);
  expect(steps.filter(({ verdict }) => verdict === 'refused').map(({ kind, column, rows }) => [kind, column, rows])).toEqual([['retype-column', 'note', 1]]);
  // Nor under another name.
  const renamed = customer(({ fields }) => {
    fields.story = { ...fields.note, type: 'rich-text', formerly: 'note' };
    delete fields.note;
  });
  await bench.refused(renamed);
  await bench.apply(changed, 'retype:shop_customer.note');
  expect(await bench.query('SELECT note FROM shop_customer')).toEqual([{ note: escaped }]);
  expect((await bench.plan(changed)).steps).toEqual([]);
  await bench.apply(renamed);
  expect(await bench.query('SELECT story FROM shop_customer')).toEqual([{ story: escaped }]);
});

test('what convertFrom and backfill make is text, and no markup', async () => {
  bench = await seeded();
  const story = { type: 'rich-text', label, backfill: { expression: 'concat("<i>", note)' } };
  await bench.apply(customer(({ fields }) => (fields.story = story)));
  expect(await bench.query('SELECT story FROM shop_customer')).toEqual([{ story: `&lt;i&gt;${escaped}` }]);
  const convertFrom = { type: 'long-text', expression: 'old' };
  await bench.apply(
    customer(({ fields }) => (fields.note = { ...fields.note, type: 'rich-text', convertFrom })),
    'drop:shop_customer.story',
  );
  expect(await bench.query('SELECT note__rich_text AS note FROM shop_customer')).toEqual([{ note: escaped }]);
});

test('what an expression or a fetch puts into it is cleaned', async () => {
  bench = await openChangeBench();
  const changed = edited(
    customer(({ fields }) => {
      fields.story = { type: 'rich-text', label, default: { expression: 'note' } };
      fields.copy = { type: 'rich-text', label, fetch: 'group.story' };
    }),
    'entities/group.json',
    (json) => (json.fields.story = { type: 'rich-text', label }),
  );
  await bench.apply(changed);
  await bench.query(`INSERT INTO shop_group (id, name, story) VALUES ('01890000-0000-7000-8000-000000000002', 'G', '${attack}')`);
  const model = modelOf(changed);
  const policies = new Policies(model);
  const entity = model.entities.get('shop.customer');
  if (entity === undefined) throw new Error('no customer');
  const vault = new Vault(tmpdir(), [Buffer.alloc(32, 7).toString('base64')]);
  const platform = { model, database: bench.connection.database, policyOf: policies.policyOf.bind(policies), hooks: writeHooks, vault };
  const made = JSON.parse(await createRecord(platform, systemCaller(), entity, { name: 'An', note: attack, group: '01890000-0000-7000-8000-000000000002' }));
  expect([made.story, made.copy].map((html: string) => /<img|onerror/u.test(html) || !html.includes('<b>bold</b>'))).toEqual([false, false]);
});

test('it is fetched from formatted text alone, and into formatted text alone', () => {
  const problems = (type: string, path: string): readonly string[] => {
    const compiled = compileModel(
      edited(
        customer(({ fields }) => (fields.copy = { type, label, fetch: path })),
        'entities/group.json',
        ({ fields }) => {
          fields.plain = { type: 'long-text', label };
          fields.story = { type: 'rich-text', label };
        },
      ),
    );
    return compiled.kind === 'problems' ? compiled.problems.map(({ code }) => code) : [];
  };
  expect([problems('rich-text', 'group.plain'), problems('long-text', 'group.story'), problems('rich-text', 'group.story')]).toEqual([
    ['fetch.wrong-type'],
    ['fetch.wrong-type'],
    [],
  ]);
});

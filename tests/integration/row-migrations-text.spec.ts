import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { PluginSource } from '../../core/definitions/source.js';
import { fixtureSources, openChangeBench, type ChangeBench } from '../support/change-bench.js';
import type { Editable } from '../support/edit-plugins.js';

const label = 'x';
const migration = {
  version: '1.1.0',
  name: 'names',
  why: 'Names are written small',
  tables: { bakery_order: { customer: 'text' } },
  steps: [{ in: 'bakery_order', when: 'customer == "AN"', set: { customer: '"an"' } }],
};

let core: readonly PluginSource[];
let bench: ChangeBench;
beforeAll(async () => {
  core = await fixtureSources();
  const seed = [`INSERT INTO bakery_order (id, customer, note) VALUES (trellis_new_id(), 'AN', '<img src=x onerror=alert(1)> a < b')`];
  bench = await openChangeBench({ sources: release('1.0.0', 'text'), seed });
}, 120_000);
afterAll(() => bench.close());

function release(version: string, note: string, ...migrations: readonly Editable[]): readonly PluginSource[] {
  const file = (path: string, role: 'plugin' | 'entity' | 'migration', json: Editable) => ({ path: `bakery/${path}`, role, text: JSON.stringify(json) });
  const fields = { customer: { type: 'text', label, required: true }, note: { type: note, label } };
  const order = { name: 'order', plural: 'orders', kind: 'record', label, labelPlural: label, title: 'customer', fields };
  return [
    ...core,
    {
      folder: 'bakery',
      files: [
        file('plugin.json', 'plugin', { id: 'bakery', version, label }),
        file('entities/order.json', 'entity', order),
        ...migrations.map((one) => file(`migrations/${one.version}-${one.name}.json`, 'migration', one)),
      ],
    },
  ];
}

test('plain text that becomes formatted is escaped also where rows of its table are migrated in the same release', async () => {
  const next = release('1.1.0', 'rich-text', migration);
  await bench.refused(next);
  await bench.apply(next, 'retype:bakery_order.note');
  const [row] = await bench.query('SELECT customer, note FROM bakery_order');
  expect(row?.['customer']).toBe('an');
  expect(row?.['note']).not.toContain('<img');
  expect(row?.['note']).toContain('&lt;img src=x onerror=alert(1)&gt; a &lt; b');
  expect((await bench.plan(next)).steps).toEqual([]);
});

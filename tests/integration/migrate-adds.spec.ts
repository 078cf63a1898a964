import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { PluginSource } from '../../core/definitions/source.js';
import { fixtureSources, openChangeBench, type ChangeBench } from '../support/change-bench.js';
import { edited, withEntity, type Editable } from '../support/edit-plugins.js';

const label = { en: 'New', vi: 'Mới' };
const customer = (change: (json: Editable) => void) => (sources: readonly PluginSource[]) => edited(sources, 'entities/customer.json', change);

/** What only adds, the kinds of steps it takes, and a look at the outcome. */
const additions: readonly { name: string; change: (sources: readonly PluginSource[]) => readonly PluginSource[]; kinds: readonly string[] }[] = [
  { name: 'a field', change: customer((json) => (json.fields.web = { type: 'url', label })), kinds: ['add-column'] },
  {
    name: 'a required field with a default',
    change: customer((json) => (json.fields.level = { type: 'integer', label, required: true, default: 7 })),
    kinds: ['add-column'],
  },
  { name: 'a boolean', change: customer((json) => (json.fields.isNew = { type: 'boolean', label })), kinds: ['add-column'] },
  {
    name: 'a reference',
    change: customer((json) => (json.fields.second = { type: 'reference', entity: 'shop.group', label })),
    kinds: ['add-column', 'add-constraint', 'add-index'],
  },
  {
    name: 'a field for the search',
    change: customer((json) => (json.fields.motto = { type: 'text', label, search: 'B' })),
    kinds: ['drop-search', 'add-column', 'add-search'],
  },
  { name: 'a field less for the search', change: customer((json) => delete json.fields.note.search), kinds: ['drop-search', 'add-search'] },
  { name: 'an option', change: customer((json) => (json.fields.grade.options.bronze = { label })), kinds: ['drop-constraint', 'add-constraint'] },
  { name: 'an index', change: customer((json) => (json.indexes = { recent: ['visits', 'name'] })), kinds: ['add-index'] },
  { name: 'a unique key that holds', change: customer((json) => (json.unique = { code: { fields: ['name', 'phone'] } })), kinds: ['add-index'] },
  { name: 'a longer text', change: customer((json) => (json.fields.name.maxLength = 80)), kinds: ['drop-search', 'widen-column', 'add-search'] },
  { name: 'a text without end', change: customer((json) => delete json.fields.name.maxLength), kinds: ['drop-search', 'widen-column', 'add-search'] },
  { name: 'a larger scale', change: customer((json) => (json.fields.credit.scale = 4)), kinds: ['widen-column'] },
  {
    name: 'a whole number that becomes a decimal',
    change: customer((json) => (json.fields.visits = { type: 'decimal', scale: 2, label })),
    kinds: ['widen-column'],
  },
  { name: 'a required field that may be empty', change: customer((json) => (json.fields.name.required = false)), kinds: ['unrequire'] },
  { name: 'a filled field that becomes required', change: customer((json) => (json.fields.visits.required = true)), kinds: ['require'] },
  { name: 'a smaller scale that every value has', change: customer((json) => (json.fields.credit.scale = 1)), kinds: ['narrow-column'] },
  {
    name: 'a shorter text that every value fits',
    change: customer((json) => (json.fields.name.maxLength = 20)),
    kinds: ['drop-search', 'narrow-column', 'add-search'],
  },
  { name: 'an option less that no row has', change: customer((json) => delete json.fields.grade.options.silver), kinds: ['drop-constraint', 'add-constraint'] },
  { name: 'a field less that no row has', change: customer((json) => delete json.fields.fax), kinds: ['drop-column'] },
  {
    name: 'links to many',
    change: customer((json) => (json.fields.groups = { type: 'many-to-many', entity: 'shop.group', label })),
    kinds: ['create-table', 'add-constraint', 'add-constraint', 'add-index'],
  },
  {
    name: 'an entity',
    change: (sources) =>
      withEntity(sources, 'shop', {
        name: 'visit',
        plural: 'visits',
        kind: 'record',
        label,
        labelPlural: label,
        title: 'place',
        fields: { place: { type: 'text', label } },
      }),
    kinds: ['create-table', 'add-index'],
  },
];

describe('what only adds is done at once', () => {
  let bench: ChangeBench;
  let sources: readonly PluginSource[];

  beforeAll(async () => {
    sources = await fixtureSources('with-changes');
  });

  test.each(additions)('$name', async ({ change, kinds }) => {
    bench = await openChangeBench({ sources, seed });
    const before = await bench.dump();
    const planned = await bench.plan(change(sources));
    expect(await bench.dump()).toEqual(before);

    const plan = await bench.apply(change(sources));
    expect(plan.steps.map((step) => step.kind)).toEqual(kinds);
    expect(plan.steps.map((step) => step.sql)).toEqual(planned.steps.map((step) => step.sql));
    const after = await bench.dump();
    expect(customers(after.rows).length).toBe(customers(before.rows).length);
    expect(after.rows.filter((row) => row.startsWith('trellis_migration:')).length).toBe(2);

    await bench.apply(change(sources));
    expect(await bench.dump()).toEqual(after);

    const fresh = await openChangeBench();
    await fresh.apply(change(sources));
    expect(after.catalog).toEqual((await fresh.dump()).catalog);
    await fresh.close();
    await bench.close();
  });

  test('every value is kept, and a default fills the rows that are there', async () => {
    bench = await openChangeBench({ sources, seed });
    const change = customer((json) => {
      json.fields.level = { type: 'integer', label, required: true, default: 7 };
      json.fields.credit.scale = 4;
      json.fields.name.maxLength = 80;
    });
    await bench.apply(change(sources));
    expect(await bench.query('SELECT name, credit, level, visits FROM shop_customer ORDER BY name')).toEqual([
      { name: 'Bình', credit: '0.0000', level: '7', visits: '2' },
      { name: 'Nguyễn', credit: '12.5000', level: '7', visits: '1' },
    ]);
    expect(await bench.query(`SELECT name FROM shop_customer WHERE search_vector @@ to_tsquery('simple', 'nguyen')`)).toEqual([{ name: 'Nguyễn' }]);
    await bench.close();
  });

  afterAll(async () => {
    await bench.close().catch(() => undefined);
  });
});

function customers(rows: readonly string[]): readonly string[] {
  return rows.filter((row) => row.startsWith('shop_customer:'));
}

const seed = [
  `INSERT INTO shop_customer (id, name, phone, grade, credit, visits) VALUES
  ('00000000-0000-7000-8000-000000000011', 'Nguyễn', '1', 'gold', 12.50, 1), ('00000000-0000-7000-8000-000000000012', 'Bình', '2', NULL, 0, 2)`,
];

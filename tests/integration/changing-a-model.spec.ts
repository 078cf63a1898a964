import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { PluginSource } from '../../core/definitions/source.js';
import { describePlan } from '../../core/data/migrate/describe-plan.js';
import { projectRoot } from '../../core/kernel/project-root.js';
import { fixtureSources, openChangeBench, type ChangeBench } from '../support/change-bench.js';
import type { Editable } from '../support/edit-plugins.js';

let bench: ChangeBench;
let plugin: Editable;
let entity: Editable;
let changes: readonly Editable[];
let blocks: readonly (readonly [name: string, json: Editable])[];
let kept: readonly (readonly [path: string, json: Editable])[] = [];
let core: readonly PluginSource[];

beforeAll(async () => {
  const text = await readFile(join(projectRoot, 'docs/changing-a-model.md'), 'utf8');
  blocks = [...text.matchAll(/```json (\S+)\n([\s\S]*?)```/gu)].map(([, name = '', json = '']) => [name, JSON.parse(json)] as const);
  plugin = blocks.find(([name]) => name === 'bakery/plugin.json')?.[1];
  entity = blocks.find(([name]) => name === 'bakery/entities/order.json')?.[1];
  changes = blocks.flatMap(([name, json]) => (name === 'change' ? [json] : []));
  core = await fixtureSources();
  bench = await openChangeBench();
});

afterAll(() => bench.close());

function sources(): readonly PluginSource[] {
  const files = [['plugin.json', plugin] as const, [`entities/${entity.name}.json`, entity] as const, ...kept].map(([path, json]) => ({
    path: `bakery/${path}`,
    role: path.startsWith('migrations/') ? ('migration' as const) : path === 'plugin.json' ? ('plugin' as const) : ('entity' as const),
    text: JSON.stringify(json),
  }));
  return [...core, { folder: 'bakery', files }];
}

/** JSON Merge Patch, RFC 7396. */
function merged(target: Editable, patch: Editable): Editable {
  if (typeof patch !== 'object' || patch === null || Array.isArray(patch)) return patch;
  const made = { ...target };
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete made[key];
    else made[key] = merged(made[key], value);
  }
  return made;
}

test('the changes that are explained do to the rows what is said', async () => {
  await bench.apply(sources());
  await bench.query(`INSERT INTO bakery_order (id, customer, pieces, price, size, state) VALUES
    ('0198c5f0-0000-7000-8000-000000000001', 'An', 13, 'Free', 's', 'new'), ('0198c5f0-0000-7000-8000-000000000002', 'Bo', 12, '9000.5', 'l', 'done'),
    ('0198c5f0-0000-7000-8000-000000000003', 'Cy', 1, 'ask us', NULL, 'new')`);
  const rows = (columns: string) => bench.query(`SELECT ${columns} FROM ${entity.name === 'order' ? 'bakery_order' : 'bakery_sales_order'} ORDER BY id`);
  const [required, retyped, renamed, called] = changes;

  entity = merged(entity, required);
  expect(describePlan(await bench.plan(sources()))).toContain('rewrite rows of bakery_order, up to 1,000 at a time [table of 3 rows] (online)');
  await bench.apply(sources());
  expect(await rows('boxes')).toEqual([{ boxes: '2' }, { boxes: '1' }, { boxes: '1' }]);

  entity = merged(entity, retyped);
  const refused = describePlan(await bench.refused(sources()));
  const told = /```\n(! move column[\s\S]*?)```/u.exec(await readFile(join(projectRoot, 'docs/changing-a-model.md'), 'utf8'))?.[1] ?? 'nothing';
  expect(refused).toContain(told.trim());
  await bench.query(`UPDATE bakery_order SET price = '1' WHERE customer = 'Cy'`);
  await bench.apply(sources());
  expect(await rows('price, price__money')).toEqual([
    { price: 'Free', price__money: '0.00' },
    { price: '9000.5', price__money: '9000.50' },
    { price: '1', price__money: '1.00' },
  ]);

  entity = merged(entity, renamed);
  await bench.apply(sources());
  expect(await rows('quantity, boxes, size, state')).toEqual([
    { quantity: '13', boxes: '2', size: 'small', state: 'new' },
    { quantity: '12', boxes: '1', size: 'l', state: 'baked' },
    { quantity: '1', boxes: '1', size: null, state: 'new' },
  ]);

  entity = merged(entity, called);
  await bench.apply(sources());
  plugin = { ...plugin, version: '1.1.0' };
  kept = blocks.flatMap(([name, json]) => (/batch/u.test(name) ? [[name.slice('bakery/'.length), json] as const] : []));
  expect(describePlan(await bench.plan(sources()))).toContain('1.1.0-batches: What was baked before batches were kept is one batch an order');
  await bench.apply(sources());
  expect(await bench.query('SELECT o.customer, b.pieces FROM bakery_batch b JOIN bakery_sales_order o ON o.id = b.sales_order')).toEqual([
    { customer: 'Bo', pieces: '12' },
  ]);
  expect(await rows('size')).toEqual([{ size: 'small' }, { size: 'l' }, { size: 'small' }]);
  await bench.contract(sources());
  expect(await rows('customer, quantity, price__money')).toHaveLength(3);
  const fresh = await openChangeBench();
  await fresh.apply(sources());
  expect((await bench.dump()).catalog).toEqual((await fresh.dump()).catalog);
  await fresh.close();
});

import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { PluginSource } from '../../core/definitions/source.js';
import { fixtureSources, openChangeBench, type ChangeBench } from '../support/change-bench.js';
import { edited } from '../support/edit-plugins.js';

let bench: ChangeBench;
let both: readonly PluginSource[];
let alone: readonly PluginSource[];

beforeEach(async () => {
  alone = await fixtureSources('with-changes');
  both = await fixtureSources('with-changes', 'with-extension');
  bench = await openChangeBench({ sources: both });
  await bench.query(`INSERT INTO loyalty_tier (id, name) VALUES ('00000000-0000-7000-8000-000000000021', 'Top')`);
  await bench.query(`INSERT INTO shop_customer (id, name, grade, points, card, tier) VALUES
    ('00000000-0000-7000-8000-000000000011', 'Bình', 'platinum', 5, 'A1', '00000000-0000-7000-8000-000000000021')`);
});

afterEach(() => bench.close());

test('what a plugin that is gone has left is kept, may be empty, and is named', async () => {
  const plan = await bench.apply(alone);
  expect(plan.steps.map((step) => [step.kind, step.column])).toEqual([['unrequire', 'points']]);
  expect(plan.parked).toEqual(['loyalty_tier', 'shop_customer.points', 'shop_customer.card', 'shop_customer.tier']);
  await bench.query(`INSERT INTO shop_customer (id, name) VALUES ('00000000-0000-7000-8000-000000000012', 'Nguyễn')`);
  await bench.query(`UPDATE shop_customer SET name = 'Bình An' WHERE name = 'Bình'`);
  expect(await bench.query(`SELECT grade, points, card FROM shop_customer WHERE name = 'Bình An'`)).toEqual([{ grade: 'platinum', points: '5', card: 'A1' }]);
  const before = await bench.dump();
  await bench.apply(alone);
  expect(await bench.dump()).toEqual(before);
});

test('everything comes back with the plugin', async () => {
  const before = await bench.dump();
  await bench.apply(alone);
  await bench.apply(both);
  const after = await bench.dump();
  expect(after.catalog).toEqual(before.catalog);
  const kept = (rows: readonly string[]): readonly string[] => rows.filter((row) => !row.startsWith('trellis_mi') && !row.startsWith('trellis_mo'));
  expect(kept(after.rows)).toEqual(kept(before.rows));
});

test('a parked option stays while another is added, and its way out is told once its rows are the only ones left', async () => {
  await bench.apply(alone);
  await bench.apply(edited(alone, 'entities/customer.json', (json) => (json.fields.grade.options.bronze = { label: { en: 'Bronze', vi: 'Đồng' } })));
  expect(await bench.query(`SELECT grade FROM shop_customer`)).toEqual([{ grade: 'platinum' }]);
  await bench.apply(alone, 'clear:shop_customer.grade');
  expect(await bench.query(`SELECT grade FROM shop_customer`)).toEqual([{ grade: null }]);
});

test('what is parked goes only when it is told', async () => {
  await bench.apply(alone);
  await bench.apply(alone, 'drop:shop_customer.card', 'drop:shop_customer.tier', 'drop:loyalty_tier');
  const columns = await bench.query(
    `SELECT column_name FROM information_schema.columns WHERE table_name = 'shop_customer' AND column_name IN ('card', 'tier', 'points')`,
  );
  expect(columns).toEqual([{ column_name: 'points' }]);
  expect(await bench.query(`SELECT to_regclass('loyalty_tier') IS NULL AS gone`)).toEqual([{ gone: true }]);
});

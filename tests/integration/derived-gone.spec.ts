import { afterEach, beforeAll, expect, test } from '@jest/globals';
import { settleAll } from '../../core/data/derived/settle-later.js';
import type { PluginSource } from '../../core/definitions/source.js';
import { fixtureSources, openChangeBench, type ChangeBench } from '../support/change-bench.js';
import type { Editable } from '../support/edit-plugins.js';
import { untilSettled } from '../support/until-settled.js';

const label = 'x';
const entityFile = (name: string, fields: Editable): { path: string; role: 'entity'; text: string } => ({
  path: `bakery/entities/${name}.json`,
  role: 'entity',
  text: JSON.stringify({
    name,
    plural: `${name}s`,
    kind: 'record',
    label,
    labelPlural: label,
    title: 'text',
    fields: { text: { type: 'text', label }, ...fields },
  }),
});
const counted = { remarks: { type: 'rollup', label, entity: 'bakery.remark', reference: 'order', function: 'count' } };

let core: readonly PluginSource[];
const benches: ChangeBench[] = [];
beforeAll(async () => {
  core = await fixtureSources();
});
afterEach(async () => {
  for (const bench of benches.splice(0)) await bench.close();
});

function release(fields: Editable): readonly PluginSource[] {
  const plugin = { path: 'bakery/plugin.json', role: 'plugin' as const, text: JSON.stringify({ id: 'bakery', version: '1.0.0', label }) };
  const remark = entityFile('remark', { order: { type: 'reference', entity: 'bakery.order', label } });
  return [...core, { folder: 'bakery', files: [plugin, entityFile('order', fields), remark] }];
}

async function opened(): Promise<ChangeBench> {
  const bench = await openChangeBench({ sources: release(counted) });
  benches.push(bench);
  await bench.query(`INSERT INTO bakery_order (id, text) VALUES (trellis_new_id(), 'a')`);
  return bench;
}

const remark = `INSERT INTO bakery_remark (id, text, "order") SELECT trellis_new_id(), 'r', id FROM bakery_order`;
const remarks = async (bench: ChangeBench): Promise<unknown> => (await bench.query('SELECT remarks::integer FROM bakery_order'))[0]?.['remarks'];

test('with the last derived value goes what follows marks, and it comes again with the next', async () => {
  const bench = await opened();
  await bench.query(remark);
  expect(await remarks(bench)).toBe(1);
  await bench.apply(release({}), 'drop:bakery_order.remarks');
  expect(
    await bench.query(`SELECT proname FROM pg_proc WHERE proname IN ('trellis_spread', 'trellis_spread_part', 'trellis_derive', 'trellis_settle')`),
  ).toEqual([]);
  await bench.query(remark);
  await untilSettled(bench.connection.database);
  expect(await bench.query('SELECT FROM trellis_stale')).toHaveLength(0);
  await bench.apply(release(counted));
  await untilSettled(bench.connection.database);
  expect(await remarks(bench)).toBe(2);
  await bench.query(remark);
  expect(await remarks(bench)).toBe(3);
});

test('what a release before has left of it fails no look', async () => {
  const bench = await opened();
  await bench.query('DROP FUNCTION trellis_spread_part');
  await expect(settleAll(bench.connection.database)).resolves.toBeUndefined();
});

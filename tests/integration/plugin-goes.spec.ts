import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { describePlan } from '../../core/data/migrate/describe-plan.js';
import type { PluginSource } from '../../core/definitions/source.js';
import { fixtureSources, openChangeBench, type ChangeBench } from '../support/change-bench.js';

let bench: ChangeBench;
let all: readonly PluginSource[];
let core: readonly PluginSource[];

const entry = (id: number, amount: number): string =>
  `INSERT INTO books_entry (id, posting_date, posting, source, source_entity, created_at, created_by, account, amount) VALUES
   ('00000000-0000-7000-8000-0000000000${id}', '2026-01-02', '00000000-0000-7000-8000-000000000091', '00000000-0000-7000-8000-000000000092', 'books.item', now(),
    '00000000-0000-7000-8000-000000000001', '00000000-0000-7000-8000-000000000010', ${amount})`;

beforeEach(async () => {
  [all, core] = [await fixtureSources('with-ledger'), await fixtureSources()];
  bench = await openChangeBench({ sources: all });
  await bench.query(`INSERT INTO books_account (id, name) VALUES ('00000000-0000-7000-8000-000000000010', 'Cash')`);
  await bench.query(`BEGIN; ${entry(21, 12)}; ${entry(22, -12)}; COMMIT`);
});
afterEach(() => bench.close());

test('a plugin that goes leaves its ledger in the database, and the plan says so', async () => {
  const plan = await bench.plan(core);
  expect(plan.parked).toEqual(expect.arrayContaining(['books_account', 'books_entry', 'books_balance']));
  expect(describePlan(plan)).toContain('books_entry is parked: nothing declares it any more');
  await bench.apply(core);
  expect(await bench.query('SELECT count(*)::int AS entries FROM books_entry')).toEqual([{ entries: 2 }]);
});

test('it comes back with its entries, its balances, and what keeps them true', async () => {
  const before = await bench.dump();
  await bench.apply(core);
  await bench.apply(all);
  const after = await bench.dump();
  expect(after.catalog).toEqual(before.catalog);
  const kept = (rows: readonly string[]): readonly string[] => rows.filter((row) => !row.startsWith('trellis_mi') && !row.startsWith('trellis_mo'));
  expect(kept(after.rows)).toEqual(kept(before.rows));
  await bench.query(`BEGIN; ${entry(23, 5)}; ${entry(24, -5)}; COMMIT`);
  expect(await bench.query('SELECT amount::text FROM books_balance')).toEqual([{ amount: '0.0000' }]);
});

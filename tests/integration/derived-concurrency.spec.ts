import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { join } from 'node:path';
import pg from 'pg';
import { connect, type Connection } from '../../core/data/connect.js';
import { isSettled, settleAll, settleLater } from '../../core/data/derived/settle-later.js';
import type { Entity } from '../../core/definitions/model.js';
import { projectRoot } from '../../core/kernel/project-root.js';
import { createRecord } from '../../core/records/create-record.js';
import { deleteRecord } from '../../core/records/delete-record.js';
import { updateRecord } from '../../core/records/update-record.js';
import { createTestPlatform, type TestPlatform } from '../support/test-platform.js';
import { untilSettled } from '../support/until-settled.js';

let opened: TestPlatform;
/** Beside that of the test, as other processes have theirs. */
let others: readonly Connection[];
beforeAll(async () => {
  opened = await createTestPlatform({ plugins: [join(projectRoot, 'tests', 'fixtures', 'with-derived')] });
  others = await Promise.all(Array.from({ length: 4 }, () => connect(opened.url, { model: opened.platform.model, poolSize: 6 })));
});
afterAll(async () => {
  await Promise.all(others.map((one) => one.close()));
  await opened.close();
});

function entity(name: string): Entity {
  const found = opened.platform.model.entities.get(`trade.${name}`);
  if (found === undefined) throw new Error(`no entity ${name}`);
  return found;
}

async function make(name: string, body: unknown, connection: Connection = opened.connection): Promise<string> {
  const made: unknown = JSON.parse(await createRecord({ ...opened.platform, database: connection.database }, opened.caller(), entity(name), body));
  return typeof made === 'object' && made !== null && 'id' in made ? String(made.id) : '';
}

async function numbers(text: string, values: readonly unknown[]): Promise<readonly number[]> {
  const { rows } = await opened.connection.pool.query<(string | null)[]>({ text, values: [...values], rowMode: 'array' });
  return (rows[0] ?? []).map(Number);
}

/** Connections of that name which wait for a lock. */
async function waiting(name: string): Promise<number> {
  return Number((await numbers(`SELECT count(*) FROM pg_stat_activity WHERE application_name = $1 AND wait_event_type = 'Lock'`, [name]))[0]);
}

/** Until nothing is left, whoever else drains beside. */
async function settled(): Promise<void> {
  await untilSettled(opened.platform.database);
}

test('20 clients write children of one parent, others drain beside them: its sums are exact, and nobody was refused', async () => {
  const customer = await make('customer', { name: 'Busy' });
  const product = await make('product', { name: 'Tea' });
  const state = { isOver: false };
  const draining = others.slice(0, 2).map(async ({ database }) => {
    while (!state.isOver) await settleLater(database);
  });
  const clients = Array.from({ length: 20 }, async (_, client) => {
    const connection = others[client % others.length];
    for (let round = 0; round < 6; round += 1) {
      const id = await make('order', { customer, lines: [{ product, quantity: '1', price: '10' }] }, connection);
      const platform = { ...opened.platform, database: (connection ?? opened.connection).database };
      if (round % 3 === 1)
        await updateRecord(platform, opened.caller(), entity('order'), id, { lines: [{ product, quantity: '2', price: '10' }] }, { mode: 'patch' });
      if (round % 3 === 2) await deleteRecord(platform, opened.caller(), entity('order'), id);
    }
  });
  await Promise.all(clients);
  state.isOver = true;
  await Promise.all(draining);
  await settled();
  // Of each client's six orders two stay as they are, two are doubled and two are deleted.
  expect(await numbers('SELECT orders, average * orders FROM trade_customer WHERE id = $1', [customer])).toEqual([80, 1200]);
  expect(await numbers('SELECT sold FROM trade_product WHERE id = $1', [product])).toEqual([120]);
}, 60_000);

test('who reads through a reference while what it leads to is being changed is put right when both are over', async () => {
  const tier = await make('tier', { name: 'Gold', discount: '10' });
  const customer = await make('customer', { name: 'An', tier });
  const product = await make('product', { name: 'Tea' });
  const changing = new pg.Client({ connectionString: opened.url });
  await changing.connect();
  try {
    await changing.query('BEGIN');
    await changing.query('UPDATE trade_tier SET discount = 40 WHERE id = $1', [tier]);
    await changing.query('SELECT trellis_settle()');
    // Neither sees what the other has not committed.
    const order = await make('order', { customer, lines: [{ product, quantity: '1', price: '100' }] });
    expect(await numbers('SELECT net FROM trade_order WHERE id = $1', [order])).toEqual([90]);
    await changing.query('COMMIT');
    await settled();
    expect(await numbers('SELECT discount, net FROM trade_order WHERE id = $1', [order])).toEqual([40, 60]);
  } finally {
    await changing.end();
  }
});

test('a mark that leads on waits for those who may not have been seen, and for nobody else', async () => {
  const tier = await make('tier', { name: 'Gold', discount: '10' });
  const customer = await make('customer', { name: 'An', tier });
  const writing = new pg.Client({ connectionString: opened.url });
  await writing.connect();
  try {
    await writing.query('BEGIN');
    const { rows } = await writing.query<{ id: string }>(
      `INSERT INTO trade_order (id, number, customer, total, state, created_by, updated_by) VALUES (trellis_new_id(), 'W', $1, 100, 'draft', $2, $2) RETURNING id`,
      [customer, opened.caller().userId],
    );
    await writing.query('SELECT trellis_settle()');
    await opened.connection.pool.query('UPDATE trade_tier SET discount = 30 WHERE id = $1', [tier]);
    await settleAll(opened.platform.database);
    expect(await isSettled(opened.platform.database)).toBe(false);
    await writing.query('COMMIT');
    await settled();
    expect(await numbers('SELECT net FROM trade_order WHERE id = $1', [rows[0]?.id])).toEqual([70]);
  } finally {
    await writing.end();
  }
});

test('a row that somebody holds is passed over and brought up to date when it is free', async () => {
  const customer = await make('customer', { name: 'Held' });
  const product = await make('product', { name: 'Tea' });
  const holding = new pg.Client({ connectionString: opened.url });
  await holding.connect();
  try {
    await holding.query('BEGIN');
    await holding.query('SELECT FROM trade_customer WHERE id = $1 FOR NO KEY UPDATE', [customer]);
    await make('order', { customer, lines: [{ product, quantity: '1', price: '7' }] });
    await settleAll(opened.platform.database);
    expect(await numbers('SELECT orders FROM trade_customer WHERE id = $1', [customer])).toEqual([0]);
    await holding.query('COMMIT');
    await settled();
    expect(await numbers('SELECT orders, average FROM trade_customer WHERE id = $1', [customer])).toEqual([1, 7]);
  } finally {
    await holding.end();
  }
});

test('whoever drains may be killed at any moment: what it had not committed is drained by the next', async () => {
  const tier = await make('tier', { name: 'Gold', discount: '10' });
  const customer = await make('customer', { name: 'Many', tier });
  await opened.connection.pool.query(
    `INSERT INTO trade_order (id, number, customer, total, state, created_by, updated_by)
     SELECT trellis_new_id(), 'K' || n, $1, 100, 'draft', $2, $2 FROM generate_series(1, 3000) n`,
    [customer, opened.caller().userId],
  );
  await settled();
  await updateRecord(opened.platform, opened.caller(), entity('tier'), tier, { discount: '60' }, { mode: 'patch' });
  const average = async (): Promise<readonly number[]> => numbers('SELECT average FROM trade_customer WHERE id = $1', [customer]);
  const holding = new pg.Client({ connectionString: opened.url });
  await holding.connect();
  try {
    for (let kill = 0; kill < 3; kill += 1) {
      // Orders are derived before the customer, at whom the drain now has to wait with all that it has done so far.
      await holding.query('BEGIN; LOCK TABLE trade_customer IN SHARE MODE');
      const killed = await connect(opened.url, { model: opened.platform.model, poolSize: 2, applicationName: `killed-${kill}` });
      const before = await average();
      const draining = settleAll(killed.database).catch(() => undefined);
      while ((await waiting(`killed-${kill}`)) === 0);
      await opened.connection.pool.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = $1', [`killed-${kill}`]);
      await draining;
      await killed.close();
      expect(await average()).toEqual(before);
      await holding.query('COMMIT');
      expect(await isSettled(opened.platform.database)).toBe(false);
      await settleLater(opened.platform.database);
    }
  } finally {
    await holding.end();
  }
  await settled();
  expect(await numbers('SELECT count(*), min(net), max(net) FROM trade_order WHERE customer = $1', [customer])).toEqual([3000, 40, 40]);
  expect(await numbers('SELECT orders, average FROM trade_customer WHERE id = $1', [customer])).toEqual([3000, 40]);
}, 60_000);

test('a whole table is followed in parts, and many who caused a little each hold up nobody', async () => {
  const customer = await make('customer', { name: 'Many' });
  const many = 11_000;
  await opened.connection.pool.query(`INSERT INTO trade_order (id, customer, state) SELECT trellis_new_id(), $1, 'draft' FROM generate_series(1, ${many})`, [
    customer,
  ]);
  await settled();
  await opened.connection.pool.query(`
    INSERT INTO trellis_stale (stage, rank, via, record_id, is_later, cause) SELECT stage, rank, 'every', '00000000-0000-0000-0000-000000000000', true, NULL
      FROM (SELECT DISTINCT split_part(stage, ' ', 1) AS stage, 1 AS rank FROM trellis_derived WHERE key LIKE 'trade.order/%' ORDER BY 1 LIMIT 1) known`);
  const marks = async (): Promise<number> => Number((await numbers(`SELECT count(*) FROM trellis_stale WHERE via IS NULL`, []))[0]);
  const found = new Set<number>();
  for (let round = 0; (await numbers('SELECT count(*) FROM trellis_stale', []))[0] !== 0 && round < 500; round += 1) {
    await settleLater(opened.platform.database);
    found.add(await marks());
  }
  expect(Math.max(...found)).toBeLessThan(many);
  await opened.connection.pool.query(`
    INSERT INTO trellis_stale (stage, rank, record_id, is_later, cause)
    SELECT known.stage, 1, o.id, true, json_build_object('actor', gen_random_uuid())::text FROM (SELECT id FROM trade_order LIMIT 600) o,
      (SELECT stage FROM trellis_derived WHERE key LIKE 'trade.order/%' LIMIT 1) known`);
  let rounds = 0;
  for (; (await settleLater(opened.platform.database)) > 0; rounds += 1);
  expect(rounds).toBeLessThan(10);
  expect(await isSettled(opened.platform.database)).toBe(true);
}, 120_000);

test('however many records cannot be computed, a whole table is followed to its end', async () => {
  const stage = `SELECT stage FROM trellis_derived WHERE key LIKE 'trade.order/%' LIMIT 1`;
  await opened.connection.pool.query(`
    INSERT INTO trellis_stale (stage, rank, record_id, is_later, again_at, error)
    SELECT (${stage}), 1, gen_random_uuid(), true, now() + interval '1 day', 'does not fit' FROM generate_series(1, 5000)`);
  await opened.connection.pool.query(`
    INSERT INTO trellis_stale (stage, rank, via, record_id, is_later, after)
    SELECT (${stage}), 1, 'every', '00000000-0000-0000-0000-000000000000', true, '00000000-0000-0000-0000-000000000000'`);
  await settled();
  expect(await numbers('SELECT count(*) FROM trellis_stale WHERE error IS NULL', [])).toEqual([0]);
  await opened.connection.pool.query('DELETE FROM trellis_stale');
}, 120_000);

import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { connect } from '../../core/data/connect.js';
import { migrate } from '../../core/data/migrate/migrate.js';
import type { PluginSource } from '../../core/definitions/source.js';
import { systemSteps } from '../../core/system-steps.js';
import { fixtureSources, modelOf, openChangeBench, type ChangeBench } from '../support/change-bench.js';
import { edited } from '../support/edit-plugins.js';
import { clusterUrl, createTestDatabase } from '../support/test-database.js';

describe('a database that others use too', () => {
  let bench: ChangeBench;
  let sources: readonly PluginSource[];
  const label = { en: 'New', vi: 'Mới' };
  const changed = (): readonly PluginSource[] =>
    edited(sources, 'entities/customer.json', (json) => {
      json.fields.age = { type: 'integer', label };
      json.indexes = { age: ['age'], visits: ['visits'] };
    });

  beforeEach(async () => {
    bench = await openChangeBench();
    sources = await fixtureSources('with-changes');
  });

  afterEach(() => bench.close());

  test('several processes that start at once change it once', async () => {
    const connections = await Promise.all(Array.from({ length: 4 }, () => connect(bench.url, { poolSize: 2 })));
    const outcomes = await Promise.all(connections.map((connection) => migrate(connection, modelOf(sources), { systemSteps })));
    expect(outcomes.map((outcome) => outcome.kind).sort()).toEqual(['migrated', 'nothing-to-do', 'nothing-to-do', 'nothing-to-do']);
    await Promise.all(connections.map((connection) => connection.close()));
    const fresh = await openChangeBench();
    await fresh.apply(sources);
    expect((await bench.dump()).catalog).toEqual((await fresh.dump()).catalog);
    await fresh.close();
  });

  test('a table that somebody holds is waited for, then given up with nothing changed', async () => {
    await bench.apply(sources);
    const before = await bench.dump();
    const other = new pg.Client({ connectionString: bench.url });
    await other.connect();
    await other.query('BEGIN; SELECT count(*) FROM shop_customer');
    const attempt = migrate(bench.connection, modelOf(changed()), { systemSteps, patienceMilliseconds: 500 });
    await expect(attempt).rejects.toMatchObject({ code: '55P03' });
    expect(await bench.dump()).toEqual(before);

    const patient = migrate(bench.connection, modelOf(changed()), { systemSteps });
    await other.query('COMMIT');
    expect((await patient).kind).toBe('migrated');
    await other.end();
  });

  test('indexes of big tables are made beside the traffic, and a broken one is made anew', async () => {
    await bench.apply(sources);
    await bench.query(`INSERT INTO shop_customer (id, name, visits) SELECT gen_random_uuid(), 'c' || i, i FROM generate_series(1, 50000) i`);
    await bench.apply(changed());
    const whole = await bench.dump();
    const index = whole.catalog.find((line) => line.includes('(visits, id)'));
    expect(index).toMatch(/ t$/u);
    const name = /INDEX (\w+)/u.exec(index ?? '')?.[1] ?? '';
    await asSuperuser(bench.url, `UPDATE pg_index SET indisvalid = false WHERE indexrelid = '${name}'::regclass`);
    expect((await bench.apply(changed())).steps.map((step) => step.kind)).toEqual(['add-index']);
    expect((await bench.dump()).catalog).toEqual(whole.catalog);
  });

  test('tables, columns and indexes that Trellis did not make are left alone', async () => {
    await bench.query(`CREATE TABLE legacy (id integer PRIMARY KEY, name text); INSERT INTO legacy VALUES (1, 'x')`);
    await bench.apply(sources);
    await bench.query(`ALTER TABLE shop_customer ADD COLUMN by_hand text; CREATE INDEX by_hand ON shop_customer (by_hand)`);
    await bench.query(`INSERT INTO shop_customer (id, name, by_hand) VALUES ('00000000-0000-7000-8000-000000000011', 'Bình', 'kept')`);
    const plan = await bench.apply(changed());
    expect(plan.steps.map((step) => step.kind)).toEqual(['add-column', 'add-index', 'add-index']);
    const { catalog, rows } = await bench.dump();
    expect(rows).toContain('legacy: {"id":1,"name":"x"}');
    expect(catalog.filter((line) => line.includes('by_hand')).length).toBe(2);
  });

  test('a table of somebody else under a name that is wanted refuses the change', async () => {
    await bench.query(`CREATE TABLE shop_group (id integer); INSERT INTO shop_group VALUES (1)`);
    const before = await bench.dump();
    const plan = await bench.refused(sources);
    expect(plan.steps.filter((step) => step.verdict === 'refused').map((step) => [step.table, step.ways])).toEqual([['shop_group', []]]);
    expect(await bench.dump()).toEqual(before);
  });

  test('what was done is written down', async () => {
    await bench.apply(sources);
    await bench.apply(changed());
    const [last] = await bench.query('SELECT model_hash, steps, sql, who FROM trellis_migration ORDER BY id DESC LIMIT 1');
    expect(last).toMatchObject({ model_hash: modelOf(changed()).hash, who: 'test' });
    expect(last?.['steps']).toMatchObject([
      { kind: 'add-column', table: 'shop_customer', column: 'age', plugin: 'shop', risk: 'adds', rows: 0 },
      { kind: 'add-index' },
      { kind: 'add-index' },
    ]);
    expect(last?.['sql']).toContain('ADD COLUMN "age" bigint');
  });
});

test('a database that is not in UTF-8 is refused with the remedy', async () => {
  const database = await createTestDatabase();
  const name = new URL(database.url).pathname.slice(1);
  await asSuperuser(clusterUrl(), `DROP DATABASE ${name}`);
  await asSuperuser(clusterUrl(), `CREATE DATABASE ${name} ENCODING 'LATIN1' LOCALE_PROVIDER libc LOCALE 'C' TEMPLATE template0`);
  await expect(connect(database.url)).rejects.toMatchObject({ name: 'UnsuitableServer', message: expect.stringContaining('UTF8') });
  await database.drop();
});

async function asSuperuser(url: string, sql: string): Promise<void> {
  const address = new URL(clusterUrl());
  address.pathname = new URL(url).pathname;
  const client = new pg.Client({ connectionString: address.href });
  await client.connect();
  await client.query(sql);
  await client.end();
}

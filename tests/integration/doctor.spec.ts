import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { connect, type Connection } from '../../core/data/connect.js';
import { examine } from '../../core/doctor/examine.js';
import type { Finding } from '../../core/doctor/finding.js';
import { repairBalances } from '../../core/doctor/repair-balances.js';
import { pluginFolders } from '../../core/plugin-host/plugin-folders.js';
import { readConfig } from '../../core/kernel/config.js';
import { systemSteps } from '../../core/system-steps.js';
import { damage as damageIn } from '../support/damage.js';
import { seedBusiness } from '../support/seed-business.js';
import { startTestApp, type TestApp } from '../support/test-app.js';
import { modelOf } from '../support/test-platform.js';
import { untilCalm } from '../support/until-calm.js';
import type { Model } from '../../core/definitions/model.js';

let app: TestApp;
let owner: Connection;
let model: Model;
beforeAll(async () => {
  app = await startTestApp();
  await seedBusiness(app.administrator);
  model = await modelOf(pluginFolders(readConfig({})).filter((folder) => !folder.includes('identity')));
  owner = await connect(app.databaseUrl, { poolSize: 3 });
  await untilCalm(app.databaseUrl);
});
afterAll(async () => {
  await owner.close();
  await app.close();
});

const look = async (kind: Finding['kind'] = 'wrong'): Promise<readonly Finding[]> => {
  const outcomes = await examine({ owner, model, systemSteps, runTimeRole: 'trellis_test' });
  return outcomes.flatMap(({ findings }) => findings.filter((finding) => finding.kind === kind));
};

const damage = (table: string, ...statements: readonly string[]): Promise<void> => damageIn(app.databaseUrl, table, ...statements);
const valueOf = async (text: string): Promise<string> => String((await owner.pool.query(text)).rows[0]?.value);
const repaired = async (): Promise<readonly Finding[]> => {
  await repairBalances(owner, model);
  return look();
};

test('a database that has been worked with is well, and who owns its tables is said', async () => {
  expect(await look()).toEqual([]);
  // The cluster of the tests trades safety for speed.
  expect(new Set((await look('warning')).map(({ code }) => code))).toEqual(new Set(['doctor.unsafe-setting']));
  expect(await look('note')).toMatchObject([
    { code: 'doctor.one-role', where: 'role trellis_test', remedy: expect.stringContaining('DATABASE_MIGRATION_URL') },
  ]);
});

test('a balance that is not the sum of its entries is told with its place, and made anew', async () => {
  const id = await valueOf('SELECT id AS value FROM inventory_stock ORDER BY on_hand DESC LIMIT 1');
  const right = await valueOf(`SELECT on_hand AS value FROM inventory_stock WHERE id = '${id}'`);
  await damage('inventory_stock', `UPDATE inventory_stock SET on_hand = on_hand + 0.001 WHERE id = '${id}'`);
  expect(await look()).toMatchObject([
    {
      code: 'doctor.balance',
      where: expect.stringMatching(/^inventory\.stock product=Trà sen.* \(.*\), warehouse=Kho chính \(/u),
      found: `onHand ${(Number(right) + 0.001).toFixed(3)}`,
      expected: `onHand ${right}, the sum of the entries`,
      remedy: expect.stringContaining('--repair-balances'),
    },
    { code: 'doctor.balance-formula', where: `inventory.stock ${id}` },
  ]);
  expect(await repaired()).toEqual([]);
  expect(await valueOf(`SELECT on_hand AS value FROM inventory_stock WHERE id = '${id}'`)).toBe(right);
});

test('a balance without a row is told and made anew', async () => {
  const id = await valueOf('SELECT id AS value FROM sales_open_line ORDER BY ordered DESC LIMIT 1');
  await damage('sales_open_line', `DELETE FROM sales_open_line WHERE id = '${id}'`);
  expect(await look()).toMatchObject([{ code: 'doctor.balance-rows', where: expect.stringContaining('sales.open-line line='), found: '0 rows' }]);
  expect(await repaired()).toEqual([]);
});

test('entries that are gone are told; a repair that would break a constraint changes nothing and says so', async () => {
  const gone = `SELECT id FROM inventory_move WHERE on_hand > 0 ORDER BY on_hand DESC LIMIT 1`;
  await damage(
    'inventory_move',
    `CREATE TABLE saved AS SELECT * FROM inventory_move WHERE id = (${gone})`,
    `DELETE FROM inventory_move WHERE id IN (SELECT id FROM saved)`,
  );
  const found = await look();
  expect(found.map(({ code }) => code)).toContain('doctor.balance');
  await expect(repaired()).rejects.toThrow(/entries of inventory\.move.*Nothing was changed/u);
  expect(await look()).toEqual(found);
  await damage('inventory_move', 'INSERT INTO inventory_move SELECT * FROM saved', 'DROP TABLE saved');
  expect(await look()).toEqual([]);
});

test('what a process of the release before left unconverted is told and mended, frozen or not', async () => {
  const [changed, made] = await Promise.all(
    [0, 1].map((place) => valueOf(`SELECT id AS value FROM sales_order WHERE currency = company_currency ORDER BY total DESC LIMIT 1 OFFSET ${place}`)),
  );
  const total = await valueOf(`SELECT total AS value FROM sales_order WHERE id = '${changed}'`);
  // It changed one after its amounts had come, and made another.
  await damage(
    'sales_order',
    `UPDATE sales_order SET company_total = 1 WHERE id = '${changed}'`,
    `UPDATE sales_order SET company_currency = NULL, exchange_rate = NULL, company_total = NULL, company_net = NULL, company_tax = NULL, company_freight = NULL WHERE id = '${made}'`,
  );
  await damage('sales_order_line', `UPDATE sales_order_line SET company_amount = NULL WHERE parent_id = '${made}'`);
  const found = await look();
  expect(new Set(found.map(({ code }) => code))).toEqual(new Set(['doctor.exchange']));
  expect(found).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ where: `sales.order ${changed}, field companyTotal`, found: '1.00', expected: total }),
      expect.objectContaining({ where: `sales.order ${made}, field companyTotal`, found: 'nothing' }),
      expect.objectContaining({ where: expect.stringContaining('sales.order-line'), found: 'nothing' }),
    ]),
  );
  expect(await repaired()).toEqual([]);
  expect(await valueOf(`SELECT company_total AS value FROM sales_order WHERE id = '${changed}'`)).toBe(total);
  expect(
    await valueOf(`SELECT company_currency = currency AND exchange_rate = 1 AND company_total = total AS value FROM sales_order WHERE id = '${made}'`),
  ).toBe('true');
});

test('a rollup that is not what the entries say is told with its record, and mended with the formulas that read it', async () => {
  const id = await valueOf('SELECT id AS value FROM sales_order_line WHERE delivered = 0 ORDER BY quantity DESC, id LIMIT 1');
  await damage('sales_order_line', `UPDATE sales_order_line SET delivered = 1, open = quantity - 1 WHERE id = '${id}'`);
  expect(await look()).toMatchObject([
    {
      code: 'doctor.rollup',
      where: `sales.order-line ${id}, field delivered`,
      found: '1.000',
      expected: expect.stringMatching(/^0(?:\.000)?, the sum of the entries/u),
    },
  ]);
  expect(await repaired()).toEqual([]);
  expect(await valueOf(`SELECT open = quantity AS value FROM sales_order_line WHERE id = '${id}'`)).toBe('true');
});

test('a reference to what is not there is told', async () => {
  const id = await valueOf('SELECT id AS value FROM sales_order LIMIT 1');
  const customer = await valueOf(`SELECT customer AS value FROM sales_order WHERE id = '${id}'`);
  await damage('sales_order', `UPDATE sales_order SET customer = '00000000-0000-7000-8000-00000000dead' WHERE id = '${id}'`);
  expect(await look()).toMatchObject([
    { code: 'doctor.reference', where: `sales.order ${id}, field customer`, expected: expect.stringContaining('base.party') },
  ]);
  await damage('sales_order', `UPDATE sales_order SET customer = '${customer}' WHERE id = '${id}'`);
  expect(await look()).toEqual([]);
});

test('runs without a step, and incidents that nobody has looked at, are told', async () => {
  const definition = await valueOf('SELECT hash AS value FROM trellis_definition LIMIT 1');
  await owner.pool.query(
    `INSERT INTO trellis_run (id, workflow, definition, trigger_key, status, actor, depth, started_at)
     VALUES ('00000000-0000-7000-8000-0000000000aa', 'demo.lost', $1, 'test', 'running', '00000000-0000-7000-8000-000000000001', 0, now() - interval '1 hour')`,
    [definition],
  );
  await owner.pool.query(
    `INSERT INTO trellis_incident (id, run, workflow, code, detail) VALUES ('00000000-0000-7000-8000-0000000000bb', '00000000-0000-7000-8000-0000000000aa', 'demo.lost', 'x.y', '{}')`,
  );
  expect(await look()).toMatchObject([{ code: 'doctor.lost-run', where: 'run 00000000-0000-7000-8000-0000000000aa of demo.lost' }]);
  expect((await look('warning')).filter(({ code }) => code !== 'doctor.unsafe-setting')).toMatchObject([
    { code: 'doctor.incident', where: expect.stringContaining('demo.lost'), found: expect.stringContaining('x.y') },
  ]);
  await owner.pool.query(`DELETE FROM trellis_run WHERE id = '00000000-0000-7000-8000-0000000000aa'`);
  expect(await look()).toEqual([]);
});

test('events that nobody follows are told while a worker runs', async () => {
  const client = await owner.pool.connect();
  try {
    await client.query(`SELECT pg_advisory_lock(hashtext('trellis router'))`);
    await client.query(
      `INSERT INTO trellis_event (entity, record_id, op, changed, at) VALUES ('crm.lead', trellis_new_id(), 'deleted', '{}', now() - interval '2 minutes')`,
    );
    expect(await look()).toMatchObject([
      { code: 'doctor.unrouted', where: expect.stringContaining('crm.lead'), found: expect.stringContaining('1 wait since') },
    ]);
  } finally {
    client.release(true);
  }
  await untilCalm(app.databaseUrl);
  expect(await look()).toEqual([]);
});

test('a trigger that is off and a column that is gone are told; what cannot be looked at says so', async () => {
  const name = await valueOf(`SELECT tgname AS value FROM pg_trigger WHERE tgrelid = 'inventory_move'::regclass AND tgenabled = 'A' LIMIT 1`);
  await owner.pool.query(`ALTER TABLE inventory_move DISABLE TRIGGER "${name}"`);
  expect(await look()).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ code: 'doctor.drift', where: 'inventory_move' }),
      expect.objectContaining({ code: 'doctor.trigger', where: `inventory_move, trigger ${name}`, found: 'switched off' }),
    ]),
  );
  await owner.pool.query(`ALTER TABLE inventory_move ENABLE TRIGGER "${name}"`);
  expect(await look()).toMatchObject([{ code: 'doctor.trigger', found: 'not enabled always' }]);
  await owner.pool.query(`ALTER TABLE inventory_move ENABLE ALWAYS TRIGGER "${name}"`);
  await owner.pool.query('ALTER TABLE sales_order_line RENAME delivered TO gone');
  expect((await look()).map(({ code }) => code)).toEqual(expect.arrayContaining(['doctor.drift', 'doctor.unchecked']));
  await owner.pool.query('ALTER TABLE sales_order_line RENAME gone TO delivered');
  expect(await look()).toEqual([]);
});

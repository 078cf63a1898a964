import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { findEmbeddedServer } from '../../core/data/embedded-server.js';
import { readServerAccess, serverUrl } from '../../core/data/embedded/server-file.js';
import { projectRoot } from '../../core/kernel/project-root.js';
import { Client } from '../support/client.js';
import { rowsOf } from '../support/rows-of.js';
import { TrellisProcess } from '../support/trellis-process.js';
import { untilCalm } from '../support/until-calm.js';

const root = mkdtempSync(join(tmpdir(), 'trellis-doctor-'));
const env = { TRELLIS_DATA_DIR: join(root, 'data'), TRELLIS_ADMIN_EMAIL: 'ada@example.com', TRELLIS_ADMIN_PASSWORD: 'correct horse battery' };
beforeAll(() => {
  execFileSync(process.execPath, [join(projectRoot, 'scripts', 'prepare.mjs')], { stdio: 'ignore' });
}, 300_000);
afterAll(() => rmSync(root, { recursive: true, force: true }));

async function doctor(...parameters: readonly string[]): Promise<{ readonly status: unknown; readonly output: string }> {
  const ran = await TrellisProcess.run([process.execPath, join(projectRoot, 'scripts', 'trellis.mjs'), 'doctor', ...parameters], env);
  return { status: await ran.ended, output: ran.output };
}

async function stockOf(url: string): Promise<void> {
  const admin = await new Client(url).signIn(env.TRELLIS_ADMIN_EMAIL, env.TRELLIS_ADMIN_PASSWORD);
  const make = async (path: string, body: unknown): Promise<string> => (await admin.post(`/api/${path}`, body)).json.id;
  const unit = await make('base/units', { code: 'bx', name: 'Box', decimals: 3 });
  const product = await make('catalog/products', { name: 'Tea', price: '10', unit });
  await make('inventory/warehouses', { name: 'Main', code: 'M' });
  const receipt = await make('inventory/receipts', { lines: [{ product, quantity: 10, unitCost: '2' }] });
  expect(await admin.post(`/api/inventory/receipts/${receipt}/actions/post`)).toMatchObject({ status: 200 });
}

test('where there is no Trellis nothing is made', async () => {
  expect(await doctor()).toMatchObject({ status: 1, output: expect.stringContaining(`There is no Trellis in ${env.TRELLIS_DATA_DIR}`) });
  expect(existsSync(env.TRELLIS_DATA_DIR)).toBe(false);
});

test('beside a running Trellis and alone: well, damaged, mended; the role of run time may only add', async () => {
  const trellis = await TrellisProcess.start(env);
  await trellis.ready();
  await stockOf(trellis.url);
  const app = (await findEmbeddedServer(env.TRELLIS_DATA_DIR))?.url ?? '';
  await untilCalm(app);
  const well = await doctor();
  expect(well).toMatchObject({
    status: 0,
    output: expect.stringMatching(/ok\s+protection: ledgers are only added to, by trigger and by privilege[\s\S]*All is well\./u),
  });

  const forbidden = [
    'UPDATE inventory_move SET on_hand = 0',
    'DELETE FROM inventory_move',
    'TRUNCATE inventory_move CASCADE',
    'UPDATE inventory_stock SET on_hand = 99',
    'INSERT INTO inventory_stock (id) VALUES (gen_random_uuid())',
    'DELETE FROM inventory_stock',
    'TRUNCATE inventory_stock CASCADE',
    "SELECT set_config('trellis.rebuild', 'on', false); UPDATE inventory_stock SET on_hand = 99",
    'ALTER TABLE inventory_move DISABLE TRIGGER USER',
  ];
  for (const text of forbidden) await expect(rowsOf(app, text)).rejects.toMatchObject({ code: '42501' });

  const access = await readServerAccess(env.TRELLIS_DATA_DIR);
  if (access === null) throw new Error('no access');
  await rowsOf(
    serverUrl(access, 'superuser', new URL(app).pathname.slice(1)),
    "SELECT set_config('trellis.rebuild', 'on', false); UPDATE inventory_stock SET on_hand = 11",
  );
  const ill = await doctor('--json');
  expect(ill.status).toBe(1);
  const { isWell, checks } = JSON.parse(ill.output);
  expect(isWell).toBe(false);
  expect(checks.find(({ name }: { readonly name: string }) => name === 'balances').findings).toMatchObject([
    { code: 'doctor.balance', where: expect.stringMatching(/inventory\.stock product=Tea .*warehouse=Main/u), found: 'onHand 11.000' },
  ]);
  expect(await doctor('--repair-balances')).toMatchObject({ status: 0, output: expect.stringContaining('All is well.') });
  expect(await rowsOf(app, 'SELECT on_hand, value FROM inventory_stock')).toEqual([{ on_hand: '10.000', value: '20.0000' }]);
  await trellis.stop();

  expect(await doctor()).toMatchObject({ status: 0, output: expect.stringContaining('All is well.') });
  expect(await doctor('--nonsense')).toMatchObject({ status: 2 });
}, 180_000);

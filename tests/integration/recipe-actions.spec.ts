import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { ensureFirstAdministrator } from '../../core/identity/first-administrator.js';
import { projectRoot } from '../../core/kernel/project-root.js';
import { systemCaller } from '../../core/kernel/system-caller.js';
import { rehearse } from '../../core/records/nested-platform.js';
import { setUpPlugins } from '../../core/start/set-up-plugins.js';
import { readRecipe, type Recipe } from '../../core/transfer/recipe/read-recipe.js';
import { runRecipe } from '../../core/transfer/recipe/run-recipe.js';
import type { LoadOutcome } from '../../core/transfer/recipe/load-run.js';
import { rowsOf } from '../support/rows-of.js';
import { createTestPlatform, type TestPlatform } from '../support/test-platform.js';

const northwind = join(projectRoot, 'examples/northwind');
const files = join(projectRoot, 'tests/fixtures/northwind-like');
let opened: TestPlatform;
beforeAll(async () => {
  opened = await freshPlatform();
});
afterAll(() => opened.close());

async function freshPlatform(): Promise<TestPlatform> {
  const fresh = await createTestPlatform({ plugins: [join(projectRoot, 'plugins')] });
  await ensureFirstAdministrator(fresh.platform.database, { email: 'ada@example.com', password: 'a good password' });
  await setUpPlugins({ pluginFolders: [] }, fresh.platform);
  return fresh;
}

async function recipe(data = files, folder = northwind): Promise<Recipe> {
  const reading = await readRecipe(opened.platform.model, folder, data);
  if (reading.kind === 'problems') throw new Error(JSON.stringify(reading.problems));
  return reading.recipe;
}

const rows = (text: string): Promise<readonly ReturnType<typeof JSON.parse>[]> => rowsOf(opened.url, text);
const actedIn = (outcomes: readonly LoadOutcome[]): object =>
  Object.fromEntries(outcomes.filter(({ acted }) => acted > 0).map(({ entity, acted }) => [entity, acted]));

test('the recipe of Northwind brings stock, purchases, deliveries and proposals, in the order of their days', async () => {
  const rehearsed = await rehearse(opened.platform, async (nested) => runRecipe(nested, systemCaller(), await recipe()));
  expect(rehearsed.flatMap(({ errors }) => errors)).toEqual([]);
  expect(await rows('SELECT FROM sales_order')).toEqual([]);

  const outcomes = await runRecipe(opened.platform, systemCaller(), await recipe());
  expect(outcomes.flatMap(({ errors }) => errors)).toEqual([]);
  expect(actedIn(outcomes)).toEqual({ 'inventory.receipt': 1, 'purchasing.order': 1, 'sales.order': 4, 'inventory.reorder-rule': 6 });

  const stock = await rows(
    'SELECT p.code, s.on_hand, s.reserved, s.demanded, s.on_order, s.value FROM inventory_stock s JOIN catalog_product p ON p.id = s.product ORDER BY p.code',
  );
  expect(stock).toEqual([
    { code: 'P1', on_hand: '10.000', reserved: '0.000', demanded: '0.000', on_order: '0.000', value: '60.0000' },
    { code: 'P2', on_hand: '3.000', reserved: '0.000', demanded: '0.000', on_order: '0.000', value: '8.1000' },
    { code: 'P3', on_hand: '0.000', reserved: '0.000', demanded: '0.000', on_order: '0.000', value: '0.0000' },
    { code: 'P4', on_hand: '2.000', reserved: '0.000', demanded: '0.000', on_order: '10.000', value: '24.0000' },
    { code: 'P6', on_hand: '0.000', reserved: '0.000', demanded: '0.000', on_order: '7.000', value: '0.0000' },
  ]);
  expect(await rows('SELECT customer_reference AS no, state, delivered_percent::text AS delivered FROM sales_order ORDER BY 1')).toEqual([
    { no: '101', state: 'confirmed', delivered: '100.0' },
    { no: '102', state: 'confirmed', delivered: '100.0' },
    { no: '103', state: 'draft', delivered: '0.0' },
  ]);
  const days = await rows('SELECT DISTINCT ON (posting) posting, posting_date::text AS day, source_entity AS source FROM inventory_move ORDER BY posting');
  expect(days.map(({ day, source }) => `${day} ${source}`)).toEqual([
    '1996-07-03 inventory.receipt',
    '1996-07-03 purchasing.order',
    '1996-07-04 sales.order',
    '1996-07-05 sales.order',
    '1996-07-10 sales.delivery',
    '1996-07-16 sales.delivery',
  ]);
  expect(await rows(`SELECT description, quantity::text FROM purchasing_proposal WHERE state = 'open'`)).toEqual([
    { description: 'Ginger tea', quantity: '5.000' },
  ]);
});

test('a second run finds nothing to do, and background workflows were not set off', async () => {
  const again = await runRecipe(opened.platform, systemCaller(), await recipe());
  expect(again.map(({ created, updated, acted }) => created + updated + acted)).toEqual(again.map(() => 0));
  expect(await rows('SELECT FROM trellis_event')).toEqual([]);
});

test('an action that fails is told with its line, holds up what follows on its record alone, and is done by the next run', async () => {
  await opened.close();
  opened = await freshPlatform();
  const broken = await mkdtemp(join(tmpdir(), 'trellis-northwind-'));
  await cp(files, broken, { recursive: true });
  const orders = (shipped: string): string =>
    `order_id,customer_id,employee_id,order_date,required_date,shipped_date,ship_via,freight,ship_name,ship_address,ship_city,ship_region,ship_postal_code,ship_country
101,SENHU,1,1996-07-04,,${shipped},3,0,,,,,,
102,SENHU,1,1996-07-05,,1996-07-10,1,0,,,,,,
`;
  await writeFile(join(broken, 'order_details.csv'), 'order_id,product_id,unit_price,quantity,discount\n101,1,10,4,0\n102,1,10,2,0\n');
  await writeFile(join(broken, 'orders.csv'), orders('16.7.1996'));
  const first = await runRecipe(opened.platform, systemCaller(), await recipe(broken));
  expect(first.flatMap(({ errors }) => errors.map(({ file, line, violation }) => `${file}:${line} ${violation.code}`))).toEqual(['orders.csv:2 field.date']);
  expect(actedIn(first)).toMatchObject({ 'sales.order': 2 });
  await writeFile(join(broken, 'orders.csv'), orders('1996-07-16'));
  const second = await runRecipe(opened.platform, systemCaller(), await recipe(broken));
  expect(actedIn(second)).toEqual({ 'sales.order': 2 });
  expect(await rows(`SELECT on_hand::text FROM inventory_stock s JOIN catalog_product p ON p.id = s.product WHERE p.code = 'P1'`)).toEqual([
    { on_hand: '10.000' },
  ]);
  await rm(broken, { recursive: true });
});

test('what a recipe names in joins and actions is checked before anything is loaded', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'trellis-recipe-'));
  const load = (action: object): string =>
    JSON.stringify({
      name: 'x',
      label: 'X',
      source: 'x',
      join: [{ file: 'order_details.csv', as: 'order', from: 'orders.csv', on: 'order_id' }],
      load: [
        { entity: 'sales.order', file: 'order_details.csv', key: 'row.order_id', fields: { customerReference: 'row.order.ship_name' }, actions: [action] },
      ],
    });
  const problems = async (action: object): Promise<readonly string[]> => {
    await writeFile(join(folder, 'recipe.json'), load(action));
    const reading = await readRecipe(opened.platform.model, folder, files);
    return reading.kind === 'problems' ? reading.problems.map(({ code, pointer }) => `${pointer} ${code}`) : [];
  };
  expect(await problems({ transition: 'confirm', at: 'date(row.order.order_date)', input: { postingDate: 'date(row.order.order_date)' } })).toEqual([]);
  expect(await problems({ transition: 'confirm', input: { date: 'today()' } })).toEqual(['/load/0/actions/0/input/date recipe.unknown-field']);
  expect(await problems({ transition: 'confirm', at: 'row.order.order_date' })).toEqual(['/load/0/actions/0/at expression.expected-type']);
  expect(await problems({ transition: 'confirm', when: 'row.order.colour != null' })).toEqual(['/load/0/actions/0/when expression.unknown-name']);
  expect(await problems({ transition: 'deliver', created: { entity: 'sales.delivery', transition: 'send' } })).toEqual([
    '/load/0/actions/0/created/transition recipe.unknown-transition',
  ]);
  await rm(folder, { recursive: true });
});

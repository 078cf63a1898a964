import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { connect, type Connection } from '../../core/data/connect.js';
import { projectRoot } from '../../core/kernel/project-root.js';
import { startTestApp, type TestApp } from '../support/test-app.js';
import { untilSettled } from '../support/until-settled.js';

let app: TestApp;
let folder: string;
let connection: Connection;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trellis-formulas-'));
  const page = await readFile(join(projectRoot, 'docs/formulas.md'), 'utf8');
  for (const [, path = '', text = ''] of page.matchAll(/```json (\S+)\n([\s\S]*?)```/gu)) {
    await mkdir(dirname(join(folder, 'workshop', path)), { recursive: true });
    await writeFile(join(folder, 'workshop', path), text);
  }
  app = await startTestApp({ plugins: [folder] });
  connection = await connect(app.databaseUrl, { poolSize: 1 });
});
afterAll(async () => {
  await connection.close();
  await app.close();
  await rm(folder, { recursive: true, force: true });
});

test('the worked example of the page on formulas does what it says, on every path a field goes', async () => {
  const admin = app.administrator;
  const above = await admin.make('workshop/groups', { name: 'All' });
  const group = await admin.make('workshop/groups', { name: 'Regulars', discount: '10', partOf: above });
  const customer = await admin.make('workshop/customers', { name: 'An', group });
  const order = await admin.make('workshop/orders', { customer, date: '2026-05-01', quantity: '10', price: '100' });
  const field = async (path: string, name: string): Promise<unknown> => {
    // A record that a worker holds at that moment follows a moment later.
    await untilSettled(connection.database);
    return (await admin.get(`/api/workshop/${path}`)).json[name];
  };
  expect(await field(`orders/${order}`, 'net')).toBe('900.00');
  await admin.post(`/api/workshop/orders/${order}/actions/confirm`);
  expect(await field(`customers/${customer}`, 'ordered')).toBe('900.00');
  expect(await field(`groups/${group}`, 'ordered')).toBe('900.00');
  expect(await field(`groups/${above}`, 'orderedBelow')).toBe('900.00');
  await admin.make('workshop/deliveries', { order, quantity: '4' });
  expect(await field(`orders/${order}`, 'delivery')).toBe('partly');
  await admin.make('workshop/deliveries', { order, quantity: '6' });
  expect(await field(`orders/${order}`, 'delivery')).toBe('full');
  const second = await admin.make('workshop/orders', { customer, date: '2026-06-01', quantity: '1', price: '222.22' });
  expect(await field(`customers/${customer}`, 'standing')).toBe('good');
  await admin.post(`/api/workshop/orders/${second}/actions/confirm`);
  expect(await field(`customers/${customer}`, 'standing')).toBe('over');

  // Filtered, sorted, totalled, exported and described like any other field.
  await admin.make('workshop/customers', { name: 'Binh' });
  const list = async (query: string): Promise<readonly unknown[]> =>
    (await admin.get(`/api/workshop/customers?${query}`)).json.map(({ name }: { name: string }) => name);
  expect(await list('filter={"standing":"over"}')).toEqual(['An']);
  expect(await list('filter={"ordered_gt":"0"}')).toEqual(['An']);
  expect(await list('sort=["ordered","ASC"]')).toEqual(['Binh', 'An']);
  expect((await admin.get('/api/workshop/customers/aggregate?group=standing&measures=count,sum(ordered)')).json).toHaveLength(2);
  expect((await admin.get('/api/workshop/customers/export?format=csv')).text).toContain('1100.00');
  const meta = (await admin.get('/api/meta')).json.entities.find(({ id }: { id: string }) => id === 'workshop.customer');
  const described = (name: string): unknown => meta.fields.find((one: { name: string }) => one.name === name);
  expect(described('ordered')).toMatchObject({
    type: 'money',
    computed: true,
    writable: false,
    rollup: { entity: 'workshop.order', by: 'customer', of: 'net' },
  });
  expect(described('standing')).toMatchObject({ type: 'enum', options: [{ value: 'good', color: 'green' }, { value: 'over' }] });
  expect(described('standing')).not.toHaveProperty('formula');
  // Nobody writes it.
  expect(await admin.patch(`/api/workshop/customers/${customer}`, { ordered: '1' })).toMatchObject({ status: 422 });
});

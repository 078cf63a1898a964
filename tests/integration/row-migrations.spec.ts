import { join } from 'node:path';
import { afterEach, beforeAll, expect, test } from '@jest/globals';
import { describePlan } from '../../core/data/migrate/describe-plan.js';
import { compileModel } from '../../core/definitions/compile-model.js';
import type { PluginSource } from '../../core/definitions/source.js';
import { migrate } from '../../core/data/migrate/migrate.js';
import { computeMarked } from '../../core/records/write/compute-marked.js';
import { systemSteps } from '../../core/system-steps.js';
import { fixtureSources, modelOf, openChangeBench, type ChangeBench } from '../support/change-bench.js';
import { edited, type Editable } from '../support/edit-plugins.js';
import { pluginsOfPage } from '../support/plugins-of-page.js';
import { untilFilled } from '../support/until-settled.js';
import { projectRoot } from '../../core/kernel/project-root.js';
import { readPlugins } from '../../core/plugin-host/read-plugins.js';

const label = 'x';
const remark = {
  name: 'remark',
  plural: 'remarks',
  kind: 'record',
  label,
  labelPlural: label,
  title: 'text',
  fields: { text: { type: 'text', label, required: true }, order: { type: 'reference', entity: 'bakery.order', label } },
};

function order(fields: Editable): Editable {
  const customer = { type: 'text', label, required: true };
  return { name: 'order', plural: 'orders', kind: 'record', label, labelPlural: label, title: 'customer', fields: { customer, ...fields } };
}

const pieces = { type: 'integer', label, required: true };
const doubled = { type: 'formula', result: 'integer', label, expression: 'pieces * 2' };
const options = (...keys: readonly string[]): Editable => ({ type: 'enum', label, options: Object.fromEntries(keys.map((key) => [key, { label }])) });

/** What was there: pieces, a note, and a size that is given up. */
const first = [order({ pieces, doubled, note: { type: 'text', label }, size: options('s', 'm', 'l') })];
/** A required field more, notes on their own, one size less. */
const remarks = { type: 'rollup', label, entity: 'bakery.remark', reference: 'order', function: 'count' };
const second = [order({ pieces, doubled, remarks, boxes: { type: 'integer', label, required: true }, size: options('s', 'm') }), remark];
const migration = {
  version: '1.1.0',
  name: 'boxes',
  why: 'Orders are packed in boxes of twelve, and notes stand on their own',
  tables: {
    bakery_order: { customer: 'text', pieces: 'integer', boxes: 'integer', note: 'text', size: 'text' },
    bakery_remark: { text: 'text', order: { idOf: 'bakery_order' } },
  },
  steps: [
    { in: 'bakery_order', when: 'note != null', insert: { into: 'bakery_remark', values: { text: 'customer + ": " + note', order: 'id' } } },
    { in: 'bakery_order', when: 'boxes == null', set: { boxes: 'ceil(pieces / 12)' } },
    { in: 'bakery_order', when: 'size == "l"', set: { size: '"m"', pieces: 'pieces + 1' } },
    { in: 'bakery_order', when: 'size in ["s", "m"]', set: { pieces: 'pieces + 100' }, noHistory: 'To see that options are found under other keys' },
  ],
};

const seed = `INSERT INTO bakery_order (id, customer, pieces, note, size, doubled) VALUES
  ('0198c5f0-0000-7000-8000-000000000001', 'An', 13, 'today', 'l', 26), ('0198c5f0-0000-7000-8000-000000000002', 'Bo', 12, NULL, 's', 24)`;
let core: readonly PluginSource[];
const benches: ChangeBench[] = [];

beforeAll(async () => {
  core = await fixtureSources();
});

afterEach(async () => {
  for (const bench of benches.splice(0)) await bench.close();
});

function release(version: string, entities: readonly Editable[], ...migrations: readonly Editable[]): readonly PluginSource[] {
  const file = (path: string, role: 'plugin' | 'entity' | 'migration', json: Editable) => ({ path: `bakery/${path}`, role, text: JSON.stringify(json) });
  const files = [
    file('plugin.json', 'plugin', { id: 'bakery', version, label: 'Bakery' }),
    ...entities.map((entity) => file(`entities/${entity.name}.json`, 'entity', entity)),
    ...migrations.map((one) => file(`migrations/${one.version}-${one.name}.json`, 'migration', one)),
  ];
  return [...core, { folder: 'bakery', files }];
}

async function opened(sources: readonly PluginSource[] = release('1.0.0', first), ...rows: readonly string[]): Promise<ChangeBench> {
  const bench = await openChangeBench({ sources, seed: rows.length === 0 ? [seed] : rows });
  benches.push(bench);
  return bench;
}

function outcomes(bench: ChangeBench): Promise<readonly unknown[]> {
  return bench.query('SELECT version, name, outcome FROM trellis_row_migration ORDER BY 1, 2');
}

test('rows are migrated once, after the tables are widened and before they are narrowed', async () => {
  const bench = await opened();
  const sources = release('1.1.0', second, migration);
  const told = describePlan(await bench.plan(sources));
  expect(told).toContain('+ migrate rows of bakery_order [table of 2 rows], up to 1,000 at a time, 1.1.0-boxes: Orders are packed in boxes of twelve');
  expect(told).toContain('drop column bakery_order.note');
  expect(told).not.toContain('! ');
  await bench.refused(sources).then((plan) => {
    // The column still holds what was copied; nobody but a person says that it may go.
    expect(describePlan(plan)).toContain('The rows were migrated, and what narrows their tables was not done: one change could lose data');
  });
  await bench.apply(sources, 'drop:bakery_order.note');
  expect(await bench.query('SELECT customer, pieces, boxes, size, doubled, version FROM bakery_order ORDER BY id')).toEqual([
    { customer: 'An', pieces: '114', boxes: '2', size: 'm', doubled: '228', version: 4 },
    { customer: 'Bo', pieces: '112', boxes: '1', size: 's', doubled: '224', version: 3 },
  ]);
  expect(await bench.query('SELECT text, "order"::text AS "order" FROM bakery_remark')).toEqual([
    { text: 'An: today', order: '0198c5f0-0000-7000-8000-000000000001' },
  ]);
  expect(await bench.query(`SELECT changes FROM trellis_change WHERE entity = 'bakery.order' ORDER BY record_id, id`)).toEqual([
    { changes: [{ field: 'boxes', from: null, to: 2 }] },
    {
      changes: [
        { field: 'size', from: 'l', to: 'm' },
        { field: 'pieces', from: 13, to: 14 },
      ],
    },
    { changes: [{ field: 'boxes', from: null, to: 1 }] },
  ]);
  expect(await outcomes(bench)).toEqual([{ version: '1.1.0', name: 'boxes', outcome: 'done' }]);
  await untilFilled(bench.connection.database);
  expect(await bench.query('SELECT remarks FROM bakery_order ORDER BY id')).toEqual([{ remarks: '1' }, { remarks: '0' }]);
  const rows = (await bench.dump()).rows;
  await bench.apply(sources);
  expect((await bench.dump()).rows.filter((row) => row.startsWith('bakery'))).toEqual(rows.filter((row) => row.startsWith('bakery')));
  const fresh = await openChangeBench();
  benches.push(fresh);
  await fresh.apply(sources);
  expect(await outcomes(fresh)).toEqual([{ version: '1.1.0', name: 'boxes', outcome: 'not needed' }]);
  expect((await fresh.dump()).catalog).toEqual((await bench.dump()).catalog);
});

test('what only a process computes follows what a migration changes', async () => {
  const known = { type: 'formula', result: 'integer', label, expression: 'isTimeZone(customer) ? pieces : -pieces' };
  const fields = { pieces, doubled, note: { type: 'text', label }, size: options('s', 'm', 'l'), boxes: { type: 'integer', label }, known };
  const bench = await opened(
    release('1.0.0', [order(fields)]),
    seed.replace('doubled)', 'doubled, known)').replace('26)', '26, -13)').replace('24)', '24, -12)'),
  );
  const sources = release('1.1.0', [order(fields), remark], migration);
  await bench.apply(sources);
  await untilFilled(bench.connection.database);
  expect(await computeMarked({ model: modelOf(sources), database: bench.connection.database })).toBeGreaterThan(0);
  expect(await bench.query('SELECT doubled::integer AS doubled, known::integer AS known FROM bakery_order ORDER BY id')).toEqual([
    { doubled: 228, known: -114 },
    { doubled: 224, known: -112 },
  ]);
});

test('what a migration empties may go without a word', async () => {
  const bench = await opened();
  const moved = { ...migration, steps: [{ ...migration.steps[0], set: { note: 'null' } }, ...migration.steps.slice(1)] };
  await bench.apply(release('1.1.0', second, moved));
  expect(await bench.query('SELECT text FROM bakery_remark')).toEqual([{ text: 'An: today' }]);
  expect(await bench.query(`SELECT attname FROM pg_attribute WHERE attrelid = 'bakery_order'::regclass AND attname = 'note'`)).toHaveLength(0);
});

/** Two releases on, everything is called otherwise, and what was new in between too. */
const third: readonly Editable[] = [
  {
    ...order({
      quantity: { ...pieces, formerly: 'pieces' },
      doubled: { ...doubled, expression: 'quantity * 2' },
      remarks,
      crates: { type: 'integer', label, required: true, formerly: 'boxes' },
      size: { type: 'enum', label, options: { small: { label, formerly: 's' }, medium: { label, formerly: 'm' } } },
    }),
    name: 'purchase',
    plural: 'purchases',
    formerly: { name: 'order', plural: 'orders' },
  },
  { ...remark, fields: { ...remark.fields, order: { ...remark.fields.order, entity: 'bakery.purchase' } } },
];

test('a database that jumps over versions comes to where one comes that takes each', async () => {
  const emptied = { ...migration, steps: [{ ...migration.steps[0], set: { note: 'null' } }, ...migration.steps.slice(1)] };
  const later = {
    version: '2.0.0',
    name: 'more',
    why: 'One more',
    tables: { bakery_purchase: { crates: 'integer' } },
    steps: [{ in: 'bakery_purchase', set: { crates: 'crates + 1' } }],
  };
  const last = release('2.0.0', third, emptied, later);
  const [slow, quick] = [await opened(), await opened()];
  await slow.apply(release('1.1.0', second, emptied));
  await slow.apply(last);
  await quick.apply(last);
  for (const bench of [slow, quick]) {
    expect(await bench.query('SELECT customer, quantity, crates, size, doubled FROM bakery_purchase ORDER BY id')).toEqual([
      { customer: 'An', quantity: '114', crates: '3', size: 'medium', doubled: '228' },
      { customer: 'Bo', quantity: '112', crates: '2', size: 'small', doubled: '224' },
    ]);
    expect(await outcomes(bench)).toEqual([
      { version: '1.1.0', name: 'boxes', outcome: 'done' },
      { version: '2.0.0', name: 'more', outcome: 'done' },
    ]);
    await bench.contract(last);
  }
  expect((await quick.dump()).catalog).toEqual((await slow.dump()).catalog);
});

test('formatted text is cleaned as it is wherever else it comes in', async () => {
  const html = { type: 'rich-text', label };
  const before = [order({ pieces, note: { type: 'text', label } })];
  const after = [order({ pieces, note: { type: 'text', label }, story: html }), { ...remark, fields: { ...remark.fields, body: html } }];
  const told = {
    version: '1.1.0',
    name: 'told',
    why: 'Notes are told',
    tables: { bakery_order: { customer: 'text', note: 'text', story: 'text' }, bakery_remark: { text: 'text', body: 'text' } },
    steps: [
      { in: 'bakery_order', insert: { into: 'bakery_remark', values: { text: 'customer', body: 'note' } }, set: { story: '"<p>" + note + "</p>"' } },
      { in: 'bakery_order', when: 'note == null', set: { story: '"<p></p>"' }, noHistory: 'Nothing is told' },
    ],
  };
  const id = (place: number): string => `'0198c5f0-0000-7000-8000-00000000000${place}'`;
  const note = `<b onclick="run()">fresh</b><script>run()</script><a href="javascript:run()">x</a>`;
  const bench = await opened(
    release('1.0.0', before),
    `INSERT INTO bakery_order (id, customer, pieces, note) VALUES (${id(1)}, 'An', 1, '${note}'), (${id(2)}, 'Bo', 2, NULL)`,
  );
  await bench.apply(release('1.1.0', after, told));
  const kept = '<b>fresh</b><a rel="noopener noreferrer nofollow" target="_blank">x</a>';
  expect(await bench.query('SELECT story FROM bakery_order ORDER BY id')).toEqual([{ story: `<p>${kept}</p>` }, { story: null }]);
  expect(await bench.query('SELECT body FROM bakery_remark ORDER BY text')).toEqual([{ body: kept }, { body: null }]);
  expect(await bench.query(`SELECT changes FROM trellis_change WHERE entity = 'bakery.order'`)).toEqual([
    { changes: [{ field: 'story', from: null, to: `<p>${kept}</p>` }] },
  ]);
});

test('what this database has never had is passed over, and told', async () => {
  const bench = await opened();
  const gone = [order({ pieces, doubled, note: { type: 'text', label }, size: options('s', 'm', 'l') })];
  const lost = {
    version: '1.1.0',
    name: 'tins',
    why: 'Tins',
    tables: { bakery_order: { tins: 'integer' } },
    steps: [{ in: 'bakery_order', set: { tins: '1' } }],
  };
  const plan = await bench.apply(release('1.2.0', gone, lost));
  expect(plan.migrations.due).toHaveLength(0);
  expect(plan.migrations.told).toEqual(['the migration bakery 1.1.0-tins found nothing to migrate: bakery_order has no column tins that holds integer']);
  expect(await bench.query('SELECT outcome, why FROM trellis_row_migration')).toEqual([
    { outcome: 'skipped', why: 'bakery_order has no column tins that holds integer' },
  ]);
  expect((await bench.plan(release('1.2.0', gone, lost))).migrations.due).toHaveLength(0);
  // What found nothing has done nothing, so it may be corrected.
  const corrected = { ...lost, tables: { bakery_order: { note: 'text' } }, steps: [{ in: 'bakery_order', set: { note: '"corrected"' } }] };
  expect((await bench.apply(release('1.2.0', gone, corrected))).migrations).toMatchObject({ due: [{ name: 'tins' }], told: [] });
  expect(await bench.query('SELECT DISTINCT note FROM bakery_order')).toEqual([{ note: 'corrected' }]);
  expect(await bench.query('SELECT DISTINCT updated_by FROM bakery_order')).toEqual([{ updated_by: '00000000-0000-7000-8000-000000000001' }]);
  expect(await bench.query('SELECT outcome, why FROM trellis_row_migration')).toEqual([{ outcome: 'done', why: null }]);
});

test('what is changed after it ran, and what comes too late, is told and not run', async () => {
  const bench = await opened();
  const note = (version: string, name: string, text: string): Editable => ({
    version,
    name,
    why: 'Notes',
    tables: { bakery_order: { note: 'text' } },
    steps: [{ in: 'bakery_order', set: { note: `note + "${text}"` }, noHistory: 'Nobody reads it' }],
  });
  await bench.apply(release('1.1.0', first, note('1.1.0', 'a', 'a')));
  const changed = release('1.1.0', first, note('1.1.0', 'a', 'b'), note('1.0.5', 'z', 'z'));
  await bench.apply(changed);
  expect(await bench.query('SELECT note FROM bakery_order ORDER BY id')).toEqual([{ note: 'todaya' }, { note: null }]);
  expect(await bench.query('SELECT FROM trellis_change')).toHaveLength(0);
  const told = describePlan(await bench.plan(changed));
  expect(told).toContain('the migration bakery 1.1.0-a was changed after it ran here');
  expect(told).toContain('the migration bakery 1.0.5-z came when bakery was at 1.1.0 here already, and is not run');
});

test('a value that does not fit stops it with nothing of its batch written, and it goes on once the rows are mended', async () => {
  const bench = await opened();
  const steps = (note: string): readonly Editable[] => [
    { in: 'bakery_order', set: { note } },
    { in: 'bakery_order', set: { pieces: 'pieces == 12 ? null : pieces + 1' } },
  ];
  const short = (note: string): readonly PluginSource[] =>
    release('1.1.0', first, { ...migration, tables: { bakery_order: { customer: 'text', pieces: 'integer', note: 'text' } }, steps: steps(note) });
  const bare = short('customer + "!"');
  await expect(bench.apply(bare)).rejects.toMatchObject({ name: 'RowMigrationFailed' });
  await bench.query(`UPDATE bakery_order SET pieces = 24 WHERE pieces = 12`);
  await expect(bench.refused(short('customer + "?"'))).resolves.toMatchObject({ steps: [{ kind: 'migrate-rows', verdict: 'refused' }] });
  await bench.apply(bare);
  expect(await bench.query('SELECT note, pieces FROM bakery_order ORDER BY id')).toEqual([
    { note: 'An!', pieces: '14' },
    { note: 'Bo!', pieces: '25' },
  ]);
});

test('ended between batches and in the middle of one, it does no row twice', async () => {
  const many = `INSERT INTO bakery_order (id, customer, pieces) SELECT trellis_new_id(), 'c' || i, i FROM generate_series(1, 3500) i`;
  const bench = await opened(release('1.0.0', first), many);
  const more = {
    version: '1.1.0',
    name: 'more',
    why: 'One more each',
    tables: { bakery_order: { pieces: 'integer' } },
    steps: [{ in: 'bakery_order', set: { pieces: 'pieces + 1' } }],
  };
  const model = modelOf(release('1.1.0', first, more));
  const dying = async (die: () => Promise<void>): Promise<void> => {
    const state = { batches: 0 };
    const onProgress = (): void => {
      state.batches += 1;
      if (state.batches === 1) void die();
      if (state.batches === 2) throw new Error('ended here');
    };
    await expect(migrate(bench.connection, model, { systemSteps, who: 'test', onProgress })).rejects.toBeInstanceOf(Error);
  };
  await dying(() => Promise.resolve());
  expect(await bench.query('SELECT step, done FROM trellis_row_migration')).toEqual([{ step: 0, done: '2000' }]);
  await dying(async () => {
    await bench.query(
      `SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database()) AND pid <> pg_backend_pid()`,
    );
  });
  await migrate(bench.connection, model, { systemSteps, who: 'test' });
  expect(await bench.query(`SELECT count(*)::integer AS rows FROM bakery_order WHERE pieces = substr(customer, 2)::integer + 1 AND version = 2`)).toEqual([
    { rows: 3500 },
  ]);
  expect(await bench.query(`SELECT count(*)::integer AS rows FROM trellis_change`)).toEqual([{ rows: 3500 }]);
});

test('a step that makes rows of its own table does so once for each that was there, also when it was ended in between', async () => {
  const many = `INSERT INTO bakery_order (id, customer, pieces) SELECT trellis_new_id(), 'c' || i, i FROM generate_series(1, 2500) i`;
  const bench = await opened(release('1.0.0', first), many);
  const twice = {
    version: '1.1.0',
    name: 'twice',
    why: 'Each order a second time',
    tables: { bakery_order: { customer: 'text', pieces: 'integer' } },
    steps: [{ in: 'bakery_order', insert: { into: 'bakery_order', values: { customer: 'customer', pieces: 'pieces' } } }],
  };
  const model = modelOf(release('1.1.0', first, twice));
  let batches = 0;
  const onProgress = (): void => {
    batches += 1;
    if (batches === 1 || batches > 10) throw new Error('ended here');
  };
  await expect(migrate(bench.connection, model, { systemSteps, who: 'test', onProgress })).rejects.toThrow('ended here');
  await migrate(bench.connection, model, { systemSteps, who: 'test', onProgress });
  expect(await bench.query('SELECT count(*)::integer AS rows, count(DISTINCT customer)::integer AS customers FROM bakery_order')).toEqual([
    { rows: 5000, customers: 2500 },
  ]);
});

test('what is converted follows what a migration changes, as a save would have it', async () => {
  const before = await readPlugins([
    ...['core/identity/plugin', 'plugins/base'].map((path) => join(projectRoot, path)),
    join(await pluginsOfPage('currencies.md'), 'agency'),
  ]);
  const id = (place: number): string => `'0198c5f0-0000-7000-8000-00000000000${place}'`;
  const bench = await opened(
    before,
    `INSERT INTO base_currency (id, code, name, decimals) VALUES (${id(1)}, 'VND', 'Đồng', 0), (${id(2)}, 'USD', 'Dollar', 2)`,
    `INSERT INTO base_company (id, name, currency, time_zone, language) VALUES (${id(3)}, 'Sen', ${id(1)}, 'Asia/Ho_Chi_Minh', 'vi')`,
    ...[1, 2].flatMap((currency) => [
      `INSERT INTO agency_invoice (id, number, state, company, invoice_date, currency, company_currency, exchange_rate, tax, net, total, company_total, company_net)
       VALUES (${id(currency + 3)}, 'I-${currency}', 'sent', ${id(3)}, '2026-06-15', ${id(currency)}, ${id(1)}, ${currency === 1 ? '1' : '25400.5'}, 0, 3, 3, 3, 3)`,
      `INSERT INTO agency_work (id, parent_id, position, what, amount, company_amount) SELECT trellis_new_id(), ${id(currency + 3)}, i, 'w', 1, 1 FROM generate_series(0, 2) i`,
    ]),
  );
  const migrated = {
    version: '0.2.0',
    name: 'dearer',
    why: 'Work has become dearer',
    tables: { agency_work: { amount: 'decimal' } },
    steps: [{ in: 'agency_work', set: { amount: '1.11' }, noHistory: 'To see what follows' }],
  };
  const raised = edited(before, 'agency/plugin.json', (json) => {
    json.version = '0.2.0';
  });
  const file = { path: 'agency/migrations/0.2.0-dearer.json', role: 'migration' as const, text: JSON.stringify(migrated) };
  await bench.apply(raised.map((source) => (source.folder.endsWith('agency') ? { ...source, files: [...source.files, file] } : source)));
  const shown = ['total', 'company_total', 'company_net', 'company_tax'].map((column) => `${column}::text`).join(', ');
  expect(await bench.query(`SELECT ${shown}, large FROM agency_invoice ORDER BY id`)).toEqual([
    { total: '3.33', company_total: '3.33', company_net: '3.33', company_tax: '0.00', large: false },
    { total: '3.33', company_total: '84584.00', company_net: '84584.00', company_tax: '0.00', large: false },
  ]);
  const works = await bench.query('SELECT company_amount::text AS amount FROM agency_work ORDER BY parent_id, position');
  expect(works.map(({ amount }) => amount)).toEqual(['1.11', '1.11', '1.11', '28195.00', '28195.00', '28194.00']);
});

test('neither users nor secrets are within its reach', () => {
  const guarded = [order({ pieces, note: { type: 'text', label }, key: { type: 'text', label, dataClass: 'secret' } })];
  const problemsOf = (tables: Editable, note: string): readonly unknown[] => {
    const steps = [{ in: 'bakery_order', set: { note } }];
    const compiled = compileModel(release('1.1.0', guarded, { version: '1.1.0', name: 'peek', why: 'To look', tables, steps }));
    return compiled.kind === 'problems' ? compiled.problems.map(({ code, pointer }) => [code, pointer]) : [];
  };
  expect(problemsOf({ bakery_order: { note: 'text' } }, 'note')).toEqual([]);
  expect(problemsOf({ bakery_order: { note: 'text', key: 'text' } }, 'key')).toEqual([['migration.not-writable', '/tables/bakery_order/key']]);
  expect(problemsOf({ bakery_order: { note: 'text', updated_by: { idOf: 'core_user' } }, core_user: { email: 'text' } }, 'updated_by.email')).toEqual([
    ['migration.not-writable', '/tables/core_user'],
  ]);
});

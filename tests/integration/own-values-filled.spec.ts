import { afterEach, beforeAll, expect, test } from '@jest/globals';
import { migrate } from '../../core/data/migrate/migrate.js';
import type { PluginSource } from '../../core/definitions/source.js';
import { computeMarked } from '../../core/records/write/compute-marked.js';
import { ownStagesOf } from '../../core/data/derived/own-stages.js';
import { isSettled, settleLater } from '../../core/data/derived/settle-later.js';
import { systemSteps } from '../../core/system-steps.js';
import { fixtureSources, modelOf, openChangeBench, type ChangeBench } from '../support/change-bench.js';
import { edited, type Editable } from '../support/edit-plugins.js';
import { untilFilled } from '../support/until-settled.js';

const label = 'x';
const field = (type: string, more: Editable = {}): Editable => ({ type, label, ...more });
const formula = (expression: string, result = 'decimal'): Editable => field('formula', { result, expression });

let core: readonly PluginSource[];
const benches: ChangeBench[] = [];
beforeAll(async () => {
  core = await fixtureSources();
});
afterEach(async () => {
  for (const bench of benches.splice(0)) await bench.close();
});

interface Release {
  readonly order?: Editable;
  readonly line?: Editable;
}

function release({ order = {}, line = {} }: Release): readonly PluginSource[] {
  const file = (path: string, role: 'plugin' | 'entity', content: Editable): PluginSource['files'][number] => ({
    path: `bakery/${path}.json`,
    role,
    text: JSON.stringify(content),
  });
  const called = { label, labelPlural: label };
  const state = (frozen: boolean): Editable => ({ label, frozen });
  return [
    ...core,
    {
      folder: 'bakery',
      files: [
        file('plugin', 'plugin', { id: 'bakery', version: '1.0.0', label }),
        file('entities/order', 'entity', {
          ...called,
          name: 'order',
          plural: 'orders',
          kind: 'record',
          title: 'text',
          fields: { text: field('text'), rate: field('decimal'), lines: field('lines', { entity: 'bakery.order-line' }), ...order },
          lifecycle: {
            initial: 'draft',
            states: { draft: state(false), baked: state(true) },
            transitions: { bake: { label, from: ['draft'], to: 'baked' } },
          },
        }),
        file('entities/order-line', 'entity', {
          ...called,
          name: 'order-line',
          plural: 'order-lines',
          kind: 'line',
          title: 'text',
          fields: { text: field('text'), quantity: field('decimal'), price: field('decimal'), ...line },
        }),
      ],
    },
  ];
}

/** Two orders, a draft and a baked one, each with two lines. */
const seed = [
  `INSERT INTO bakery_order (id, text, rate, state) SELECT trellis_new_id(), s, 2, s FROM unnest(ARRAY['draft', 'baked']) s`,
  `INSERT INTO bakery_order_line (id, parent_id, position, quantity, price) SELECT trellis_new_id(), o.id, n, n, 10 FROM bakery_order o, generate_series(1, 2) n`,
];

async function opened(first: Release): Promise<ChangeBench> {
  const bench = await openChangeBench({ sources: release(first), seed });
  benches.push(bench);
  await untilFilled(bench.connection.database);
  return bench;
}

async function applied(bench: ChangeBench, next: Release): Promise<void> {
  await bench.apply(release(next));
  await untilFilled(bench.connection.database);
}

const figures = async (bench: ChangeBench, columns: string): Promise<Readonly<Record<string, unknown>>> => {
  const rows = await bench.query(`SELECT state, to_jsonb(ARRAY[${columns}]::float8[]) AS figures FROM bakery_order o`);
  return Object.fromEntries(rows.map(({ state, figures }) => [String(state), figures]));
};

test('formulas of records and their lines that come new are computed in rows from before, also in frozen ones', async () => {
  const bench = await opened({});
  const line = { amount: formula('quantity * price') };
  const order = { total: formula('lines.sum(l, l.amount)'), rated: formula('total * rate') };
  await applied(bench, { order, line });
  expect(await figures(bench, 'total, rated')).toEqual({ draft: [30, 60], baked: [30, 60] });
  expect(await bench.query('SELECT amount::float8 AS amount FROM bakery_order_line ORDER BY parent_id, position')).toEqual(
    [10, 20, 10, 20].map((amount) => ({ amount })),
  );
  expect(await bench.query('SELECT version FROM bakery_order')).toEqual([{ version: 1 }, { version: 1 }]);
  expect(await bench.query('SELECT entity FROM trellis_event')).toEqual([]);
});

test('formulas that are changed are computed anew, but frozen records keep what they say and get only what they lack', async () => {
  const bench = await opened({ order: { total: formula('rate * 2') } });
  await applied(bench, { order: { total: formula('rate * 2') } });
  await bench.query('UPDATE bakery_order SET total = 4');
  await applied(bench, { order: { total: formula('rate * 3'), more: formula('total + 1') } });
  expect(await figures(bench, 'total, more')).toEqual({ draft: [6, 7], baked: [4, 5] });
});

test('what is filled in first is read by the formulas over it, and what is derived from these follows', async () => {
  const bench = await opened({});
  const order = {
    fee: field('decimal', { backfill: { expression: 'rate * 100' } }),
    withFee: formula('fee + rate'),
    ofLines: field('rollup', { entity: 'bakery.order-line', reference: 'parent', function: 'sum', of: 'derived' }),
  };
  await applied(bench, { order, line: { own: formula('quantity + price'), derived: formula('own * parent.withFee') } });
  expect(await figures(bench, 'fee, "with_fee", "of_lines"')).toEqual({ draft: [200, 202, 202 * 23], baked: [200, 202, 202 * 23] });
});

test('what SQL has no words for is computed by a process, with all that reads it', async () => {
  const bench = await opened({});
  const order = { isZone: formula('isTimeZone(text)', 'boolean'), price: formula('isZone ? 1 : rate * 5'), plain: formula('rate + 1') };
  const platform = { model: modelOf(release({ order })), database: bench.connection.database };
  await applied(bench, { order });
  expect(await isSettled(bench.connection.database)).toBe(false);
  expect(await figures(bench, 'price, plain')).toEqual({ draft: [null, 3], baked: [null, 3] });
  expect([await computeMarked(platform), await computeMarked(platform)]).toEqual([2, 0]);
  expect(await figures(bench, 'price, is_zone::integer')).toEqual({ draft: [10, 0], baked: [10, 0] });
  expect(await isSettled(bench.connection.database)).toBe(true);
  await bench.query(`UPDATE bakery_order SET rate = 3`);
  const next = { ...order, price: formula('isZone ? 1 : rate * 6'), more: formula('price + 1') };
  await applied(bench, { order: next });
  expect(await computeMarked({ ...platform, model: modelOf(release({ order: next })) })).toBe(2);
  expect(await figures(bench, 'price, more')).toEqual({ draft: [18, 19], baked: [10, 11] });
});

test('marks for processes go with what they are for', async () => {
  const bench = await opened({});
  await applied(bench, { order: { isZone: formula('isTimeZone(text)', 'boolean') } });
  await bench.apply(release({}), 'drop:bakery_order.is_zone');
  expect(await isSettled(bench.connection.database)).toBe(true);
});

test('what a process cannot compute is put off and told, and holds up no other', async () => {
  const bench = await opened({});
  const order = { isZone: formula('isTimeZone(text)', 'boolean'), price: formula('isZone ? 1 : rate * rate') };
  await bench.query(`UPDATE bakery_order SET rate = 99999999999999 WHERE state = 'draft'`);
  await applied(bench, { order });
  expect(await computeMarked({ model: modelOf(release({ order })), database: bench.connection.database })).toBe(1);
  expect(await figures(bench, 'price')).toEqual({ draft: [null], baked: [4] });
  expect(await bench.query('SELECT error FROM trellis_stale')).toEqual([{ error: expect.stringContaining('record.formula-overflow') }]);
});

test('a record of which somebody holds a line is left for later, and nobody waits', async () => {
  const bench = await opened({});
  const client = await bench.connection.pool.connect();
  const line = { amount: formula('quantity * price') };
  try {
    await applied(bench, { line });
    // As plain SQL leaves them, and marked one by one: what marks the whole table would wait for the transaction below.
    await bench.query('UPDATE bakery_order_line SET amount = NULL');
    await bench.query(`INSERT INTO trellis_stale (stage, rank, record_id, is_later)
      SELECT d.stage, 0, o.id, true FROM trellis_derived d, bakery_order o WHERE d.key = 'bakery.order'`);
    await client.query(
      `BEGIN; UPDATE bakery_order_line l SET text = 'x' FROM bakery_order o WHERE o.id = l.parent_id AND o.state = 'draft' AND l.position = 1`,
    );
    for (let turn = 0; turn < 5; turn += 1) await settleLater(bench.connection.database);
    expect(await bench.query('SELECT count(amount)::int AS n FROM bakery_order_line')).toEqual([{ n: 2 }]);
    // The record itself is free.
    await client.query(`UPDATE bakery_order SET text = 'x' WHERE state = 'draft'; COMMIT`);
  } finally {
    client.release(true);
  }
  await untilFilled(bench.connection.database);
  expect(await bench.query('SELECT count(amount)::int AS n FROM bakery_order_line')).toEqual([{ n: 4 }]);
});

test('what waits for a process holds up nothing else, however much it is', async () => {
  const bench = await opened({});
  const order = { isZone: formula('isTimeZone(text)', 'boolean'), plain: formula('rate + 1') };
  await bench.query(`INSERT INTO bakery_order (id, rate) SELECT trellis_new_id(), 1 FROM generate_series(1, 5100)`);
  await applied(bench, { order });
  expect(await bench.query('SELECT count(*)::int AS n FROM bakery_order WHERE plain IS NULL')).toEqual([{ n: 0 }]);
  expect(await isSettled(bench.connection.database)).toBe(false);
});

test('what was begun goes on when the process ends in between', async () => {
  const bench = await opened({});
  const [order, ended] = [{ twice: formula('rate * 2') }, new Error('ended')];
  const onCommitted = (): void => {
    throw ended;
  };
  await expect(migrate(bench.connection, modelOf(release({ order })), { systemSteps, onCommitted })).rejects.toBe(ended);
  await untilFilled(bench.connection.database);
  expect(await figures(bench, 'twice')).toEqual({ draft: [null], baked: [null] });
  await applied(bench, { order });
  expect(await figures(bench, 'twice')).toEqual({ draft: [4], baked: [4] });
  expect((await bench.plan(release({ order }))).steps).toEqual([]);
});

test('what is computed from now on takes the place of what people wrote once it is allowed, and after a migration has read it', async () => {
  const note = field('text');
  const bench = await opened({ order: { note } });
  await bench.query(`UPDATE bakery_order SET note = 'typed' WHERE state = 'draft'`);
  const migration = {
    version: '1.1.0',
    name: 'notes',
    why: 'Notes are kept apart',
    tables: { bakery_order: { note: 'text', former: 'text' } },
    steps: [{ in: 'bakery_order', when: 'note != null', set: { former: 'note' } }],
  };
  const file = { path: 'bakery/migrations/1.1.0-notes.json', role: 'migration', text: JSON.stringify(migration) } as const;
  const next = edited(release({ order: { former: note, note: formula('text + "!"', 'text') } }), 'bakery/plugin.json', (json) => (json.version = '1.1.0'));
  const sources = next.map((source) => (source.folder === 'bakery' ? { ...source, files: [...source.files, file] } : source));
  expect((await bench.refused(sources)).steps).toContainEqual(expect.objectContaining({ kind: 'compute-column', rows: 1, verdict: 'refused' }));
  expect(await bench.query('SELECT count(note)::int AS n FROM bakery_order')).toEqual([{ n: 1 }]);
  await bench.apply(sources, 'compute:bakery_order.note');
  await untilFilled(bench.connection.database);
  expect(await bench.query('SELECT state, note, former FROM bakery_order ORDER BY state')).toEqual([
    { state: 'baked', note: 'baked!', former: null },
    { state: 'draft', note: 'draft!', former: 'typed' },
  ]);
});

test('what a process of the release before writes afterwards is computed once that release has ended', async () => {
  const bench = await opened({});
  const order = { twice: formula('rate * 2') };
  await applied(bench, { order });
  await bench.query(`UPDATE bakery_order SET rate = 5 WHERE state = 'draft'`);
  await bench.query(`INSERT INTO bakery_order (id, rate, state) VALUES (trellis_new_id(), 7, 'baked')`);
  await bench.contract(release({ order }));
  await untilFilled(bench.connection.database);
  expect(await bench.query('SELECT twice::float8 AS twice FROM bakery_order ORDER BY twice')).toEqual([4, 10, 14].map((twice) => ({ twice })));
});

test('many formulas that each read the two before them are put in order at once', () => {
  const numbered = Array.from({ length: 80 }, (_, index) => [`f${index}`, formula(index < 2 ? 'rate' : `f${index - 1} + f${index - 2}`)]);
  expect(ownStagesOf(modelOf(release({ order: Object.fromEntries(numbered) })))).toHaveLength(1);
});

test('rollups over a ledger and formulas of balances that come new say what was posted before', async () => {
  const books = await fixtureSources('with-ledger');
  const bench = await openChangeBench({
    sources: books,
    seed: [
      `INSERT INTO books_item (id, name) SELECT trellis_new_id(), n FROM unnest(ARRAY['Rice', 'Tea']) n`,
      `INSERT INTO books_place (id, name) VALUES (trellis_new_id(), 'Main')`,
      `INSERT INTO books_goods (id, posting_date, posting, source, source_entity, created_at, created_by, item, place, on_hand)
        SELECT trellis_new_id(), '2026-01-05', i.id, i.id, 'books.item', now(), '00000000-0000-7000-8000-000000000001', i.id, p.id, q
        FROM books_item i, books_place p, unnest(ARRAY[5, 2]) q WHERE i.name = 'Tea'`,
    ],
  });
  benches.push(bench);
  const withRollup = edited(books, 'item.json', ({ fields }) => {
    fields.onHand = field('rollup', { ledger: 'books.goods', dimension: 'item', measure: 'onHand' });
    fields.twice = formula('onHand * 2');
  });
  await bench.apply(
    edited(withRollup, 'goods.json', ({ ledger }) => {
      ledger.balance.fields.half = formula('onHand / 2');
    }),
  );
  await untilFilled(bench.connection.database);
  expect(await bench.query('SELECT name, on_hand::float8 AS sum, twice::float8 AS twice FROM books_item ORDER BY name')).toEqual([
    { name: 'Rice', sum: 0, twice: 0 },
    { name: 'Tea', sum: 7, twice: 14 },
  ]);
  expect(await bench.query('SELECT half::float8 AS half, on_hand::float8 AS sum FROM books_goods_balance')).toEqual([{ half: 3.5, sum: 7 }]);
});

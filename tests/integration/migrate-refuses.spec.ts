import { afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { describePlan } from '../../core/data/migrate/describe-plan.js';
import type { PluginSource } from '../../core/definitions/source.js';
import { fixtureSources, openChangeBench, type ChangeBench } from '../support/change-bench.js';
import { edited, withoutFile, type Editable } from '../support/edit-plugins.js';

const label = { en: 'New', vi: 'Mới' };
const customer = (change: (json: Editable) => void) => (sources: readonly PluginSource[]) => edited(sources, 'entities/customer.json', change);
const first = `SELECT * FROM shop_customer ORDER BY name LIMIT 1`;

interface Refusal {
  readonly name: string;
  readonly change: (sources: readonly PluginSource[]) => readonly PluginSource[];
  /** Of the step that is refused. */
  readonly kind: string;
  readonly place: string;
  readonly rows: number;
  /** Every token that the plan offers, and a query with what it gives once that token is allowed. */
  readonly ways: Readonly<Record<string, readonly [query: string, outcome: unknown]>>;
}

const refusals: readonly Refusal[] = [
  {
    name: 'a dropped field',
    change: customer((json) => delete json.fields.phone),
    kind: 'drop-column',
    place: 'shop_customer.phone',
    rows: 3,
    ways: {
      'drop:shop_customer.phone': [
        `SELECT count(*)::int AS n FROM information_schema.columns WHERE table_name = 'shop_customer' AND column_name = 'phone'`,
        { n: 0 },
      ],
    },
  },
  {
    name: 'a drop and an addition that look like a rename',
    change: customer((json) => {
      delete json.fields.phone;
      json.fields.telephone = { type: 'phone', label };
    }),
    kind: 'drop-column',
    place: 'shop_customer.phone',
    rows: 3,
    ways: {
      'rename:shop_customer.phone->shop_customer.telephone': [`SELECT telephone FROM (${first}) c`, { telephone: '1' }],
      'drop:shop_customer.phone': [`SELECT telephone FROM (${first}) c`, { telephone: null }],
    },
  },
  {
    name: 'another type',
    change: customer((json) => (json.fields.visits = { type: 'text', label })),
    kind: 'retype-column',
    place: 'shop_customer.visits',
    rows: 2,
    ways: {
      'retype:shop_customer.visits': [`SELECT visits FROM (${first}) c`, { visits: '12' }],
      'drop:shop_customer.visits': [`SELECT visits FROM (${first}) c`, { visits: null }],
    },
  },
  {
    name: 'a field of which the values are computed from now on',
    change: customer((json) => (json.fields.phone = { type: 'formula', label, result: 'text', expression: "name + '!'" })),
    kind: 'compute-column',
    place: 'shop_customer.phone',
    rows: 3,
    ways: { 'compute:shop_customer.phone': [`SELECT count(*)::int AS n FROM trellis_stale WHERE stage LIKE 'shop.customer#%'`, { n: 1 }] },
  },
  {
    name: 'a field of another name of which the values are computed from now on',
    change: customer((json) => {
      delete json.fields.phone;
      json.fields.called = { type: 'formula', label, result: 'text', expression: "name + '!'", formerly: 'phone' };
    }),
    kind: 'compute-column',
    place: 'shop_customer.called',
    rows: 3,
    ways: { 'compute:shop_customer.called': [`SELECT count(*)::int AS n FROM trellis_stale WHERE stage LIKE 'shop.customer#%'`, { n: 1 }] },
  },
  {
    name: 'a shorter text',
    change: customer((json) => (json.fields.name.maxLength = 3)),
    kind: 'narrow-column',
    place: 'shop_customer.name',
    rows: 2,
    ways: { 'narrow:shop_customer.name': [`SELECT name FROM (${first}) c`, { name: 'Bìn' }] },
  },
  {
    name: 'a smaller scale',
    change: customer((json) => (json.fields.credit.scale = 0)),
    kind: 'narrow-column',
    place: 'shop_customer.credit',
    rows: 1,
    ways: { 'narrow:shop_customer.credit': [`SELECT credit FROM (${first}) c`, { credit: '13' }] },
  },
  {
    name: 'a decimal that becomes a whole number',
    change: customer((json) => (json.fields.credit = { type: 'integer', label })),
    kind: 'narrow-column',
    place: 'shop_customer.credit',
    rows: 1,
    ways: { 'narrow:shop_customer.credit': [`SELECT credit FROM (${first}) c`, { credit: '13' }] },
  },
  {
    name: 'a field with empty rows that becomes required',
    change: customer((json) => (json.fields.visits.required = true)),
    kind: 'require',
    place: 'shop_customer.visits',
    rows: 1,
    ways: { 'null:shop_customer.visits': [`SELECT count(*)::int AS n FROM shop_customer WHERE visits IS NULL`, { n: 1 }] },
  },
  {
    name: 'a field with empty rows that becomes required and has a default',
    change: customer((json) => Object.assign(json.fields.visits, { required: true, default: 5 })),
    kind: 'require',
    place: 'shop_customer.visits',
    rows: 1,
    ways: {
      'fill:shop_customer.visits': [`SELECT count(*)::int AS n FROM shop_customer WHERE visits = 5`, { n: 1 }],
      'null:shop_customer.visits': [`SELECT count(*)::int AS n FROM shop_customer WHERE visits IS NULL`, { n: 1 }],
    },
  },
  {
    name: 'a new required field without a default',
    change: customer((json) => (json.fields.code = { type: 'text', label, required: true })),
    kind: 'add-column',
    place: 'shop_customer.code',
    rows: 3,
    ways: { 'null:shop_customer.code': [`SELECT count(*)::int AS n FROM shop_customer WHERE code IS NULL`, { n: 3 }] },
  },
  {
    name: 'an option less that rows have',
    change: customer((json) => delete json.fields.grade.options.gold),
    kind: 'add-constraint',
    place: 'shop_customer.grade',
    rows: 2,
    ways: { 'clear:shop_customer.grade': [`SELECT count(*)::int AS n FROM shop_customer WHERE grade IS NULL`, { n: 3 }] },
  },
  {
    name: 'a unique key that rows break',
    change: customer((json) => (json.fields.grade.unique = true)),
    kind: 'add-index',
    place: 'shop_customer.grade',
    rows: 2,
    ways: {},
  },
  {
    name: 'an entity less',
    change: (sources) => withoutFile(customer((json) => delete json.fields.contacts)(sources), 'entities/contact.json'),
    kind: 'drop-table',
    place: 'shop_contact',
    rows: 1,
    ways: { 'drop:shop_contact': [`SELECT to_regclass('shop_contact') IS NULL AS gone`, { gone: true }] },
  },
  {
    name: 'links to many less',
    change: customer((json) => delete json.fields.friends),
    kind: 'drop-table',
    place: 'shop_customer__friends',
    rows: 1,
    ways: { 'drop:shop_customer__friends': [`SELECT to_regclass('shop_customer__friends') IS NULL AS gone`, { gone: true }] },
  },
];

describe('what could lose data is refused until it is told', () => {
  let bench: ChangeBench;
  let sources: readonly PluginSource[];

  beforeAll(async () => {
    sources = await fixtureSources('with-changes');
  });

  beforeEach(async () => {
    bench = await openChangeBench({ sources, seed });
  });

  afterEach(() => bench.close());

  test.each(refusals)('$name', async ({ change, kind, place, rows, ways }) => {
    const before = await bench.dump();
    const plan = await bench.refused(change(sources));
    expect(await bench.dump()).toEqual(before);
    const refused = plan.steps.filter((step) => step.verdict === 'refused');
    expect(refused.map((step) => [step.kind, step.column === null ? step.table : `${step.table}.${step.column}`, step.rows])).toEqual([[kind, place, rows]]);
    expect(refused[0]?.ways.map((way) => way.token)).toEqual(Object.keys(ways));
    const text = describePlan(plan);
    for (const piece of [place, `${rows} row`, 'plugin shop', ...Object.keys(ways)]) expect(text).toContain(piece);
  });

  const told = refusals.flatMap(({ name, change, ways }) => Object.entries(ways).map(([token, [query, outcome]]) => ({ name, change, token, query, outcome })));
  test.each(told)('$name, allowed as $token', async ({ change, token, query, outcome }) => {
    await bench.apply(change(sources), token);
    expect((await bench.query(query))[0]).toEqual(outcome);
    const after = await bench.dump();
    await bench.apply(change(sources));
    expect(await bench.dump()).toEqual(after);
  });

  test('one change that is refused holds back all others', async () => {
    const before = await bench.dump();
    const plan = await bench.refused(customer((json) => (delete json.fields.phone, (json.fields.age = { type: 'integer', label })))(sources));
    expect(plan.steps.map((step) => [step.kind, step.verdict])).toEqual([
      ['drop-column', 'refused'],
      ['add-column', 'run'],
    ]);
    expect(await bench.dump()).toEqual(before);
  });

  test('an allowance that allows nothing is named', async () => {
    const plan = await bench.plan(sources, 'drop:shop_customer.phone', 'rename:shop_customer.phone->shop_customer.mobile', 'nonsense');
    expect(plan.idleTokens).toEqual(['drop:shop_customer.phone', 'rename:shop_customer.phone->shop_customer.mobile', 'nonsense']);
  });

  test('rows that were tolerated are required as soon as they are filled in', async () => {
    const change = customer((json) => (json.fields.visits.required = true));
    await bench.apply(change(sources), 'null:shop_customer.visits');
    expect((await bench.apply(change(sources))).steps.map((step) => step.verdict)).toEqual(['tolerated']);
    await bench.query('UPDATE shop_customer SET visits = 1 WHERE visits IS NULL');
    expect((await bench.apply(change(sources))).steps.map((step) => [step.kind, step.verdict])).toEqual([['require', 'run']]);
    await expect(bench.query(`UPDATE shop_customer SET visits = NULL`)).rejects.toMatchObject({ code: '23502' });
  });

  test('a value that cannot be converted stops the conversion', async () => {
    const before = await bench.dump();
    const change = customer((json) => (json.fields.phone = { type: 'date', label }));
    await expect(bench.apply(change(sources), 'retype:shop_customer.phone')).rejects.toMatchObject({ code: '22007' });
    expect(await bench.dump()).toEqual(before);
  });
});

const [one, two, three] = ['00000000-0000-7000-8000-000000000011', '00000000-0000-7000-8000-000000000012', '00000000-0000-7000-8000-000000000013'];

const seed = [
  `INSERT INTO shop_customer (id, name, phone, grade, credit, visits) VALUES
    ('${one}', 'Bình', '1', 'gold', 12.50, 12), ('${two}', 'Nguyễn', '2', 'gold', 1, NULL), ('${three}', 'Vy', '3', NULL, 0, 3)`,
  `INSERT INTO shop_customer__friends (owner_id, target_id) VALUES ('${one}', '${two}')`,
  `INSERT INTO shop_contact (id, parent_id, name) VALUES ('${two}', '${one}', 'An')`,
];

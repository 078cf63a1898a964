import { afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { describePlan } from '../../core/data/migrate/describe-plan.js';
import { effectOf } from '../../core/data/migrate/effect-of.js';
import { planMigration } from '../../core/data/migrate/migrate.js';
import type { PluginSource } from '../../core/definitions/source.js';
import { systemSteps } from '../../core/system-steps.js';
import { fixtureSources, modelOf, openChangeBench, type ChangeBench } from '../support/change-bench.js';
import { edited, withEntity, withoutFile, type Editable } from '../support/edit-plugins.js';

const label = { en: 'New', vi: 'Mới' };
const customer = (change: (json: Editable) => void) => (sources: readonly PluginSource[]) => edited(sources, 'entities/customer.json', change);
const renamed = (from: string, to: string, more: Editable = {}) =>
  customer((json) => {
    json.fields[to] = { ...json.fields[from], formerly: from, ...more };
    delete json.fields[from];
  });

describe('rows that are there follow the model, and processes of the release before go on', () => {
  let bench: ChangeBench;
  let sources: readonly PluginSource[];

  beforeAll(async () => {
    sources = await fixtureSources('with-changes');
  });

  beforeEach(async () => {
    bench = await openChangeBench({ sources, seed });
  });

  afterEach(() => bench.close());

  /** What is contracted is what a new database would be, and nothing is left to do on the way. */
  async function expectContractedLikeFresh(changed: readonly PluginSource[]): Promise<void> {
    const expanded = await bench.dump();
    await bench.apply(changed);
    expect(await bench.dump()).toEqual(expanded);
    await bench.contract(changed);
    const fresh = await openChangeBench();
    await fresh.apply(changed);
    expect((await bench.dump()).catalog).toEqual((await fresh.dump()).catalog);
    await fresh.close();
  }

  test('a required field with a backfill by expression fills the rows that are there, and those that come without it', async () => {
    const changed = customer((json) => {
      json.fields.greeting = { type: 'text', label, required: true, backfill: { expression: '"Dear " + name' } };
      json.fields.level = { type: 'integer', label, backfill: 7 };
    })(sources);
    const planned = await bench.plan(changed);
    expect(planned.steps.map((step) => [step.kind, step.column, step.verdict])).toEqual([
      ['add-column', 'greeting', 'run'],
      ['add-column', 'level', 'run'],
      ['add-routine', null, 'run'],
    ]);
    await bench.apply(changed);
    expect(await bench.query('SELECT greeting, level FROM shop_customer ORDER BY id')).toEqual([
      { greeting: 'Dear Bình', level: '7' },
      { greeting: 'Dear Vy', level: '7' },
      { greeting: 'Dear An', level: '7' },
    ]);
    await bench.query(`INSERT INTO shop_customer (id, name) VALUES (gen_random_uuid(), 'Tú')`);
    expect(await bench.query(`SELECT greeting, level FROM shop_customer WHERE name = 'Tú'`)).toEqual([{ greeting: 'Dear Tú', level: null }]);
    await expectContractedLikeFresh(changed);
    await expect(bench.query(`INSERT INTO shop_customer (id, name) VALUES (gen_random_uuid(), 'Tú')`)).rejects.toMatchObject({ code: '23502' });
  });

  test('a backfill that leaves rows empty is refused with the rows', async () => {
    const changed = customer((json) => (json.fields.greeting = { type: 'phone', label, required: true, backfill: { expression: 'phone' } }))(sources);
    const before = await bench.dump();
    const plan = await bench.refused(changed);
    expect(await bench.dump()).toEqual(before);
    expect(plan.steps.filter(({ verdict }) => verdict === 'refused').map(({ column, rows, examples }) => [column, rows, examples])).toEqual([
      ['greeting', 1, [three]],
    ]);
  });

  test('a field that becomes required is filled by its backfill', async () => {
    const changed = customer((json) => (json.fields.visits = { ...json.fields.visits, required: true, backfill: 0 }))(sources);
    await bench.apply(changed);
    expect(await bench.query('SELECT visits FROM shop_customer ORDER BY id')).toEqual([{ visits: '12' }, { visits: '0' }, { visits: '3' }]);
    await expectContractedLikeFresh(changed);
  });

  test('values are converted, those that do not convert are told, and both releases write', async () => {
    const changed = customer((json) => (json.fields.phone = { type: 'decimal', scale: 2, label, convertFrom: { type: 'phone', expression: 'number(old)' } }))(
      sources,
    );
    const before = await bench.dump();
    await bench.query(`UPDATE shop_customer SET phone = 'abc' WHERE id = '${two}'`);
    const plan = await bench.refused(changed);
    const refused = plan.steps.filter(({ verdict }) => verdict === 'refused');
    expect(refused.map(({ kind, column, rows, examples, ways }) => [kind, column, rows, examples, ways.map(({ token }) => token)])).toEqual([
      ['move-column', 'phone__decimal', 1, [two], ['null:shop_customer.phone__decimal']],
    ]);
    await bench.query(`UPDATE shop_customer SET phone = '2' WHERE id = '${two}'`);
    expect(await bench.dump()).toEqual(before);

    await bench.apply(changed);
    const both = 'SELECT phone, phone__decimal FROM shop_customer ORDER BY id';
    expect(await bench.query(both)).toEqual([
      { phone: '1.50', phone__decimal: '1.50' },
      { phone: '2', phone__decimal: '2.00' },
      { phone: null, phone__decimal: null },
    ]);
    await bench.query(`UPDATE shop_customer SET phone = '7' WHERE id = '${one}'; UPDATE shop_customer SET phone__decimal = 8.5 WHERE id = '${two}'`);
    await bench.query(
      `INSERT INTO shop_customer (id, name, phone) VALUES ('${four}', 'old', '9'); INSERT INTO shop_customer (id, name, phone__decimal) VALUES ('${five}', 'new', 10)`,
    );
    expect(await bench.query(both)).toEqual([
      { phone: '7', phone__decimal: '7.00' },
      { phone: '8.5', phone__decimal: '8.50' },
      { phone: null, phone__decimal: null },
      { phone: '9', phone__decimal: '9.00' },
      { phone: '10', phone__decimal: '10.00' },
    ]);
    await expectContractedLikeFresh(changed);
    // The conversion may go from the declaration later; the values then move once more.
    const later = customer((json) => (json.fields.phone = { type: 'decimal', scale: 2, label }))(sources);
    await bench.apply(later);
    expect((await bench.query('SELECT phone FROM shop_customer ORDER BY id LIMIT 2')).map((row) => row['phone'])).toEqual(['7.00', '8.50']);
    await expectContractedLikeFresh(later);
  });

  test('values that do not convert may be left empty when that is allowed by name', async () => {
    await bench.query(`UPDATE shop_customer SET phone = 'abc' WHERE id = '${two}'`);
    const changed = customer((json) => (json.fields.phone = { type: 'integer', label, convertFrom: { type: 'phone', expression: 'number(old)' } }))(sources);
    // 1.5 is no whole number.
    expect((await bench.refused(changed)).steps.find(({ verdict }) => verdict === 'refused')?.examples).toEqual([one, two]);
    await bench.apply(changed, 'null:shop_customer.phone__integer');
    expect(await bench.query('SELECT phone, phone__integer FROM shop_customer ORDER BY id')).toEqual([
      { phone: '1.50', phone__integer: null },
      { phone: 'abc', phone__integer: null },
      { phone: null, phone__integer: null },
    ]);
  });

  test('a unique key on converted values sees those that become the same', async () => {
    await bench.query(`UPDATE shop_customer SET phone = '2.0' WHERE id = '${one}'`);
    const changed = customer(
      (json) => (json.fields.phone = { type: 'decimal', label, unique: true, convertFrom: { type: 'phone', expression: 'number(old)' } }),
    )(sources);
    const plan = await bench.refused(changed);
    expect(plan.steps.filter(({ verdict }) => verdict === 'refused').map(({ kind, rows }) => [kind, rows])).toEqual([['add-index', 2]]);
  });

  test('a field has another name', async () => {
    const changed = renamed('phone', 'telephone', { unique: true })(sources);
    await bench.apply(changed);
    await bench.query(`UPDATE shop_customer SET phone = '7' WHERE id = '${one}'; UPDATE shop_customer SET telephone = '8' WHERE id = '${two}'`);
    expect(await bench.query('SELECT phone, telephone FROM shop_customer ORDER BY id')).toEqual([
      { phone: '7', telephone: '7' },
      { phone: '8', telephone: '8' },
      { phone: null, telephone: null },
    ]);
    await expectContractedLikeFresh(changed);
    const again = renamed('telephone', 'mobile', { formerly: ['telephone', 'phone'] })(changed);
    await bench.apply(again);
    expect((await bench.query('SELECT mobile FROM shop_customer ORDER BY id')).map((row) => row['mobile'])).toEqual(['7', '8', null]);
    await expectContractedLikeFresh(again);
  });

  test('a required reference has another name and points where it pointed', async () => {
    const required = customer((json) => (json.fields.group.required = true))(sources);
    await bench.query(`INSERT INTO shop_group (id, name) VALUES ('${five}', 'g'); UPDATE shop_customer SET "group" = '${five}'`);
    await bench.apply(required);
    const changed = renamed('group', 'circle')(required);
    await bench.apply(changed);
    await bench.query(`INSERT INTO shop_customer (id, name, "group") VALUES ('${four}', 'old', '${five}')`);
    expect(await bench.query(`SELECT count(*)::integer AS n FROM shop_customer WHERE circle = '${five}'`)).toEqual([{ n: 4 }]);
    await expect(bench.query(`UPDATE shop_customer SET circle = '${one}'`)).rejects.toMatchObject({ code: '23503' });
    await expectContractedLikeFresh(changed);
  });

  test('a field that numbers records has another name and counts on, for both releases', async () => {
    const numbered = customer((json) => (json.fields.number = { type: 'sequence', label, pattern: 'C-{0000}' }))(sources);
    await bench.apply(numbered);
    await bench.query(`INSERT INTO trellis_sequence VALUES ('shop.customer.number', '', 7)`);
    const changed = renamed('number', 'code')(numbered);
    await bench.apply(changed);
    const counted = await bench.query(
      `INSERT INTO trellis_sequence AS s VALUES ('shop.customer.number', '', 1) ON CONFLICT (field, period) DO UPDATE SET last = s.last + 1 RETURNING field, last`,
    );
    expect(counted).toEqual([{ field: 'shop.customer.code', last: '8' }]);
    await expectContractedLikeFresh(changed);
  });

  test('the plan tells what those notice who work meanwhile, and the SQL when it is asked for', async () => {
    const renamedPhone = renamed('phone', 'telephone')(sources);
    await bench.apply(renamedPhone);
    const changed = customer((json) => {
      json.fields.motto = { type: 'text', label };
      json.fields.visits = { type: 'decimal', scale: 2, label };
      json.indexes = { credit: ['credit'] };
      delete json.fields.grade;
    })(renamedPhone);
    const plan = await planMigration(bench.connection, modelOf(changed), { systemSteps, isContraction: true, bigTable: 1 });
    expect(plan.steps.filter(({ kind }) => !kind.endsWith('routine')).map((step) => [step.kind, step.column, effectOf(step)])).toEqual([
      ['contract', 'phone', 'destructive'],
      ['drop-column', 'grade', 'destructive'],
      ['add-column', 'motto', 'brief-lock'],
      ['widen-column', 'visits', 'rewrite'],
      ['add-index', null, 'online'],
    ]);
    expect(describePlan(plan)).not.toContain('CREATE INDEX');
    expect(describePlan(plan, { hasSql: true })).toContain('CREATE INDEX CONCURRENTLY');
  });

  test('an option and a state have other keys', async () => {
    const states = { open: { label }, done: { label } };
    const lifecycle = { initial: 'open', states, transitions: { finish: { label, from: ['open'], to: 'done' } } };
    const cycled = customer((json) => (json.lifecycle = lifecycle))(sources);
    await bench.apply(cycled);
    await bench.query(`UPDATE shop_customer SET state = 'done' WHERE id = '${two}'`);
    const changed = customer((json) => {
      json.fields.grade.options = { platinum: { label, formerly: 'gold' }, silver: { label } };
      json.lifecycle = { ...lifecycle, initial: 'active', states: { active: { label, formerly: 'open' }, done: { label } } };
      json.lifecycle.transitions = { finish: { label, from: ['active'], to: 'done' } };
    })(cycled);
    const plan = await bench.apply(changed);
    expect(plan.steps.filter(({ kind }) => kind === 'rename-options').map(({ why }) => why)).toEqual(['gold is called platinum', 'open is called active']);
    await bench.query(`INSERT INTO shop_customer (id, name, grade, state) VALUES ('${four}', 'old', 'gold', 'open')`);
    expect(await bench.query('SELECT grade, state FROM shop_customer ORDER BY id')).toEqual([
      { grade: 'platinum', state: 'active' },
      { grade: 'platinum', state: 'done' },
      { grade: null, state: 'active' },
      { grade: 'platinum', state: 'active' },
    ]);
    await expectContractedLikeFresh(changed);
    await expect(bench.query(`UPDATE shop_customer SET grade = 'gold'`)).rejects.toMatchObject({ code: '23514' });
  });

  test('an entity and its links have other names, and all that was kept of them follows', async () => {
    await bench.query(`INSERT INTO trellis_comment (id, entity, record_id, author, text) VALUES ('${five}', 'shop.customer', '${one}', '${one}', 'x')`);
    await bench.query(`INSERT INTO trellis_sequence VALUES ('shop.customer.number', '2026', 7)`);
    const changed = clients(sources);
    const plan = await bench.apply(changed);
    expect(plan.steps.filter(({ kind }) => kind.startsWith('rename')).map(({ kind, table }) => [kind, table])).toEqual([
      ['rename-table', 'shop_client'],
      ['rename-table', 'shop_client__peers'],
      ['rename-keys', 'shop_contact'],
      ['rename-keys', 'shop_client'],
      ['rename-keys', 'shop_client__peers'],
    ]);
    expect(await bench.query('SELECT entity FROM trellis_comment')).toEqual([{ entity: 'shop.client' }]);
    expect(await bench.query('SELECT field, last FROM trellis_sequence')).toEqual([{ field: 'shop.client.number', last: '7' }]);
    // The release before writes under the old names.
    await bench.query(`INSERT INTO shop_customer (id, name, phone) VALUES ('${four}', 'old', '9')`);
    await bench.query(`INSERT INTO shop_customer__friends (owner_id, target_id) VALUES ('${four}', '${one}')`);
    await bench.query(
      `INSERT INTO trellis_sequence VALUES ('shop.customer.number', '2026', 1) ON CONFLICT (field, period) DO UPDATE SET last = trellis_sequence.last + 1`,
    );
    expect(await bench.query('SELECT field, last FROM trellis_sequence')).toEqual([{ field: 'shop.client.number', last: '8' }]);
    expect(await bench.query('SELECT telephone FROM shop_client ORDER BY id')).toEqual([
      { telephone: '1.50' },
      { telephone: '2' },
      { telephone: null },
      { telephone: '9' },
    ]);
    expect(await bench.query('SELECT count(*)::integer AS n FROM shop_client__peers')).toEqual([{ n: 2 }]);
    // What changes the table later goes round the view.
    const more = edited(changed, 'entities/client.json', (json) => {
      json.fields.name.maxLength = 80;
      json.fields.motto = { type: 'text', label };
    });
    await bench.apply(more);
    await bench.query(`UPDATE shop_customer SET name = 'seen' WHERE id = '${four}'`);
    await expectContractedLikeFresh(more);
    await expect(bench.query('SELECT 1 FROM shop_customer')).rejects.toMatchObject({ code: '42P01' });
  });
});

/** The customers are called clients, their phone telephone, their friends peers. */
function clients(sources: readonly PluginSource[]): readonly PluginSource[] {
  const file = sources.flatMap((source) => source.files).find(({ path }) => path.endsWith('entities/customer.json'));
  const json: Editable = JSON.parse(file?.text ?? '{}');
  const { phone, friends, ...fields } = json.fields;
  const declaration = {
    ...json,
    name: 'client',
    plural: 'clients',
    formerly: { name: 'customer', plural: 'customers' },
    fields: { ...fields, telephone: { ...phone, formerly: 'phone' }, peers: { ...friends, entity: 'shop.client', formerly: 'friends' } },
  };
  const folder = sources.find((source) => source.files.some(({ path }) => path.endsWith('entities/customer.json')))?.folder ?? '';
  return withEntity(withoutFile(sources, 'entities/customer.json'), folder, declaration);
}

const [one, two, three] = ['00000000-0000-7000-8000-000000000011', '00000000-0000-7000-8000-000000000012', '00000000-0000-7000-8000-000000000013'];
const [four, five] = ['00000000-0000-7000-8000-000000000014', '00000000-0000-7000-8000-000000000015'];

const seed = [
  `INSERT INTO shop_customer (id, name, phone, grade, credit, visits) VALUES
    ('${one}', 'Bình', '1.50', 'gold', 12.50, 12), ('${two}', 'Vy', '2', 'gold', 1, NULL), ('${three}', 'An', NULL, NULL, 0, 3)`,
  `INSERT INTO shop_customer__friends (owner_id, target_id) VALUES ('${one}', '${two}')`,
  `INSERT INTO shop_contact (id, parent_id, name) VALUES ('${two}', '${one}', 'An')`,
];

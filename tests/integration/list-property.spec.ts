import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Entity } from '../../core/definitions/model.js';
import { fold, searchWords } from '../../core/kernel/fold.js';
import { projectRoot } from '../../core/kernel/project-root.js';
import { createRecord } from '../../core/records/create-record.js';
import { listRecords } from '../../core/records/list-records.js';
import { runAction } from '../../core/records/run-action.js';
import { createTestPlatform, type TestPlatform } from '../support/test-platform.js';

type Row = Readonly<Record<string, unknown>>;
type Filter = Readonly<Record<string, unknown>>;

let opened: TestPlatform;
let things: Entity;
const rows: Row[] = [];
const groups = new Map<string, Row>();
const byId = new Map<string, Row>();

const words = ['Nguyễn', 'nguyen', 'Đường', 'duong', 'Trà', 'sen', 'Sen', 'ô long', '100%', 'a_b', 'z'];
const numbers = ['0', '1', '-1', '2.5', '10', '99.99', '-0.5', '1000'];
const days = ['2026-01-01', '2026-02-28', '2026-12-31', '2025-06-15'];
const moments = ['2026-01-01T00:00:00.000Z', '2026-06-01T12:30:00.500Z', '2026-12-31T23:59:59.999Z'];

beforeAll(async () => {
  opened = await createTestPlatform({ plugins: [join(projectRoot, 'tests/fixtures/with-every-type')] });
  const { platform } = opened;
  const entity = (id: string): Entity => platform.model.entities.get(id) ?? fail(id);
  things = entity('kinds.thing');
  const made = async (of: Entity, input: object): Promise<Row> => JSON.parse(await createRecord(platform, opened.caller(), of, input));
  for (const [index, name] of ['Nam', 'Bắc', 'Đông'].entries()) {
    const group = await made(entity('kinds.group'), { name, rank: index, above: [...groups.keys()][0] ?? null });
    groups.set(String(group['id']), group);
  }
  // One seed for data and questions, so that what fails once fails again.
  for (const input of fc.sample(thing(), { numRuns: 160, seed: 7 })) {
    const kin = input.kin === null ? null : (rows[input.kin % Math.max(rows.length, 1)]?.['id'] ?? null);
    let row = await made(things, {
      ...input,
      group: [...groups.keys()][input.group] ?? null,
      marks: input.marks.map((index) => [...groups.keys()][index]),
      kin,
    });
    if (input.count !== null && input.count % 2 === 0) row = JSON.parse(await runAction(platform, opened.caller(), things, String(row['id']), 'finish'));
    rows.push(row);
    byId.set(String(row['id']), row);
  }
}, 60_000);
afterAll(() => opened.close());

function fail(id: string): never {
  throw new Error(`no ${id}`);
}

const orNull = <Value>(values: readonly Value[]): fc.Arbitrary<Value | null> => fc.constantFrom<Value | null>(null, ...values);

function thing() {
  const text = fc.array(fc.constantFrom(...words), { minLength: 1, maxLength: 3 }).map((list) => list.join(' '));
  return fc.record({
    text,
    story: fc.option(text, { nil: null }),
    mail: orNull(['a@example.com', 'b@example.com']),
    call: orNull(['0901234567', '+84 28 1234 567']),
    site: orNull(['https://example.com/']),
    count: orNull([0, 1, 2, -3, 10]),
    ratio: orNull(numbers),
    price: orNull(numbers.map((number) => Number(number).toFixed(2))),
    share: orNull(['0', '5', '12.5']),
    weight: orNull(['0.5', '1', '2.25']),
    isGood: fc.boolean(),
    day: orNull(days),
    moment: orNull(moments),
    choice: orNull(['a', 'b', 'c']),
    group: fc.integer({ min: -1, max: 2 }),
    marks: fc.uniqueArray(fc.integer({ min: 0, max: 2 }), { maxLength: 3 }),
    kin: fc.option(fc.nat(159), { nil: null }),
    place: orNull([{ city: 'Huế' }]),
  });
}

const numeric = ['count', 'ratio', 'price', 'share', 'weight', 'worth'];
const textual = ['text', 'story', 'mail', 'number'];
const ordered = [...numeric, 'day', 'moment', ...textual];
// Long texts are filtered but not sorted by.
const sortable = ordered.filter((field) => field !== 'story');

/** A random comparison: the key of the filter and its value. */
function comparison(): fc.Arbitrary<Filter> {
  const entry = (name: string, value: fc.Arbitrary<unknown>): fc.Arbitrary<Filter> => value.map((content) => ({ [name]: content }));
  const valueOf = (field: string): fc.Arbitrary<unknown> => {
    if (numeric.includes(field)) return field === 'count' ? fc.constantFrom(0, 1, 2, -3, 10, 5) : fc.constantFrom(...numbers, 2.5);
    if (field === 'day') return fc.constantFrom(...days);
    return field === 'moment' ? fc.constantFrom(...moments) : fc.constantFrom(...words, 'Trà sen', 'a@example.com', 'T-00010');
  };
  const plain = fc
    .constantFrom(...ordered)
    .chain((field) =>
      fc.oneof(
        entry(field, fc.oneof(valueOf(field), fc.constant(null), fc.array(fc.oneof(valueOf(field), fc.constant(null)), { maxLength: 3 }))),
        entry(`${field}_neq`, fc.oneof(valueOf(field), fc.constant(null))),
        entry(`${field}_isNull`, fc.boolean()),
        ...(textual.includes(field)
          ? [
              entry(`${field}_contains`, fc.constantFrom('en', 'ĐƯỜNG', 'tra', '%', '_', '')),
              entry(`${field}_startsWith`, fc.constantFrom('nguy', 'T-0000', 'a_')),
            ]
          : [
              ...['gt', 'gte', 'lt', 'lte'].map((operator) => entry(`${field}_${operator}`, valueOf(field))),
              entry(`${field}_between`, fc.tuple(valueOf(field), valueOf(field))),
            ]),
      ),
    );
  const states = fc.oneof(
    entry('state', fc.constantFrom('open', 'done', ['open', 'done'])),
    entry('isGood', fc.boolean()),
    entry('choice', fc.constantFrom('a', ['b', 'c'], null)),
  );
  const group = fc.nat(2).map((index) => [...groups.keys()][index]);
  const references = fc.oneof(
    entry('group', fc.oneof(group, fc.constant(null))),
    entry('group.name', fc.constantFrom('Nam', 'Bắc', null)),
    entry('group.rank_gte', fc.constantFrom(0, 1, 2)),
    entry('group.above.name_neq', fc.constant('Nam')),
    entry('kin.count_lt', fc.constantFrom(0, 2)),
    entry('kin.group.name_isNull', fc.boolean()),
    entry('marks', fc.oneof(group, fc.array(group, { maxLength: 2 }), fc.constant(null))),
  );
  const search = entry('q', fc.constantFrom('nguyen', 'duong sen', 'tra', 'SEN', 'long', 'x', ''));
  return fc.oneof({ weight: 6, arbitrary: plain }, { weight: 2, arbitrary: states }, { weight: 3, arbitrary: references }, { weight: 1, arbitrary: search });
}

const filter: fc.Arbitrary<Filter> = fc.letrec<{ node: Filter }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 2, depthSize: 'small' },
    comparison(),
    fc.record({ and: fc.array(tie('node'), { maxLength: 3 }) }),
    fc.record({ or: fc.array(tie('node'), { maxLength: 3 }) }),
    fc.record({ not: tie('node') }),
    fc.tuple(comparison(), comparison()).map(([one, other]) => ({ ...one, ...other })),
  ),
})).node;

/** What a filter means, said in plain JavaScript. */
function holds(row: Row, json: Filter): boolean {
  return Object.entries(json).every(([key, value]) => {
    if (key === 'and') return listIn(value).every((one) => holds(row, one));
    if (key === 'or') return listIn(value).some((one) => holds(row, one));
    if (key === 'not') return !holds(row, listIn([value])[0] ?? {});
    if (key === 'q') return found(row, String(value));
    const cut = key.lastIndexOf('_');
    const [path, operator] = cut < 0 ? [key, 'eq'] : [key.slice(0, cut), key.slice(cut + 1)];
    return compares(follow(row, path.split('.')), path, operator, value);
  });
}

function listIn(value: unknown): readonly Filter[] {
  return Array.isArray(value) ? value : [];
}

function found(row: Row, q: string): boolean {
  const there = [row['text'], row['story']].flatMap((text) => searchWords(String(text ?? '')));
  return searchWords(q).every((word) => there.some((one) => one.startsWith(word)));
}

function follow(row: Row | undefined, [name = '', ...rest]: readonly string[]): unknown {
  if (row === undefined) return null;
  const value = row[name] ?? null;
  if (rest.length === 0) return value;
  return follow(name === 'kin' ? byId.get(String(value)) : groups.get(String(value)), rest);
}

function compares(value: unknown, path: string, operator: string, wanted: unknown): boolean {
  const isNone = value === null || (Array.isArray(value) && value.length === 0);
  const equals = (one: unknown): boolean => (one === null ? isNone : Array.isArray(value) ? value.includes(one) : !isNone && order(path, value, one) === 0);
  switch (operator) {
    case 'eq':
      return Array.isArray(wanted) ? wanted.some(equals) : equals(wanted);
    case 'neq':
      return !equals(wanted);
    case 'isNull':
      return isNone === wanted;
    case 'contains':
      return !isNone && fold(String(value)).includes(fold(String(wanted)));
    case 'startsWith':
      return !isNone && fold(String(value)).startsWith(fold(String(wanted)));
    case 'between':
      return !isNone && Array.isArray(wanted) && order(path, value, wanted[0]) >= 0 && order(path, value, wanted[1]) <= 0;
    default: {
      const sign = isNone ? Number.NaN : order(path, value, wanted);
      return operator === 'gt' ? sign > 0 : operator === 'gte' ? sign >= 0 : operator === 'lt' ? sign < 0 : sign <= 0;
    }
  }
}

function order(path: string, one: unknown, other: unknown): number {
  const name = path.split('.').at(-1) ?? '';
  if ([...numeric, 'rank'].includes(name)) return Number(one) - Number(other);
  // By code points, as the database has it; two halves of a pair would not be.
  const [a, b] = [[...String(one)], [...String(other)]];
  const at = a.findIndex((char, index) => char !== b[index]);
  return at < 0 ? a.length - b.length : (a[at]?.codePointAt(0) ?? 0) - (b[at]?.codePointAt(0) ?? -1);
}

function sorted(list: readonly Row[], field: string, direction: string): readonly string[] {
  const sign = direction === 'ASC' ? 1 : -1;
  return list
    .toSorted((one, other) => {
      const [a, b] = [one[field] ?? null, other[field] ?? null];
      const first = a === null || b === null ? Number(a === null) - Number(b === null) : order(field, a, b);
      return sign * (first === 0 ? order('id', one['id'], other['id']) : first);
    })
    .map((row) => String(row['id']));
}

test('2,000 random filters and sorts give what an oracle in memory gives', async () => {
  const sort = fc.tuple(fc.constantFrom(...sortable, 'id', 'isGood', 'choice', 'createdAt'), fc.constantFrom('ASC', 'DESC'));
  await fc.assert(
    fc.asyncProperty(filter, sort, fc.nat(40), async (json, [field, direction], from) => {
      const parameters = {
        filter: JSON.stringify(json),
        sort: JSON.stringify([field, direction]),
        range: JSON.stringify([from, from + 49]),
        count: 'exact',
        fields: 'id',
      };
      const answer = await listRecords(opened.platform, opened.caller(), things, parameters);
      const right = rows.filter((row) => holds(row, json));
      const ids = JSON.parse(answer.json).map((row: Row) => row['id']);
      expect({ ids, total: answer.total }).toEqual({ ids: sorted(right, field, direction).slice(from, from + 50), total: right.length });
    }),
    { numRuns: 2000, seed: 20261123 },
  );
}, 180_000);

test('a cursor walks through everything once, whatever the order', async () => {
  for (const field of sortable) {
    for (const direction of ['ASC', 'DESC']) {
      const ids: string[] = [];
      let cursor = '';
      do {
        const parameters = { sort: JSON.stringify([field, direction]), range: '[0,36]', count: 'none', cursor };
        const answer = await listRecords(opened.platform, opened.caller(), things, parameters);
        ids.push(...JSON.parse(answer.json).map((row: Row) => row['id']));
        cursor = answer.cursor ?? '';
      } while (cursor !== '');
      expect([field, direction, ids]).toEqual([field, direction, sorted(rows, field, direction)]);
    }
  }
}, 60_000);

import { afterEach, beforeAll, expect, test } from '@jest/globals';
import type { PluginSource } from '../../core/definitions/source.js';
import { fixtureSources, openChangeBench, type ChangeBench } from '../support/change-bench.js';
import type { Editable } from '../support/edit-plugins.js';

const label = 'x';
const [an, bo] = ['0198c5f0-0000-7000-8000-000000000001', '0198c5f0-0000-7000-8000-000000000002'];
const seed = `INSERT INTO bakery_order (id, customer, pieces, note, size) VALUES ('${an}', 'An', 13, 'long ago', 's'), ('${bo}', 'Bo', 12, NULL, 's')`;
const short = { type: 'text', label, maxLength: 6 };
const before = {
  customer: { type: 'text', label },
  pieces: { type: 'integer', label },
  note: { type: 'text', label },
  size: { type: 'enum', label, options: { s: { label } } },
};
const after = {
  ...before,
  // What stands there is longer than this.
  note: { type: 'text', label, pattern: '[a-z]+' },
  short,
  line: { type: 'text', label },
  boxes: { type: 'integer', label, max: 9 },
  price: { type: 'money', label, min: 1 },
};
const tables = {
  bakery_order: { customer: 'text', pieces: 'integer', note: 'text', size: 'text', short: 'text', line: 'text', boxes: 'integer', price: 'decimal' },
  bakery_remark: { text: 'text', order: { idOf: 'bakery_order' } },
};
const named = (name: string, title: string, fields: object): Editable => ({
  name,
  plural: `${name}s`,
  kind: 'record',
  label,
  labelPlural: label,
  title,
  fields,
});
const remark = named('remark', 'text', { text: short, order: { type: 'reference', entity: 'bakery.order', label } });

let core: readonly PluginSource[];
let bench: ChangeBench | null = null;

beforeAll(async () => {
  core = await fixtureSources();
});
afterEach(async () => {
  await bench?.close();
  bench = null;
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

/** What comes of the steps of one migration, and of a later one; where they stop, nothing of them may be written. */
async function outcomeOf(steps: readonly object[], ...later: readonly object[]): Promise<string> {
  const opened = await openChangeBench({ sources: release('1.0.0', [named('order', 'customer', before)]), seed: [seed] });
  bench = opened;
  const own = (version: string, of: readonly object[]): Editable => ({
    ...{ version, name: 'fill', why: 'Fills', tables },
    steps: of.map((one) => ({ in: 'bakery_order', ...one })),
  });
  const migrations = [own('1.1.0', steps), ...(later.length === 0 ? [] : [own('1.2.0', later)])];
  const sources = release('1.2.0', [named('order', 'customer', after), remark], ...migrations);
  const told = await opened.apply(sources).then(
    () => 'done',
    (error: unknown) => (error instanceof Error ? error.message : 'strange'),
  );
  if (told !== 'done') {
    expect(await opened.query('SELECT note, size, short, line, boxes, price FROM bakery_order ORDER BY id')).toEqual([
      { note: 'long ago', size: 's', short: null, line: null, boxes: null, price: null },
      { note: null, size: 's', short: null, line: null, boxes: null, price: null },
    ]);
    expect(await opened.query('SELECT FROM bakery_remark')).toEqual([]);
  }
  return told;
}

test('a text that is too long is refused with the migration, its step, the table, the rows and what to do', async () => {
  const told = await outcomeOf([{ when: 'pieces > 100', set: { boxes: '1' } }, { set: { short: 'customer + " of old"', boxes: '1' } }]);
  expect(told).toContain(
    `The migration 1.1.0-fill of bakery stopped at its step 2, on bakery_order: values that no save would take\n  row ${an}, short: At most 6 characters; there are 9.\n  row ${bo}, short: At most 6 characters; there are 9.\n`,
  );
  expect(told).toContain('Correct the records that stand against it');
});

test.each<[what: string, steps: readonly object[], told: string]>([
  ['a number that is too large', [{ set: { boxes: 'pieces - 3' } }], `row ${an}, boxes: 10 is more than the largest value, 9.\nNothing`],
  ['an amount that is too small', [{ set: { price: '0.5' } }], `row ${an}, price: 0.50 is less than the smallest value, 1.`],
  ['several lines', [{ set: { line: '"a\\nb"' } }], `row ${an}, line: `],
  ['none of the options', [{ set: { size: '"xl"' } }], `row ${an}, size: "xl" is none of the options`],
  ['what is not of the pattern', [{ set: { note: 'customer' } }], `row ${an}, note: An does not match the pattern`],
  [
    'a row that is made',
    [{ when: 'note != null', insert: { into: 'bakery_remark', values: { text: 'note', order: 'id' } } }],
    `row ${an}, text: At most 6 characters; there are 8.`,
  ],
])('%s is refused likewise', async (_, steps, told) => {
  expect(await outcomeOf(steps)).toContain(told);
});

test.each<[what: string, steps: readonly object[], later: readonly object[]]>([
  ['what stands there already', [{ set: { note: 'note', short: '"fits"', boxes: '9', price: '1', line: 'null' } }], []],
  ['what a later step corrects', [{ set: { line: '"a\\nb"' } }, { set: { line: '"fits"' } }], []],
  ['what a later migration corrects', [{ set: { boxes: 'pieces' } }], [{ set: { boxes: '1' } }]],
])('%s is not held against a step', async (_, steps, later) => {
  expect(await outcomeOf(steps, ...later)).toBe('done');
});

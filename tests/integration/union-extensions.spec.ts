import { beforeAll, expect, test } from '@jest/globals';
import { compileModel } from '../../core/definitions/compile-model.js';
import type { PluginSource, SourceFile } from '../../core/definitions/source.js';
import { fixtureSources, modelOf } from '../support/change-bench.js';

const label = 'x';
const order = {
  ...{ name: 'order', plural: 'orders', kind: 'record', label, labelPlural: label, title: 'dish' },
  fields: {
    dish: { type: 'text', label },
    guest: { type: 'reference', label, entity: 'bar.guest' },
    price: { type: 'money', label },
    sides: { type: 'lines', label, entity: 'kitchen.side' },
  },
};
const side = { name: 'side', plural: 'sides', kind: 'line', label, labelPlural: label, title: 'dish', fields: { dish: { type: 'text', label } } };
let bar: readonly PluginSource[];

beforeAll(async () => {
  bar = await fixtureSources('with-queries');
});

/** The bar with a kitchen that adds to its queries, by name. */
function withKitchen(extensions: Readonly<Record<string, object>>, id = 'kitchen', dependsOn: readonly string[] = ['bar']): readonly PluginSource[] {
  const file = (path: string, role: SourceFile['role'], json: object): SourceFile => ({ path: `${id}/${path}`, role, text: JSON.stringify(json) });
  const own = id === 'kitchen' ? [order, side].map((one) => file(`entities/${one.name}.json`, 'entity', one)) : [];
  const added = Object.entries(extensions).map(([name, json]) => file(`extensions/${name}.json`, 'extension', { entity: `bar.${name}`, ...json }));
  return [...bar, { folder: id, files: [file('plugin.json', 'plugin', { id, version: '0.1.0', label, dependsOn }), ...own, ...added] }];
}

const problemsOf = (sources: readonly PluginSource[]): readonly string[] => {
  const compiled = compileModel(sources);
  return compiled.kind === 'problems' ? compiled.problems.map(({ code, file, pointer }) => `${code} ${file} ${pointer}`) : [];
};
const dishes = { from: 'kitchen.order', values: { about: 'id', code: 'dish', guest: 'guest', amount: 'price' } };

test('a branch comes after those that are there, with a way to its records, and is gone with its plugin', () => {
  const before = modelOf(bar).entities.get('bar.account');
  const model = modelOf(
    withKitchen({
      account: { union: { dishes } },
      'guest-balance': { union: { dishes: { from: 'kitchen.order', values: { guest: 'guest', amount: 'price' } } } },
    }),
  );
  const after = model.entities.get('bar.account');
  expect(after?.query?.branches.map(({ key, from }) => `${key} ${from}`)).toEqual(['bills bar.bill', 'vouchers bar.voucher', 'dishes kitchen.order']);
  expect(after?.query?.record).toBe('about');
  expect(after?.fields.get('about')?.members?.map(({ field }) => field)).toEqual(['aboutBill', 'aboutVoucher', 'aboutOrder']);
  expect(before?.fields.has('aboutOrder')).toBe(false);
  expect(model.entities.get('bar.guest-balance')?.query?.branches).toHaveLength(3);
});

test('also of lines, which lead to what they belong to', () => {
  const sides = { from: 'kitchen.side', values: { about: 'parent', code: 'dish' } };
  const model = modelOf(withKitchen({ account: { union: { dishes, sides } } }));
  expect(model.entities.get('bar.account')?.query).toMatchObject({ record: null, branches: { length: 4 } });
  expect(model.entities.get('bar.account')?.fields.get('about')?.members).toHaveLength(3);
});

test.each<[what: string, sources: () => readonly PluginSource[], problem: string]>([
  ['a key that is taken', () => withKitchen({ account: { union: { bills: dishes } } }), 'extension.conflict kitchen/extensions/account.json /union/bills'],
  [
    'a row that does not say of which record it is',
    () => withKitchen({ account: { union: { dishes: { from: 'kitchen.order', values: { code: 'dish' } } } } }),
    'query.wrong-union kitchen/extensions/account.json /union/dishes/values',
  ],
  [
    'an entity of a plugin that it does not depend on',
    () => [...withKitchen({}), ...withKitchen({ account: { union: { dishes } } }, 'street').slice(bar.length)],
    'query.unknown-entity street/extensions/account.json /union/dishes/from',
  ],
  [
    'a field that is not there',
    () => withKitchen({ account: { union: { dishes: { ...dishes, values: { ...dishes.values, taste: 'dish' } } } } }),
    'query.wrong-field kitchen/extensions/account.json /union/dishes/values/taste',
  ],
  [
    'a value of another type',
    () => withKitchen({ account: { union: { dishes: { ...dishes, values: { ...dishes.values, amount: 'dish' } } } } }),
    'expression.expected-type kitchen/extensions/account.json /union/dishes/values/amount',
  ],
  [
    'a field that nothing fills',
    () => withKitchen({ account: { fields: { taste: { type: 'text', label } } } }),
    'query.wrong-field kitchen/extensions/account.json /fields/taste',
  ],
  ['a query over one entity', () => withKitchen({ 'bill-look': { union: { dishes } } }), 'extension.no-union kitchen/extensions/bill-look.json /union'],
])('%s is refused where it is written', (_, sources, problem) => {
  expect(problemsOf(sources())).toEqual([problem]);
});

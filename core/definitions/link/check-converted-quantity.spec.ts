import { expect, test } from '@jest/globals';
import { join } from 'node:path';
import { projectRoot } from '../../kernel/project-root.js';
import { readPlugins } from '../../plugin-host/read-plugins.js';
import { compileModel } from '../compile-model.js';

type Fields = Readonly<Record<string, object>>;

/** Codes and places of what is wrong with entities of these fields. */
async function problemsOf(entities: Readonly<Record<string, { readonly fields: Fields; readonly dated?: object }>>): Promise<readonly string[]> {
  const core = await readPlugins([join(projectRoot, 'core', 'identity', 'plugin')]);
  const file = (path: string, role: 'plugin' | 'entity', json: object) => ({ path: `demo/${path}`, role, text: JSON.stringify(json) });
  const files = Object.entries(entities).map(([name, { fields, dated }]) =>
    file(`entities/${name}.json`, 'entity', {
      name,
      plural: `${name}s`,
      kind: 'record',
      label: name,
      labelPlural: name,
      title: 'name',
      fields: { name: { type: 'text', label: 'Name', required: true }, ...fields },
      ...(dated === undefined ? {} : { dated }),
    }),
  );
  const plugin = file('plugin.json', 'plugin', { id: 'demo', version: '0.1.0', label: 'Demo' });
  const compiled = compileModel([...core, { folder: 'demo', files: [plugin, ...files] }]);
  return compiled.kind === 'problems' ? compiled.problems.map(({ code, pointer }) => `${code} ${pointer}`).toSorted() : [];
}

const unit = { type: 'reference', entity: 'demo.unit', label: 'Unit' };
const quantity = { type: 'quantity', label: 'Quantity', unit: 'unit' };
const thing = (fields: Fields) => problemsOf({ unit: { fields: {} }, thing: { fields: { unit, quantity, ...fields } } });

test('a quantity holds another one that is written and says its unit, in a unit of its own', async () => {
  const stock = { type: 'quantity', label: 'Stock', unit: 'unit', converts: 'quantity' };
  expect(await thing({ stock })).toEqual([]);
  expect(await thing({ stock: { ...stock, converts: 'name' }, again: { ...stock, converts: 'stock' } })).toEqual([
    'converts.wrong-field /fields/again/converts',
    'converts.wrong-field /fields/stock/converts',
  ]);
  expect(await thing({ bare: { type: 'quantity', label: 'Bare' }, stock: { ...stock, converts: 'bare' } })).toEqual([
    'converts.wrong-field /fields/stock/converts',
  ]);
  expect(await thing({ stock: { type: 'quantity', label: 'Stock', converts: 'quantity' } })).toEqual(['converts.wrong-field /fields/stock']);
  expect(await thing({ stock: { ...stock, countedIn: 'unit' } })).toEqual(['converts.wrong-field /fields/stock/countedIn']);
  expect(await thing({ stock: { ...stock, default: '1' } })).toEqual(['field.contradiction /fields/stock/default']);
  expect(await thing({ price: { type: 'money', label: 'Price', per: 'units' } })).toEqual(['unit.unknown-path /fields/price/per']);
});

test('the unit of a price that is valid on a day is reached by a key that it is looked up by', async () => {
  const date = { type: 'date', label: 'Day', required: true };
  const price = (per: string, by: readonly string[]) => ({
    fields: {
      thing: { type: 'reference', entity: 'demo.good', label: 'Good' },
      unit,
      from: date,
      to: { type: 'date', label: 'To' },
      price: { type: 'money', label: 'Price', per },
    },
    dated: { by, from: 'from', to: 'to' },
  });
  const line = (by: object) => ({
    fields: {
      thing: { type: 'reference', entity: 'demo.good', label: 'Good' },
      unit,
      price: { type: 'money', label: 'Price', per: 'unit', fetch: { dated: 'demo.price', field: 'price', by } },
    },
  });
  const good = { fields: { unit } };
  const units = { fields: {} };
  expect(await problemsOf({ unit: units, good, price: price('thing.unit', ['thing']), line: line({ thing: 'thing' }) })).toEqual([]);
  expect(await problemsOf({ unit: units, good, price: price('unit', ['thing']), line: line({ thing: 'thing' }) })).toEqual([
    'fetch.not-dated /fields/price/fetch/by',
  ]);
});

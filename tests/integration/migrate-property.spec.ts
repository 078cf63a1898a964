import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { PluginSource } from '../../core/definitions/source.js';
import { fixtureSources, openChangeBench } from '../support/change-bench.js';
import { edited, withEntity, type Editable } from '../support/edit-plugins.js';

type Edit = (sources: readonly PluginSource[]) => readonly PluginSource[];

const label = { en: 'New', vi: 'Mới' };
const letter = fc.constantFrom(...'abcdefgh');
const file = fc.constantFrom('customer', 'contact', 'group');

const fieldDeclaration: fc.Arbitrary<Editable> = fc.oneof(
  fc.record({ type: fc.constantFrom('text', 'long-text'), maxLength: fc.integer({ min: 100, max: 400 }) }),
  fc.record({ type: fc.constantFrom('email', 'phone', 'url', 'integer', 'boolean', 'date', 'datetime', 'address') }),
  fc.record({ type: fc.constantFrom('decimal', 'money', 'percent', 'quantity'), scale: fc.integer({ min: 0, max: 6 }) }),
  fc.constant({ type: 'reference', entity: 'shop.group' }),
  fc.constant({ type: 'reference', entity: 'shop.customer', onDelete: 'clear' }),
  fc.constant({ type: 'enum', options: { one: { label } } }),
);

const addField = fc.record({ file, letter, declaration: fieldDeclaration, isSearched: fc.boolean() }).map(
  ({ file: name, letter: end, declaration, isSearched }): Edit =>
    (sources) =>
      edited(sources, `entities/${name}.json`, (json) => {
        const search = isSearched && ['text', 'long-text', 'email'].includes(declaration.type) ? { search: 'B' } : {};
        json.fields[`added${end.toUpperCase()}`] ??= { ...declaration, ...search, label };
      }),
);

const addIndex = fc.record({ file, letter }).map(
  ({ file: name, letter: key }): Edit =>
    (sources) =>
      edited(sources, `entities/${name}.json`, (json) => {
        json.indexes = { ...json.indexes, [key]: ['name'] };
      }),
);

const widen = fc.record({ file, by: fc.integer({ min: 1, max: 50 }) }).map(
  ({ file: name, by }): Edit =>
    (sources) =>
      edited(sources, `entities/${name}.json`, (json) => {
        for (const field of Object.values<Editable>(json.fields)) {
          if (field.maxLength !== undefined) field.maxLength = Math.min(field.maxLength + by, 4000);
          if (field.scale !== undefined) field.scale = Math.min(field.scale + 1, 6);
          if (field.options !== undefined) field.options[`option${by}`] = { label };
          if (field.type === 'text') field.required = false;
        }
      }),
);

const addEntity = letter.map((key): Edit => (sources) => {
  const name = `thing-${key}`;
  const isThere = sources.some((source) => source.files.some((known) => known.path.endsWith(`/${name}.json`)));
  const declaration = { name, plural: `${name}s`, kind: 'record', label, labelPlural: label, title: 'code', fields: { code: { type: 'text', label } } };
  return isThere ? sources : withEntity(sources, 'shop', declaration);
});

test('any sequence of additions leads to the database that the outcome makes afresh', async () => {
  const start = await fixtureSources('with-changes');
  await fc.assert(
    fc.asyncProperty(fc.array(fc.oneof(addField, addIndex, widen, addEntity), { minLength: 1, maxLength: 8 }), async (edits) => {
      const [stepwise, fresh] = [await openChangeBench({ sources: start }), await openChangeBench()];
      try {
        await stepwise.query(
          `INSERT INTO shop_customer (id, name, credit, grade, visits) SELECT gen_random_uuid(), 'Nguyễn ' || i, i / 4.0, 'gold', i FROM generate_series(1, 20) i`,
        );
        let sources = start;
        for (const edit of edits) {
          sources = edit(sources);
          await stepwise.apply(sources);
          expect((await stepwise.plan(sources)).steps).toEqual([]);
        }
        await fresh.apply(sources);
        expect((await stepwise.dump()).catalog).toEqual((await fresh.dump()).catalog);
        expect(await stepwise.query('SELECT count(*)::int AS n, sum(credit)::float AS credit, count(name)::int AS names FROM shop_customer')).toEqual([
          { n: 20, credit: 52.5, names: 20 },
        ]);
      } finally {
        await Promise.all([stepwise.close(), fresh.close()]);
      }
    }),
    { numRuns: 15 },
  );
}, 240_000);

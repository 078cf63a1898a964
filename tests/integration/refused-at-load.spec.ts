import { expect, test } from '@jest/globals';
import { compileModel } from '../../core/definitions/compile-model.js';
import type { PluginSource } from '../../core/definitions/source.js';
import { fixtureSources } from '../support/change-bench.js';
import { edited, type Editable } from '../support/edit-plugins.js';

const problemsOf = (sources: readonly PluginSource[]): readonly string[] => {
  const compiled = compileModel(sources);
  return compiled.kind === 'problems' ? compiled.problems.map(({ code, pointer, remedy }) => `${code} ${pointer}: ${remedy}`) : [];
};

test('options of a ledger keep their keys, for entries are never changed', async () => {
  const withSide = (formerly: object) => (json: Editable) => {
    json.fields.side = { type: 'enum', label: 'Side', options: { debit: { label: 'Debit', ...formerly }, credit: { label: 'Credit' } } };
  };
  const sources = await fixtureSources('with-ledger');
  expect(problemsOf(edited(sources, 'entities/entry.json', withSide({})))).toEqual([]);
  expect(problemsOf(edited(sources, 'entities/entry.json', withSide({ formerly: 'dr' })))).toEqual([
    'field.contradiction /fields/side/options/debit/formerly: Keep the key dr, and change the label.',
  ]);
});

test('a rollup adds up a ledger of its plugin, or of one that it depends on', async () => {
  const [core, ...own] = await fixtureSources('with-ledger');
  const label = { label: 'Other', labelPlural: 'Others', title: 'name' };
  const stranger: PluginSource = {
    folder: 'stranger',
    files: [
      { path: 'stranger/plugin.json', role: 'plugin', text: JSON.stringify({ id: 'stranger', version: '0.1.0', label: 'Stranger' }) },
      {
        path: 'stranger/entities/other.json',
        role: 'entity',
        text: JSON.stringify({
          ...{ name: 'other', plural: 'others', kind: 'record', ...label },
          fields: { name: { type: 'text', label: 'Name' }, all: { type: 'rollup', label: 'All', ledger: 'books.entry', measure: 'amount' } },
        }),
      },
    ],
  };
  expect(problemsOf([...(core === undefined ? [] : [core]), ...own, stranger])).toEqual([
    'rollup.unknown-ledger /fields/all/ledger: Name a ledger of this plugin or of one that it depends on.',
  ]);
});

test.each([
  ['inline', { event: 'created', entity: 'bar.guest-month' }],
  ['background', { event: 'updated', entity: 'bar.guest-month' }],
  ['background', { schedule: '0 6 * * *', entity: 'bar.guest-month' }],
] as const)('no %s workflow waits for a query, of which nobody writes a row: %j', async (timing, trigger) => {
  const workflow = { name: 'waits', label: 'Waits', timing, on: [trigger], steps: [{ step: 'let', name: 'one', value: '1' }] };
  const file = { path: 'bar/workflows/waits.json', role: 'workflow' as const, text: JSON.stringify(workflow) };
  const sources = await fixtureSources('with-queries');
  const withFile = sources.map((source) => (source.folder.endsWith('bar') ? { ...source, files: [...source.files, file] } : source));
  expect(problemsOf(withFile)).toEqual(['query.not-stored /on/0/entity: Name what the query reads.']);
});

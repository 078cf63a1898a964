import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { compileModel } from '../../core/definitions/compile-model.js';
import type { PluginSource } from '../../core/definitions/source.js';
import { projectRoot } from '../../core/kernel/project-root.js';
import { readPlugins } from '../../core/plugin-host/read-plugins.js';
import { fixtureSources } from '../support/change-bench.js';
import { edited, type Editable } from '../support/edit-plugins.js';
import { pluginsOfPage } from '../support/plugins-of-page.js';

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

test('a key of what is valid on a day tells the company, where that stands behind a reference', async () => {
  const sources = await readPlugins([join(projectRoot, 'core/identity/plugin'), join(projectRoot, 'plugins/base'), await pluginsOfPage('companies.md')]);
  const shop = { type: 'reference', entity: 'shops.shop', label: 'Shop', required: true };
  const changed = (change: (json: Editable) => void): readonly string[] =>
    problemsOf(
      edited(sources, 'entities/fee.json', (json: Editable) => {
        json.fields.shop = shop;
        delete json.fields.company;
        json.company = 'shop.company';
        change(json);
      }),
    ).map((problem) => problem.split(':')[0] ?? '');
  expect(changed(() => undefined)).toEqual(['dated.without-company /dated/by']);
  expect(changed(({ dated }) => dated.by.push('shop')).filter((one) => one.startsWith('dated'))).toEqual([]);
  const branch = { ...shop, entity: 'base.branch' };
  const byBranch = changed(({ dated, fields }) => {
    fields.branch = branch;
    dated.by.push('branch');
  });
  expect(byBranch.filter((one) => one.startsWith('dated'))).toEqual([]);
  const company = { type: 'reference', entity: 'base.company', label: 'Company', fetch: 'shop.company', readOnly: true };
  expect(
    changed((json) => {
      json.fields.company = company;
      delete json.company;
    }),
  ).toEqual([]);
});

test('a migration is told which table it does not list, not another that is called much the same', async () => {
  const tables = { bar_bill: { guest: { idOf: 'bar_guest' } }, bar_guests: {} };
  const step = (table: string): object => ({ in: table, set: { guest: 'null' } });
  const problems = async (of: object, ...steps: readonly object[]): Promise<readonly string[]> => {
    const text = JSON.stringify({ version: '0.1.0', name: 'a', why: 'x', tables: of, steps });
    const file = { path: 'bar/migrations/0.1.0-a.json', role: 'migration' as const, text };
    const sources = await fixtureSources('with-queries');
    return problemsOf(sources.map((source) => (source.folder.endsWith('bar') ? { ...source, files: [...source.files, file] } : source)));
  };
  expect(await problems(tables, step('bar_bill'))).toEqual(['migration.unknown-name /tables/bar_bill/guest/idOf: List bar_guest in tables too.']);
  expect(await problems({ ...tables, bar_guest: {} }, step('bar_bill'))).toEqual([]);
  expect((await problems({ ...tables, bar_guest: {} }, step('bar_bills')))[0]).toBe('migration.unknown-name /steps/0/in: Did you mean "bar_bill"?');
  expect((await problems({ bar_bill: {} }, { in: 'bar_voucher' }))[0]).toBe(
    'migration.nothing-to-do /steps/0: Say what becomes of the rows, or delete the step.',
  );
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

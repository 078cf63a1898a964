import { join } from 'node:path';
import { beforeAll, expect, test } from '@jest/globals';
import { compileModel } from '../../core/definitions/compile-model.js';
import { relinkWorkflow } from '../../core/definitions/link/relink-workflow.js';
import type { PluginSource } from '../../core/definitions/source.js';
import { projectRoot } from '../../core/kernel/project-root.js';
import { readPlugins } from '../../core/plugin-host/read-plugins.js';
import { edited, withEntity, type Editable } from '../support/edit-plugins.js';
import { pluginsOfPage } from '../support/plugins-of-page.js';

const label = 'x';
const named = (name: string): object => ({ name, plural: `${name}s`, kind: 'record', label, labelPlural: label, title: 'text' });
const finish = { label, from: ['open'], to: 'done', input: { mark: { type: 'text', label } } };
const lifecycle = { initial: 'open', states: { open: { label }, done: { label, required: ['text'] } }, transitions: { finish } };
const fields = {
  text: { type: 'text', label },
  amount: { type: 'money', label },
  slip: { type: 'reference', label, entity: 'shops.slip' },
  kind: { type: 'reference', label, entity: 'shops.kind' },
};
/** Everybody's. */
const memo = { ...named('memo'), fields: { ...fields, parts: { type: 'lines', label, entity: 'shops.part' } }, lifecycle };
const part = { ...named('part'), kind: 'line', fields: { text: { type: 'text', label } } };
/** With a company of its own, and along a way, either of which may be empty. */
const note = { ...named('note'), fields: { ...fields, company: { type: 'reference', label, entity: 'base.company' } } };
const remark = { ...named('remark'), company: 'slip.shop.company', fields };
let sources: readonly PluginSource[];

beforeAll(async () => {
  const read = await readPlugins([join(projectRoot, 'core/identity/plugin'), join(projectRoot, 'plugins/base'), await pluginsOfPage('companies.md')]);
  sources = [memo, part, note, remark].reduce<readonly PluginSource[]>((all, one) => withEntity(all, 'shops', one), read);
});

const problemsOf = (changed: readonly PluginSource[]): readonly string[] => {
  const compiled = compileModel(changed);
  return compiled.kind === 'problems' ? compiled.problems.map(({ code, pointer }) => `${code} ${pointer}`) : [];
};
const withWorkflow = (entity: string, steps: readonly object[]): readonly PluginSource[] => {
  const text = JSON.stringify({ name: 'tells', label, timing: 'background', on: [{ event: 'updated', entity }], steps });
  const file = { path: 'shops/workflows/tells.json', role: 'workflow' as const, text };
  return sources.map((source) => (source.folder === 'shops' ? { ...source, files: [...source.files, file] } : source));
};
const create = (entity: string, values: object, more: object = {}): object => ({ step: 'create', entity: `shops.${entity}`, fields: values, ...more });
const update = (values: object, more: object = {}): object => ({ step: 'update', fields: values, ...more });
const other = { step: 'find', name: 'other', entity: 'shops.slip' };
const others = { ...other, name: 'others', all: true };
const memos = { ...other, name: 'found', entity: 'shops.memo' };
const answer = (input: object, more: object = {}): object => ({ step: 'transition', record: 'found', transition: 'finish', input, ...more });
const said = { acrossCompanies: true };

test.each<[what: string, steps: readonly object[], pointers: readonly string[]]>([
  ['a field of the record', [create('memo', { text: 'note', amount: 'amount * 2' })], ['/steps/0/fields/amount', '/steps/0/fields/text']],
  ['what it refers to', [create('memo', { kind: 'kind' })], ['/steps/0/fields/kind']],
  ['what stood in it before', [create('memo', { text: 'old.note' })], ['/steps/0/fields/text']],
  ['a value with a name', [{ step: 'let', name: 'a', value: 'concat(note, "!")' }, create('memo', { text: 'a' })], ['/steps/1/fields/text']],
  ['what is found', [other, create('memo', { text: 'other.note' })], ['/steps/1/fields/text']],
  ['how it is called', [other, create('memo', { text: 'labelOf(other)' })], ['/steps/1/fields/text']],
  ['how many there are', [others, create('memo', { amount: 'others.count(o, o.amount > 1)' })], ['/steps/1/fields/amount']],
  ['elements', [others, { step: 'for-each', each: 'others', as: 'o', steps: [create('memo', { text: 'o.note' })] }], ['/steps/1/steps/0/fields/text']],
  ['lines', [create('memo', {}, { lines: { parts: { each: 'goods', as: 'g', fields: { text: 'g.what' } } } })], ['/steps/0/lines/parts/fields/text']],
  ['what a transition keeps', [memos, answer({ text: 'note', mark: 'note' })], ['/steps/1/input/text']],
  ['into another record', [update({ lastAmount: 'amount' }, { record: 'kind' })], ['/steps/0/fields/lastAmount']],
  ['beside another company', [other, create('note', { text: 'note', company: 'other.shop.company' })], ['/steps/1/fields/text']],
  ['beside no company', [create('note', { text: 'note' })], ['/steps/0/fields/text']],
  ['about another record', [other, create('remark', { text: 'note', slip: 'other.id' })], ['/steps/1/fields/text']],
  ['the word without need', [create('memo', { text: '"x"' }, said)], ['/steps/0/acrossCompanies']],
])('a step does not write %s where everybody sees it', (_, steps, pointers) => {
  expect(problemsOf(withWorkflow('shops.slip', steps))).toEqual(pointers.map((pointer) => `value.across-companies ${pointer}`));
});

test.each<[what: string, steps: readonly object[]]>([
  ['an id, and what is of nobody', [create('memo', { slip: 'id', text: 'concat("x", user.name)', kind: 'null' })]],
  ['what a transition keeps, where it is meant', [memos, answer({ text: 'note' }, said), answer({ text: 'found.text' })]],
  ['what is said to be meant', [create('memo', { text: 'note' }, said)]],
  ['what gets the company of the record', [create('note', { text: 'note', company: 'shop.company' })]],
  ['what gets it by way of the record', [other, create('remark', { text: 'note', slip: 'id' }), create('remark', { text: 'other.note', slip: 'other' })]],
  ['by way of a name', [{ step: 'let', name: 'a', value: 'shop' }, create('note', { text: 'shop.name', company: 'a.company' })]],
  ['what always belongs to a company', [other, create('slip', { shop: 'shop', note: 'other.note' })]],
  ['what the other record has itself', [update({ lastAmount: 'coalesce(kind.lastAmount, 0) + 1' }, { record: 'kind' })]],
  ['the record', [update({ note: 'concat(old.note, shop.name, kind.name)' })]],
])('a step may write %s', (_, steps) => {
  expect(problemsOf(withWorkflow('shops.slip', steps))).toEqual([]);
});

test('a record that belongs to none does not fill itself from one that does', () => {
  const refused = (pointer: string): readonly string[] => [`value.across-companies ${pointer}`];
  expect(problemsOf(withWorkflow('shops.memo', [update({ text: 'slip.note' })]))).toEqual(refused('/steps/0/fields/text'));
  expect(problemsOf(withWorkflow('shops.memo', [update({ note: 'text' }, { record: 'slip' })]))).toEqual([]);
  expect(problemsOf(withWorkflow('shops.memo', [create('slip', { shop: 'slip.shop', note: 'slip.note' })]))).toEqual([]);
  const set = (values: object, more: object = {}): readonly string[] =>
    problemsOf(edited(sources, 'entities/memo.json', (json: Editable) => Object.assign(json.lifecycle.transitions.finish, { set: values, ...more })));
  expect(set({ text: 'slip.note', amount: '1' })).toEqual(refused('/lifecycle/transitions/finish/set/text'));
  expect(set({ text: 'slip.note' }, said)).toEqual([]);
  expect(set({ text: 'concat(text, kind.name)', slip: 'null' })).toEqual([]);
  expect(set({ text: '"x"' }, said)).toEqual(refused('/lifecycle/transitions/finish/acrossCompanies'));
});

test('a conversion makes nothing for everybody of what belongs to a company', () => {
  const convert = (to: string, more: object): readonly string[] => {
    const text = JSON.stringify({ name: 'into', label, entity: 'shops.slip', from: ['draft'], to: `shops.${to}`, map: { text: 'note' }, ...more });
    const file = { path: 'shops/conversions/into.json', role: 'conversion' as const, text };
    return problemsOf(sources.map((source) => (source.folder === 'shops' ? { ...source, files: [...source.files, file] } : source)));
  };
  expect(convert('memo', {})).toEqual(['value.across-companies /map/text']);
  expect(convert('memo', said)).toEqual([]);
  expect(convert('remark', { source: 'slip' })).toEqual([]);
  expect(convert('remark', { source: 'slip', ...said })).toEqual(['value.across-companies /acrossCompanies']);
});

test('a run that began before it was refused goes on by what it was declared as', () => {
  const compiled = compileModel(sources);
  if (compiled.kind === 'problems') throw new Error(JSON.stringify(compiled.problems));
  for (const more of [{}, said]) {
    const text = JSON.stringify({
      name: 'tells',
      label,
      timing: 'background',
      on: [{ event: 'updated', entity: 'shops.slip' }],
      steps: [create('memo', { text: 'note' }, more)],
    });
    expect(relinkWorkflow(compiled.model, 'shops.tells', text).kind).toBe('workflow');
  }
});

test('a default reaches no other record at all', () => {
  const given = { ...fields.text, default: { expression: 'slip.note' } };
  expect(problemsOf(edited(sources, 'entities/memo.json', (json: Editable) => (json.fields.text = given)))).toEqual([
    'expression.beyond-record /fields/text/default/expression',
  ]);
});

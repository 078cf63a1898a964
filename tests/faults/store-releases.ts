import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Editable } from '../support/edit-plugins.js';

const label = 'x';
const shelf = { name: 'shelf', plural: 'shelves', kind: 'record', label, labelPlural: label, title: 'name', fields: { name: { type: 'text', label } } };
const plugin = { id: 'store', version: '1.0.0', label: 'Store' };

const before = {
  name: 'item',
  plural: 'items',
  kind: 'record',
  label,
  labelPlural: label,
  title: 'code',
  fields: {
    code: { type: 'text', label, required: true },
    amount: { type: 'text', label },
    grade: { type: 'enum', label, options: { a: { label }, b: { label } } },
    note: { type: 'text', label, index: true },
  },
};

/** What one release calls and types otherwise than the one before: a required field that is filled, another type, other names, a unique key, a reference, a formula. */
const after = {
  name: 'article',
  plural: 'articles',
  formerly: { name: 'item', plural: 'items' },
  kind: 'record',
  label,
  labelPlural: label,
  title: 'sku',
  fields: {
    sku: { type: 'text', label, required: true, unique: true, formerly: 'code' },
    amount: { type: 'decimal', label, convertFrom: { type: 'text', expression: 'number(old)' } },
    grade: { type: 'enum', label, options: { best: { label, formerly: 'a' }, b: { label } } },
    note: { type: 'text', label, index: true },
    tag: { type: 'text', label, required: true, backfill: { expression: '"#" + sku' } },
    shelf: { type: 'reference', entity: 'store.shelf', label },
    twice: { type: 'formula', label, result: 'decimal', expression: 'amount * 2' },
  },
};

/** In the words of a release between the two, which this database has never seen. */
const notes = {
  version: '1.5.0',
  name: 'notes',
  why: 'What has no note tells its code in it',
  tables: { store_item: { code: 'text', note: 'text', grade: 'text' } },
  steps: [{ in: 'store_item', when: 'note == null', set: { note: '"none " + code' } }],
};

/** Writes the plugin as one of two releases has it, and gives the folder. */
export async function writeStore(folder: string, release: 'before' | 'after'): Promise<string> {
  const home = join(folder, release, 'store');
  await mkdir(join(home, 'entities'), { recursive: true });
  const write = (path: string, json: Editable): Promise<void> => writeFile(join(home, path), JSON.stringify(json, null, 2));
  await write('plugin.json', release === 'before' ? plugin : { ...plugin, version: '2.0.0' });
  await write('entities/shelf.json', shelf);
  if (release === 'before') await write('entities/item.json', before);
  else {
    await mkdir(join(home, 'migrations'));
    await write('entities/article.json', after);
    await write('migrations/1.5.0-notes.json', notes);
  }
  return join(folder, release);
}

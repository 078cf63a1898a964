import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { compileModel, type Compiled } from '../../core/definitions/compile-model.js';
import type { Model } from '../../core/definitions/model.js';
import type { PluginSource } from '../../core/definitions/source.js';
import { projectRoot } from '../../core/kernel/project-root.js';
import { pluginFolders } from '../../core/plugin-host/plugin-folders.js';
import { readPlugin, readPlugins } from '../../core/plugin-host/read-plugins.js';
import { edited, type Editable } from '../support/edit-plugins.js';
import { startTestApp } from '../support/test-app.js';

let folder: string;
let sources: readonly PluginSource[];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trellis-layers-'));
  const page = await readFile(join(projectRoot, 'docs/layers.md'), 'utf8');
  for (const [, path = '', text = ''] of page.matchAll(/```json (\S+)\n([\s\S]*?)```/gu)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  sources = await readPlugins([...pluginFolders({ pluginFolders: [] }), join(folder, 'my-plugins')]);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const compiled = (change: (extension: Editable) => void, more: readonly PluginSource[] = []): Compiled =>
  compileModel([...edited(sources, 'referrals/extensions/lead.json', change), ...more]);
const problems = (...parameters: Parameters<typeof compiled>): readonly unknown[] => {
  const result = compiled(...parameters);
  return result.kind === 'problems' ? result.problems.map(({ code, pointer, remedy }) => [code, pointer, remedy]).sort() : [];
};
const model = (...parameters: Parameters<typeof compiled>): Model => {
  const result = compiled(...parameters);
  if (result.kind === 'problems') throw new Error(JSON.stringify(result.problems, null, 2));
  return result.model;
};
const layer = (id: string, files: Readonly<Record<string, unknown>>): PluginSource => ({
  folder: id,
  files: [
    { path: `${id}/plugin.json`, role: 'plugin', text: JSON.stringify({ id, version: '1.0.0', label: id, dependsOn: ['crm'] }) },
    ...Object.entries(files).map(([path, json]) => ({
      path: `${id}/${path}`,
      role: path.startsWith('views') ? ('view' as const) : ('extension' as const),
      text: JSON.stringify(json),
    })),
  ],
});

test('what an extension adds stands where it is anchored', () => {
  const lead = model(() => undefined).entities.get('crm.lead');
  expect(lead?.view.columns).toEqual(['name', 'firm', 'state', 'owner', 'source', 'referredBy', 'expectedRevenue', 'createdAt']);
  expect(lead?.view.filters.at(-1)).toBe('thankedOn');
  expect(lead?.view.sections.map(({ key }) => key)).toEqual(['lead', 'work', 'thanks', 'notes', 'other']);
  expect(lead?.view.sections[0]?.places.map(({ field }) => field).slice(4, 7)).toEqual(['source', 'referredBy', 'interest']);
  expect(lead?.lifecycle?.transitions.get('qualify')?.guards).toHaveLength(2);
  const steps = model(() => undefined)
    .workflows.get('crm.lead-follow-up')
    ?.declaration.steps.map((step) => step.key ?? null);
  expect(steps).toEqual([null, null, 'dueDate', 'tellReferrer', 'remind', 'patience', 'tellManager', null]);
});

test('a step within others can be anchored on, and keeps its own place for messages', () => {
  const nested = { step: 'if', key: 'fork', condition: 'firm != null', then: [{ step: 'stop', key: 'leaf' }] };
  const more = { in: 'qualify', before: 'leaf', steps: [{ step: 'update', fields: { firms: '"x"' } }] };
  expect(problems((json) => json.steps.push({ in: 'qualify', at: 'start', steps: [nested] }, more))).toEqual([
    ['step.unknown-field', '/steps/3/steps/0/fields/firms', 'Did you mean "firm"?'],
  ]);
});

test('anchors and names that are not there are told with the nearest', () => {
  const wrong = (json: Editable): void => {
    json.columns[0].after = 'sourc';
    json.steps[1].before = 'reminds';
    json.sections[1].before = 'note';
    json.guards.qualfy = json.guards.qualify;
    json.steps.push({ in: 'crm.lead-folow-up', steps: [{ step: 'stop' }] });
  };
  expect(problems(wrong)).toEqual([
    ['extension.unknown-anchor', '/steps/1/before', 'Did you mean "remind"?'],
    ['extension.unknown-target', '/guards/qualfy', 'Did you mean "qualify"?'],
    ['extension.unknown-target', '/steps/2/in', 'Did you mean "crm.lead-follow-up"?'],
  ]);
  const places = (json: Editable): void => {
    json.columns[0].after = 'sourc';
    json.sections[1].before = 'note';
  };
  expect(problems(places)).toEqual([
    ['extension.unknown-anchor', '/columns/0/after', 'Did you mean "source"?'],
    ['extension.unknown-anchor', '/sections/1/before', 'Did you mean "notes"?'],
  ]);
});

test('two extensions that add or change the same are told with both places', () => {
  const other = layer('other', {
    'extensions/lead.json': {
      entity: 'crm.lead',
      options: { source: { fair: { label: 'Fair' } } },
      guards: { qualify: { 'known-referrer': { expression: 'true' } } },
      changes: { fields: { firm: { help: 'Two' } } },
    },
  });
  const result = compiled((json) => (json.changes = { fields: { firm: { help: 'One' } } }), [other]);
  expect(result.kind === 'problems' && result.problems.map(({ code, pointer }) => [code, pointer]).sort()).toEqual([
    ['extension.conflict', '/changes/fields/firm/help'],
    ['extension.conflict', '/guards/qualify/known-referrer'],
    ['extension.conflict', '/options/source/fair'],
  ]);
  expect(result.kind === 'problems' && result.problems.every(({ found }) => found.includes('my-plugins/referrals/extensions/lead.json:'))).toBe(true);
});

test('the workspace changes what a plugin may not', () => {
  const changes = {
    label: { en: 'Prospect', vi: 'Khách hàng' },
    fields: { firm: { required: true, label: { en: 'Company', vi: 'Công ty' }, options: undefined }, source: { options: { web: { color: 'blue' } } } },
    states: { new: { label: { en: 'Fresh', vi: 'Mới' } } },
    transitions: { lose: { ask: { en: 'Really?', vi: 'Chắc không?' } } },
  };
  const files = {
    'extensions/lead.json': { entity: 'crm.lead', changes, columns: [{ field: 'referredBy', before: 'name' }] },
    'views/lead.json': { entity: 'crm.lead', list: { columns: ['name', 'phone'] } },
  };
  const lead = model(() => undefined, [layer('workspace', files)]).entities.get('crm.lead');
  expect(lead?.label).toEqual({ en: 'Prospect', vi: 'Khách hàng' });
  expect(lead?.fields.get('firm')).toMatchObject({ required: true, label: { en: 'Company' } });
  expect(lead?.fields.get('source')?.options.get('web')).toMatchObject({ color: 'blue', label: { en: 'Website' } });
  expect(lead?.fields.get('state')?.options.get('new')).toMatchObject({ label: { en: 'Fresh' } });
  expect(lead?.view.columns).toEqual(['referredBy', 'name', 'phone']);
  expect(lead?.view.sections.map(({ key }) => key)).toContain('thanks');
  const asPlugin = compiled(() => undefined, [layer('another', files)]);
  expect(asPlugin.kind === 'problems' && new Set(asPlugin.problems.map(({ code }) => code))).toEqual(new Set(['extension.only-workspace']));
});

test('the workspace of the page does what the page says', async () => {
  const source = { ...(await readPlugin(join(folder, 'ours'))), folder: 'workspace' };
  const lead = model(() => undefined, [source]).entities.get('crm.lead');
  expect(lead?.view).toMatchObject({ columns: ['name', 'nickname', 'phone', 'state'], sort: ['name', 'ASC'] });
  expect(lead?.fields.get('source')).toMatchObject({ required: true, defaultValue: 'other' });
});

test('a plugin gives texts in a language that is missing', () => {
  const speaking = (vi: string): PluginSource => layer('speaking', { 'extensions/lead.json': { entity: 'crm.lead', changes: { label: { en: 'Lead', vi } } } });
  const english = edited(sources, 'crm/entities/lead.json', (json) => (json.label = 'Lead'));
  const result = compileModel([...english, speaking('Đầu mối')]);
  expect(result.kind === 'model' && result.model.entities.get('crm.lead')?.label).toEqual({ en: 'Lead', vi: 'Đầu mối' });
  expect(problems(() => undefined, [speaking('Đầu mối')])).toMatchObject([['extension.only-workspace', '/changes/label', expect.anything()]]);
});

test('guards and steps that an extension adds are obeyed', async () => {
  const app = await startTestApp({ plugins: [join(folder, 'my-plugins')] });
  try {
    const admin = app.administrator;
    const lead = (await admin.post('/api/crm/leads', { name: 'Lan', source: 'referral' })).json;
    const qualify = (): ReturnType<typeof admin.post> => admin.post(`/api/crm/leads/${lead.id}/actions/qualify`);
    expect(await qualify()).toMatchObject({ status: 409, json: { detail: 'Give an e-mail address or a phone number first.' } });
    await admin.patch(`/api/crm/leads/${lead.id}`, { phone: '+84901234567' });
    expect(await qualify()).toMatchObject({ status: 409, json: { detail: 'Say who referred this lead.' } });
    expect((await admin.get(`/api/crm/leads/${lead.id}`)).json._actions).not.toContain('qualify');
    await admin.patch(`/api/crm/leads/${lead.id}`, { referredBy: 'Hoa' });
    expect((await admin.get(`/api/crm/leads/${lead.id}`)).json._actions).toContain('qualify');
    expect((await qualify()).status).toBe(200);
    expect((await admin.get(`/api/crm/leads/${lead.id}`)).json.thankedOn).toMatch(/^\d{4}-\d\d-\d\d$/u);
  } finally {
    await app.close();
  }
});

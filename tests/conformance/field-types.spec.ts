import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { projectRoot } from '../../core/kernel/project-root.js';
import type { Client } from '../support/client.js';
import { startTestApp, type TestApp } from '../support/test-app.js';
import { scriptAttempts } from '../support/script-attempts.js';
import { keptValues, refusedValues } from '../support/field-values.js';

/** Each type of fields on every way through: sent, kept, read, filtered, sorted, exported, imported, remembered. */
let app: TestApp;
let admin: Client;
beforeAll(async () => {
  app = await startTestApp({ plugins: [join(projectRoot, 'tests/fixtures/with-every-type')] });
  admin = app.administrator;
}, 60_000);
afterAll(() => app.close());

const things = '/api/kinds/things';
const found = async (filter: object): Promise<readonly string[]> => {
  const answer = await admin.get(`${things}?filter=${encodeURIComponent(JSON.stringify(filter))}&sort=["text","ASC"]&range=[0,199]`);
  if (answer.status !== 200) throw new Error(answer.text);
  return answer.json.map((row: { readonly text: string }) => row.text);
};

test.each(keptValues)('$field takes $sent and keeps $kept', async ({ field, sent, kept }) => {
  const id = await admin.make('kinds/things', { text: 'kept', [field]: sent });
  expect((await admin.get(`${things}/${id}`)).json[field]).toEqual(kept);
  // What was read may be sent back, and changes nothing.
  const again = await admin.put(`${things}/${id}`, { [field]: kept });
  expect([again.status, again.json[field]]).toEqual([200, kept]);
  expect((await admin.get(`${things}/${id}/history`)).json.map((entry: { op: string }) => entry.op)).toEqual(['created']);
  if (kept === null || (Array.isArray(kept) && kept.length === 0)) return;
  const other = await admin.make('kinds/things', { text: 'changed' });
  await admin.patch(`${things}/${other}`, { [field]: sent });
  const [last] = (await admin.get(`${things}/${other}/history`)).json;
  expect(last.changes).toContainEqual(expect.objectContaining({ field, to: kept }));
});

test.each(refusedValues)('$field refuses $sent with $code', async ({ field, sent, code }) => {
  const answer = await admin.post(things, { text: 'refused', [field]: sent });
  expect([answer.status, answer.json.errors]).toEqual([422, [expect.objectContaining({ pointer: `/${field}`, code })]]);
  expect(answer.json.errors[0].message).not.toMatch(/undefined|\{\w+\}|—/u);
});

test('what is exported is imported as it was', async () => {
  const portable = keptValues.filter(({ isPortable }) => isPortable !== false);
  const ids = new Map<string, number>();
  for (const [index, { field, sent }] of portable.entries()) {
    await admin.make('kinds/things', { text: `portable ${index} ${field}`, [field]: sent });
    ids.set(`portable ${index} ${field}`, index);
  }
  const filter = encodeURIComponent(JSON.stringify({ text_startsWith: 'portable' }));
  const csv = (await admin.get(`${things}/export?filter=${filter}&fields=text,${[...new Set(portable.map(({ field }) => field))].join(',')}`)).text;
  for (const row of (await admin.get(`${things}?filter=${filter}&range=[0,199]`)).json) await admin.delete(`${things}/${row.id}`);
  expect((await admin.post(`${things}/import`, { csv })).json).toMatchObject({ created: portable.length, errors: [] });
  for (const row of (await admin.get(`${things}?filter=${filter}&range=[0,199]`)).json) {
    const { field, kept } = portable[ids.get(row.text) ?? -1] ?? { field: '', kept: null };
    expect([row.text, row[field]]).toEqual([row.text, kept]);
  }
});

describe('filters and order', () => {
  const rows = [
    {
      text: 'f1',
      tint: '#ff0000',
      stars: 2,
      lasts: 60,
      opens: '08:30',
      code: '4006381333931',
      label: 'AB-12',
      colors: ['red'],
      words: ['Khách quen', 'vip'],
      mails: [{ type: 'work', value: 'lan@example.com' }],
      person: { family: 'Nguyễn', middle: 'Văn', given: 'An' },
    },
    {
      text: 'f2',
      tint: '#00ff00',
      stars: 5,
      lasts: 5400,
      opens: '08:30:15',
      code: '96385074',
      label: 'ab-99',
      colors: ['red', 'blue'],
      words: ['vip'],
      spot: { latitude: 1, longitude: 2 },
      person: { family: 'Trần', given: 'Bình' },
    },
    { text: 'f3' },
  ];
  beforeAll(async () => {
    for (const row of rows) await admin.make('kinds/things', row);
  });
  const among = (filter: object): object => ({ and: [{ text_startsWith: 'f' }, filter] });

  test.each([
    [{ tint: '#FF0000' }, ['f1']],
    [{ tint: ['#ff0000', '#00ff00'] }, ['f1', 'f2']],
    [{ tint_neq: '#f00' }, ['f2', 'f3']],
    [{ tint_isNull: true }, ['f3']],
    [{ stars_gte: 3 }, ['f2']],
    [{ stars: 7 }, []],
    [{ lasts: 'PT1M' }, ['f1']],
    [{ lasts_between: [61, 'PT2H'] }, ['f2']],
    [{ opens_gt: '08:30' }, ['f2']],
    [{ opens: '8:30' }, ['f1']],
    [{ code: '96385074' }, ['f2']],
    [{ code_startsWith: '4006' }, ['f1']],
    [{ label_contains: 'AB' }, ['f1', 'f2']],
    [{ q: '96385074' }, ['f2']],
    [{ colors: 'blue' }, ['f2']],
    [{ colors: ['red', 'green'] }, ['f1', 'f2']],
    [{ colors: null }, ['f3']],
    [{ colors_neq: 'blue' }, ['f1', 'f3']],
    [{ colors_isNull: false }, ['f1', 'f2']],
    [{ words: 'vip' }, ['f1', 'f2']],
    [{ words: [] }, []],
    [{ words_contains: 'KHACH' }, ['f1']],
    [{ words_isNull: true }, ['f3']],
    [{ q: 'quen' }, ['f1']],
    [{ mails: 'lan@example.com' }, ['f1']],
    [{ mails_startsWith: 'LAN' }, ['f1']],
    [{ q: 'lan' }, ['f1']],
    [{ q: 'work' }, []],
    [{ spot_isNull: false }, ['f2']],
    [{ person: 'An Văn Nguyễn' }, ['f1']],
    [{ person: ['Trần Bình', 'x'] }, ['f2']],
    [{ person_contains: 'nguyen van' }, ['f1']],
    [{ person_startsWith: 'binh tran' }, ['f2']],
    [{ q: 'nguyen an' }, ['f1']],
    [{ q: 'family' }, []],
  ])('%j finds %j', async (filter, texts) => {
    expect(await found(among(filter))).toEqual(texts);
  });

  test.each(['stars', 'lasts', 'opens', 'code', 'person'])('%s is sorted by, page by page', async (field) => {
    const filter = encodeURIComponent(JSON.stringify(among({ [`${field}_isNull`]: false })));
    for (const [direction, order] of [
      ['ASC', ['f1', 'f2']],
      ['DESC', ['f2', 'f1']],
    ] as const) {
      const first = await admin.get(`${things}?filter=${filter}&sort=["${field}","${direction}"]&range=[0,0]&cursor=`);
      const next = await admin.get(`${things}?filter=${filter}&sort=["${field}","${direction}"]&range=[0,0]&cursor=${first.headers.get('x-next-cursor')}`);
      expect([first.json[0].text, next.json[0].text]).toEqual(order);
    }
  });
});

test('people are called in the order of the language', async () => {
  const id = await admin.make('kinds/persons', { name: { family: 'Nguyễn', middle: 'Văn', given: 'An' }, words: ['vip', 'new'] });
  await admin.make('kinds/persons', { name: { family: 'Trần', given: 'Bình' }, words: ['vip'] });
  const labelIn = async (locale: string): Promise<string> => {
    await admin.patch('/api/auth/me', { locale });
    return (await admin.get(`/api/kinds/persons/${id}`)).json._label;
  };
  expect([await labelIn('vi'), await labelIn('en')]).toEqual(['Nguyễn Văn An', 'An Văn Nguyễn']);
  expect((await admin.get('/api/kinds/persons?sort=["name","ASC"]')).json.map((row: { _label: string }) => row._label)).toEqual(['An Văn Nguyễn', 'Bình Trần']);
  expect((await admin.get('/api/kinds/persons/aggregate?group=words&measures=count')).json).toEqual([
    { words: 'new', count: 1 },
    { words: 'vip', count: 2 },
  ]);
});

test('formulas read lists and names', async () => {
  const body = { text: 'read', person: { family: 'Lê', given: 'Hoa' }, words: ['vip', 'x'], mails: [{ type: 'work', value: 'hoa@example.com' }] };
  const id = await admin.make('kinds/things', body);
  expect((await admin.get(`${things}/${id}`)).json.many).toBe('Lê Hoa 2 vip works');
  const none = await admin.make('kinds/things', { text: 'read none' });
  expect((await admin.get(`${things}/${none}`)).json.many).toBe('? 0');
});

test('a duration is a number to formulas and figures', async () => {
  const id = await admin.make('kinds/things', { text: 'sum of durations', lasts: 'PT1H30M' });
  expect((await admin.get(`${things}/${id}`)).json).toMatchObject({ lasts: 5400, later: 10800 });
  const filter = encodeURIComponent('{"text":"sum of durations"}');
  expect((await admin.get(`${things}/aggregate?measures=sum(lasts),avg(stars)&filter=${filter}`)).json).toEqual([{ 'sum(lasts)': 5400, 'avg(stars)': null }]);
});

test.each(scriptAttempts)('nothing that runs is kept of %s', async (attempt) => {
  const made = await admin.post(things, { text: 'attempt', letter: `<p>before</p>${attempt}`, readme: attempt });
  expect([made.status, made.json.readme]).toEqual([201, attempt]);
  const kept = String(made.json.letter);
  const tags = [...kept.matchAll(/<\/?([a-z0-9]+)([^>]*)>/gu)];
  const names = ['p', 'a', 'strong', 'em', 'b', 'i', 'u', 's', 'br', 'hr', 'ul', 'ol', 'li', 'code', 'pre', 'blockquote', 'h1', 'h2', 'h3', 'h4', 'sub', 'sup'];
  expect(tags.filter(([, name = '']) => !names.includes(name))).toEqual([]);
  expect(
    tags.filter(
      ([, , attributes = '']) =>
        !/^(?: (?:href="(?:https?:\/\/|mailto:|tel:)[^"]*"|rel="noopener noreferrer nofollow"|target="_blank"|start="\d+"))*(?: \/)?$/u.test(attributes),
    ),
  ).toEqual([]);
  expect(kept.replaceAll(/<\/?[a-z0-9]+[^<>]*>/gu, '')).not.toMatch(/[<>]/u);
  // Sent back as it was read, it stays the same.
  expect((await admin.put(`${things}/${made.json.id}`, { letter: kept })).json.letter).toBe(kept);
});

test('formatted text is found by its words, not by its marks', async () => {
  await admin.make('kinds/things', { text: 'marks', letter: '<p>Ướp <strong>hương</strong> &amp; sen</p>', readme: '**hương** nhài' });
  const among = (filter: object): object => ({ and: [{ text: 'marks' }, filter] });
  expect(await found(among({ letter_contains: 'uop' }))).toEqual(['marks']);
  expect(await found(among({ letter_contains: 'strong' }))).toEqual([]);
  expect(await found(among({ readme_contains: 'NHAI' }))).toEqual(['marks']);
  expect(await found(among({ q: 'huong' }))).toEqual(['marks']);
  expect(await found(among({ q: 'strong' }))).toEqual([]);
});

import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { unzipSync } from 'fflate';
import { projectRoot } from '../../core/kernel/project-root.js';
import type { Client } from '../support/client.js';
import { readSheet } from '../support/read-sheet.js';
import { startTestApp, type TestApp } from '../support/test-app.js';

let app: TestApp;
let admin: Client;
beforeAll(async () => {
  app = await startTestApp({ plugins: [join(projectRoot, 'tests/fixtures/with-every-type')] });
  admin = app.administrator;
}, 60_000);
afterAll(() => app.close());

const things = '/api/kinds/things';
const sheetOf = async (fields: string, filter: object, path = things) => {
  const answer = await admin.get(`${path}/export?format=xlsx&fields=${fields}&sort=["id","ASC"]&filter=${encodeURIComponent(JSON.stringify(filter))}`);
  if (answer.status !== 200) throw new Error(answer.text);
  return readSheet(answer.bytes);
};

test('numbers, days, instants and yes and no are cells of their kind; what a spreadsheet would round is text', async () => {
  await admin.make('kinds/things', {
    text: 'typed',
    count: 42,
    ratio: '1234.50',
    price: '-0.05',
    isGood: true,
    day: '2026-02-28',
    moment: '2026-11-27T18:30:15.250Z',
    opens: '08:30',
    lasts: 5400,
  });
  await admin.make('kinds/things', { text: 'typed', ratio: '12345678901234.5678', day: '1899-12-31', moment: '1850-01-01T00:00:00Z', isGood: false });
  const fields = 'count,ratio,price,isGood,day,moment,opens,lasts';
  const [, first, second] = await sheetOf(fields, { text: 'typed' });
  // The clocks of the company, in Viet Nam, are seven hours ahead.
  expect(first).toEqual([42, 1234.5, -0.05, true, new Date('2026-02-28T00:00:00Z'), new Date('2026-11-28T01:30:15.250Z'), '08:30', 5400]);
  expect(second).toEqual([null, '12345678901234.5678', null, false, '1899-12-31', '1850-01-01T00:00:00.000Z', null, null]);
});

const texts = [
  '=1+1',
  '+84 24 1234',
  '-1',
  '@SUM(A1)',
  '\t=cmd|x',
  '＝1+1',
  '007',
  'TRUE',
  '2026-01-01',
  'constructor',
  '__proto__',
  '_x0041_ and _x005F_',
  '  <a & "b">  ',
  'Hà Nội 👩‍👩‍👧 مرحبا',
  'two\r\nlines\rand\u0001more\uffff',
] as const;

test('every text stays the text that it is, and is never a formula', async () => {
  for (const story of texts) await admin.make('kinds/things', { text: 'literal', story });
  const kept = (await admin.get(`${things}?filter={"text":"literal"}&sort=["id","ASC"]`)).json.map(({ story }: { readonly story: string }) => story);
  const [heading, ...rows] = await sheetOf('story', { text: 'literal' });
  expect(heading).toHaveLength(1);
  expect(rows.map(([text]) => text)).toEqual(kept);
  const { bytes } = await admin.get(`${things}/export?format=xlsx&filter={"text":"literal"}`);
  const sheet = Buffer.from(unzipSync(bytes)['xl/worksheets/sheet1.xml'] ?? []).toString();
  expect(sheet).toContain('=1+1');
  expect(sheet).not.toMatch(/<f[ >]|<hyperlink/u);
});

test('a text longer than a cell ends with a mark', async () => {
  await admin.make('kinds/things', { text: 'long', extra: { ă: 'ă'.repeat(40_000) } });
  const [, [text] = []] = await sheetOf('extra', { text: 'long' });
  expect(text).toBe(`{"ă":"${'ă'.repeat(32_760)}…`);
});

test('the file has the columns, the order and the rows of the CSV, in the language of the caller, over several pages', async () => {
  const csv = ['name,isSupplier', ...Array.from({ length: 450 }, (_, index) => `Long ${String(index).padStart(3, '0')},yes`)].join('\n');
  expect(await admin.post('/api/base/parties/import', { csv })).toMatchObject({ json: { created: 450 } });
  const query = 'filter={"name_startsWith":"Long "}&sort=["name","DESC"]';
  for (const locale of ['en', 'vi']) {
    const asking = admin.withHeaders({ 'accept-language': locale });
    const lines = (await asking.get(`/api/base/parties/export?${query}&fields=name,isSupplier`)).text.trim().split('\r\n');
    const answer = await asking.get(`/api/base/parties/export?format=xlsx&${query}&fields=name,isSupplier`);
    expect(answer.headers.get('content-type')).toBe('application/vnd.openxmlformats-officedocument.spreadsheetml.sheet');
    expect(answer.headers.get('content-disposition')).toBe('attachment; filename="base-parties.xlsx"');
    expect((await readSheet(answer.bytes)).map((row) => row.join(','))).toEqual(lines);
  }
  const all = await readSheet((await admin.get(`/api/base/parties/export?format=xlsx&${query}`)).bytes);
  expect(all).toHaveLength(451);
  expect(all[0]?.join(',')).toBe((await admin.get(`/api/base/parties/export?${query}`)).text.split('\r\n')[0]);
});

test('an empty list is a heading, and what is not known is refused before a file begins', async () => {
  expect(await sheetOf('name', { name: 'nobody at all' }, '/api/base/parties')).toHaveLength(1);
  for (const query of ['format=xls', 'format=xlsx&filter={"x":1}', 'format=xlsx&sort=["nothing","ASC"]', 'format=xlsx&nothing=1'])
    expect([query, (await admin.get(`/api/base/parties/export?${query}`)).status]).toEqual([query, 400]);
  expect((await admin.get('/api/base/parties/export?format=xls')).json).toMatchObject({
    code: 'transfer.format',
    detail: 'Unknown format xls. Valid: csv, xlsx.',
  });
});

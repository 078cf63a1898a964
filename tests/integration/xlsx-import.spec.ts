import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { strToU8, unzipSync, zipSync } from 'fflate';
import { projectRoot } from '../../core/kernel/project-root.js';
import type { Client } from '../support/client.js';
import { keptValues } from '../support/field-values.js';
import { startTestApp, type TestApp } from '../support/test-app.js';

let app: TestApp;
let admin: Client;
let empty: Readonly<Record<string, Uint8Array>>;
beforeAll(async () => {
  app = await startTestApp({ plugins: [join(projectRoot, 'tests/fixtures/with-every-type')] });
  admin = app.administrator;
  empty = unzipSync((await admin.get(`${things}/export?format=xlsx&fields=text`)).bytes);
}, 60_000);
afterAll(() => app.close());

const things = '/api/kinds/things';
const load = (file: Uint8Array, more: object = {}) => admin.post(`${things}/import`, { xlsx: Buffer.from(file).toString('base64'), ...more });
const listed = async (text: string) => (await admin.get(`${things}?filter=${encodeURIComponent(JSON.stringify({ text }))}&sort=["id","ASC"]`)).json;

/** A workbook with one sheet of the given rows, as a spreadsheet program writes them. */
function workbook(rows: string, others: Readonly<Record<string, string>> = {}): Uint8Array {
  const sheet = `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>${rows}</sheetData></worksheet>`;
  const parts = { 'xl/worksheets/sheet1.xml': sheet, ...others };
  return zipSync({ ...empty, ...Object.fromEntries(Object.entries(parts).map(([name, content]) => [name, strToU8(content)])) });
}

const cell = (place: string, content: string): string => `<c r="${place}" t="inlineStr"><is><t xml:space="preserve">${content}</t></is></c>`;
const heading = (...names: readonly string[]): string => `<row r="1">${names.map((name, index) => cell(`${'ABCDEFGH'[index]}1`, name)).join('')}</row>`;

test('what is exported for Excel is imported as it was, each type of fields', async () => {
  const portable = [
    ...keptValues.filter(({ isPortable }) => isPortable !== false),
    { field: 'moment', sent: '2026-11-27T18:30:15.250Z', kept: '2026-11-27T18:30:15.250Z' },
    { field: 'moment', sent: '2026-11-27T17:00:00Z', kept: '2026-11-27T17:00:00.000Z' },
    { field: 'day', sent: '2024-02-29', kept: '2024-02-29' },
    { field: 'day', sent: '1899-12-31', kept: '1899-12-31' },
    { field: 'ratio', sent: '-1234.5', kept: '-1234.5' },
    { field: 'isGood', sent: true, kept: true },
    { field: 'story', sent: '=1+1', kept: '=1+1' },
    { field: 'story', sent: "'=1", kept: "'=1" },
    { field: 'story', sent: '_x0041_\nconstructor', kept: '_x0041_\nconstructor' },
  ];
  for (const [index, { field, sent }] of portable.entries()) await admin.make('kinds/things', { text: `portable ${index} ${field}`, [field]: sent });
  const filter = encodeURIComponent(JSON.stringify({ text_startsWith: 'portable' }));
  const before = (await admin.get(`${things}?filter=${filter}&range=[0,199]&sort=["id","ASC"]`)).json;
  const fields = ['text', ...new Set(portable.map(({ field }) => field))].join(',');
  const { bytes } = await admin.get(`${things}/export?format=xlsx&filter=${filter}&fields=${fields}`);
  for (const row of before) await admin.delete(`${things}/${row.id}`);
  expect((await load(bytes, { dryRun: true })).json).toEqual({ rows: portable.length, created: 0, errors: [] });
  expect((await load(bytes)).json).toMatchObject({ created: portable.length, errors: [] });
  for (const row of before) {
    const field = row.text.split(' ')[2];
    expect([row.text, (await listed(row.text))[0][field]]).toEqual([row.text, row[field]]);
  }
});

test('cells as spreadsheets write them: results of formulas, binary fractions, powers of ten, days, times, empty cells and rows', async () => {
  const file = workbook(
    [
      heading('text', 'count', 'ratio', 'day', 'moment', 'isGood', 'opens', ''),
      `<row r="3">${cell('A3', 'cells')}<c r="B3"><f>20+22</f><v>42</v></c><c r="C3"><v>1.1000000000000001</v></c><c r="D3" s="3"><v>46081</v></c><c r="E3" s="4"><v>46081.333333333336</v></c><c r="F3" t="b"><v>1</v></c><c r="G3" s="4"><v>0.35416666666666669</v></c><c r="H3"><v>9</v></c></row>`,
      `<row r="5"><c r="A5" t="str"><f>"cel"&amp;"ls"</f><v>cells</v></c><c r="B5"><v>1E+3</v></c><c r="C5"><v>-2.5E-2</v></c></row>`,
      '<row r="6"><c r="A6"/></row>',
    ].join(''),
  );
  expect((await load(file)).json).toEqual({ rows: 2, created: 2, errors: [] });
  expect(await listed('cells')).toMatchObject([
    { count: 42, ratio: '1.1000', day: '2026-02-28', moment: '2026-02-28T01:00:00.000Z', isGood: true, opens: '08:30' },
    { count: 1000, ratio: '-0.0250', day: null, moment: null },
  ]);
});

test('errors name the row that the spreadsheet shows, and nothing is imported; columns can be mapped', async () => {
  const file = workbook(`${heading('Tên', 'Số')}<row r="4">${cell('A4', 'wrong')}${cell('B4', 'many')}</row><row r="7">${cell('A7', 'wrong')}</row>`);
  expect((await load(file, { mapping: { Tên: 'text', Số: 'count' } })).json).toMatchObject({ rows: 2, created: 0, errors: [{ line: 4, pointer: '/count' }] });
  expect(await load(file)).toMatchObject({ status: 422, json: { code: 'transfer.unknown-field' } });
  expect(await listed('wrong')).toEqual([]);
});

const row = (inner: string): string => `${heading('text')}${inner}`;
const big = Buffer.alloc(40 * 1024 * 1024, 'a').toString();

test.each<readonly [string, () => Uint8Array, number, string]>([
  ['no ZIP', () => Buffer.from('text\nA'), 422, 'transfer.not-xlsx'],
  ['nothing', () => Buffer.alloc(0), 422, 'transfer.not-xlsx'],
  ['with a password, or .xls', () => Buffer.from('d0cf11e0a1b11ae1', 'hex'), 422, 'transfer.locked-xlsx'],
  ['a ZIP of something else', () => zipSync({ 'a.txt': strToU8('a') }), 422, 'transfer.not-xlsx'],
  ['broken off', () => workbook(row('')).subarray(0, 900), 422, 'transfer.not-xlsx'],
  ['no sheet', () => workbook('', { 'xl/workbook.xml': '<workbook><sheets/></workbook>' }), 422, 'transfer.not-xlsx'],
  ['an empty sheet', () => workbook(''), 422, 'transfer.empty-file'],
  ['broken XML', () => workbook('<row r="1"><c r="A1"></row>'), 422, 'transfer.not-xlsx'],
  ['two columns of one name', () => workbook(heading('text', 'text')), 422, 'transfer.column-twice'],
  ['a bomb', () => workbook(row(cell('B1', big))), 413, 'transfer.large-xlsx'],
  ['the last cell there is', () => workbook(row('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')), 413, 'transfer.large-sheet'],
  ['a row that there is not', () => workbook(row('<row r="999999999"><c r="A999999999"><v>1</v></c></row>')), 422, 'transfer.not-xlsx'],
  ['a row behind a mark', () => workbook(row('<row x=">" r="1048576"><c r="XFD1048576"><v>1</v></c></row>')), 422, 'transfer.not-xlsx'],
  ['a row in other letters', () => workbook(row('<row r="&#49;048576"><c r="A2"><v>1</v></c></row>')), 422, 'transfer.not-xlsx'],
  ['a row of another name', () => workbook(row('<row x:r="1048576"><c r="XFD1048576"><v>1</v></c></row>')), 413, 'transfer.large-sheet'],
  ['too many parts', () => workbook(row(''), Object.fromEntries(Array.from({ length: 1001 }, (_, index) => [`x/${index}`, '']))), 413, 'transfer.large-xlsx'],
])('a file that is %s is refused', async (_, file, status, code) => {
  expect(await load(file())).toMatchObject({ status, json: { code } });
});

test('a cell of four million letters is an error of its row; what is no base64 or two files at once is not understood', async () => {
  const file = workbook(row(`<row r="2">${cell('A2', 'a'.repeat(4_000_000))}</row>`));
  expect(await load(file)).toMatchObject({ status: 200, json: { created: 0, errors: [{ line: 2, pointer: '/text', code: 'field.too-long' }] } });
  for (const body of [{ xlsx: 'no base64!' }, { xlsx: '', csv: '' }, { xlsx: 1 }, {}])
    expect(await admin.post(`${things}/import`, body)).toMatchObject({ status: 400, json: { code: 'transfer.body' } });
});

test('whoever may not import is refused before the file is looked at', async () => {
  const [role] = (await admin.get('/api/core/roles?filter={"code":"base.staff"}')).json;
  const user = await admin.make('core/users', { name: 'Reader', roles: [role.id] });
  const reader = admin.withKey((await admin.post('/api/core/api-keys', { name: 'reader', actsAs: user })).json._secret);
  expect(await reader.post('/api/base/parties/import', { xlsx: 'AAAA' })).toMatchObject({ status: 403 });
});

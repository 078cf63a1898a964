import { offsetAt } from '../../kernel/zone-offsets.js';
import type { CellKind, Column } from '../export/export-table.js';
import { cellStyles } from './package-parts.js';
import { dayMilliseconds, serialOfUnix } from './serial-day.js';
import { xlsxText } from './xlsx-text.js';

/** Rows that a sheet can have, the heading among them. */
export const mostRows = 1_048_576;

/** Before that day spreadsheets do not agree on what day a number is. */
const firstDay = '1900-03-01';
const widths: Readonly<Record<CellKind, number>> = { text: 24, number: 16, boolean: 10, date: 12, instant: 20 };

/** Everything before the first record, with a heading that stays in sight. */
export function sheetStart(columns: readonly Column[]): string {
  const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
  const pane = '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>';
  const sizes = columns.map(({ kind }, index) => `<col min="${index + 1}" max="${index + 1}" width="${widths[kind]}" customWidth="1"/>`).join('');
  const heading = columns.map(({ label }, index) => textCell(`${columnName(index)}1`, label, cellStyles.heading)).join('');
  return [
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n',
    `<worksheet xmlns="${main}"><sheetViews><sheetView workbookViewId="0">${pane}</sheetView></sheetViews>`,
    sizes === '' ? '' : `<cols>${sizes}</cols>`,
    `<sheetData><row r="1">${heading}</row>`,
  ].join('');
}

export const sheetEnd = '</sheetData></worksheet>';

/** One record. Instants are told by the clocks of the zone, as sheets know none. */
export function sheetRow(cells: readonly string[], kinds: readonly CellKind[], row: number, zone: string): string {
  const written = cells.map((text, index) => (text === '' ? '' : writers[kinds[index] ?? 'text'](`${columnName(index)}${row}`, text, zone)));
  return `<row r="${row}">${written.join('')}</row>`;
}

const writers: Readonly<Record<CellKind, (place: string, text: string, zone: string) => string>> = {
  text: (place, text) => textCell(place, text, cellStyles.text),
  number: (place, text) => (isKeptExactly(text) ? `<c r="${place}"><v>${text}</v></c>` : textCell(place, text, cellStyles.text)),
  boolean: (place, text) => `<c r="${place}" t="b"><v>${text === 'true' ? 1 : 0}</v></c>`,
  date: (place, text) => dayCell(place, text, Date.parse(`${text}T00:00:00Z`), cellStyles.date),
  instant: (place, text, zone) => dayCell(place, text, Date.parse(text) + offsetAt(zone, Date.parse(text)), cellStyles.instant),
};

function textCell(place: string, text: string, style: number): string {
  return `<c r="${place}" s="${style}" t="inlineStr"><is><t xml:space="preserve">${xlsxText(text)}</t></is></c>`;
}

function dayCell(place: string, text: string, reading: number, style: number): string {
  if (Number.isNaN(reading) || reading < Date.parse(firstDay)) return textCell(place, text, cellStyles.text);
  return `<c r="${place}" s="${style}"><v>${reading / dayMilliseconds + serialOfUnix}</v></c>`;
}

/** Spreadsheets keep fifteen digits. */
function isKeptExactly(number: string): boolean {
  const [found, whole = '', part = ''] = /^-?0*(\d*?)(?:\.(\d*?)0*)?$/u.exec(number) ?? [];
  const digits = whole === '' ? part.replace(/^0+/u, '') : whole + part;
  return found !== undefined && digits.length <= 15;
}

/** A, B, … Z, AA, AB, … */
function columnName(index: number): string {
  const letter = String.fromCodePoint(65 + (index % 26));
  return index < 26 ? letter : columnName(Math.floor(index / 26) - 1) + letter;
}

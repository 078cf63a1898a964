import { CsvError, parse } from 'csv-parse/sync';
import { UserError } from '../../kernel/user-error.js';
import { tableOf, type ImportTable, type TableRow } from '../import/import-table.js';
import { asMeant } from './write-csv.js';

/** A CSV file, read. */
export type CsvTable = ImportTable<string>;
export type CsvRow = TableRow<string>;

/** Reads CSV with a heading, separated by comma, semicolon or tab. Throws 422 that names the line. */
export function readCsv(text: string): CsvTable {
  // What is not UTF-8 was read as these marks.
  if (text.includes('\u{fffd}')) throw new UserError(422, 'transfer.not-utf8');
  const [heading, ...rows] = parsed(text);
  return tableOf(
    heading?.record,
    rows.map(({ record, line }) => ({ line, cells: record.map((cell) => (cell === '' ? null : cell)) })),
  );
}

/** The same for what Trellis itself may have written: texts that were made harmless are as they were. */
export function readCsvAsMeant(text: string): CsvTable {
  const { columns, rows } = readCsv(text);
  const meant = (cell: string | null): string | null => (cell === null ? null : asMeant(cell));
  return { columns, rows: rows.map(({ line, cells }) => ({ line, cells: new Map([...cells].map(([column, cell]) => [column, meant(cell)])) })) };
}

interface Parsed {
  readonly record: readonly string[];
  readonly line: number;
}

function parsed(text: string): readonly Parsed[] {
  let next = 1;
  try {
    const rows: unknown = parse(text, { bom: true, delimiter: delimiterOf(text), info: true, skip_empty_lines: true, relax_quotes: false });
    if (!Array.isArray(rows)) return [];
    return rows.filter(isParsedRow).map(({ record, info }) => {
      const line = next;
      next = info.lines + 1;
      return { record, line };
    });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw new UserError(422, 'transfer.not-csv', { problem: error.message.slice(0, 200) });
  }
}

function isParsedRow(row: unknown): row is { readonly record: readonly string[]; readonly info: { readonly lines: number } } {
  return typeof row === 'object' && row !== null && 'record' in row && 'info' in row;
}

/** The separator that stands most often in the heading. */
function delimiterOf(text: string): string {
  const heading = text.slice(0, 10_000).split(/\r?\n/u)[0] ?? '';
  const counted = [',', ';', '\t'].map((mark) => ({ mark, count: heading.split(mark).length }));
  return counted.reduce((best, one) => (one.count > best.count ? one : best)).mark;
}

import { CsvError, parse } from 'csv-parse/sync';
import { UserError } from '../../kernel/user-error.js';

/** A CSV file, read: its columns, and rows by column with the line they begin in. Empty cells are null. */
export interface CsvTable {
  readonly columns: readonly string[];
  readonly rows: readonly CsvRow[];
}

export interface CsvRow {
  readonly line: number;
  readonly cells: ReadonlyMap<string, string | null>;
}

/** Reads CSV with a heading, separated by comma, semicolon or tab. Throws 422 that names the line. */
export function readCsv(text: string): CsvTable {
  // What is not UTF-8 was read as these marks.
  if (text.includes('\u{fffd}')) throw new UserError(422, 'transfer.not-utf8');
  const records = parsed(text);
  const [heading, ...rows] = records;
  if (heading === undefined) throw new UserError(422, 'transfer.empty-file');
  const names = heading.record.map((name) => name.trim());
  const columns = names.filter((name) => name !== '');
  const twice = columns.find((name, index) => columns.indexOf(name) !== index);
  if (twice !== undefined) throw new UserError(422, 'transfer.column-twice', { found: twice });
  return {
    columns,
    rows: rows.map(({ record, line }) => ({ line, cells: cellsOf(names, record) })),
  };
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

/** Spreadsheets leave columns without a name behind; they are passed over. */
function cellsOf(names: readonly string[], record: readonly string[]): ReadonlyMap<string, string | null> {
  return new Map(names.flatMap((name, index) => (name === '' ? [] : [[name, cellOf(record[index])] as const])));
}

function cellOf(text: string | undefined): string | null {
  return text === undefined || text === '' ? null : text;
}

/** The separator that stands most often in the heading. */
function delimiterOf(text: string): string {
  const heading = text.slice(0, 10_000).split(/\r?\n/u)[0] ?? '';
  const counted = [',', ';', '\t'].map((mark) => ({ mark, count: heading.split(mark).length }));
  return counted.reduce((best, one) => (one.count > best.count ? one : best)).mark;
}

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
  const records = parsed(text);
  const [heading, ...rows] = records;
  if (heading === undefined) throw new UserError(422, 'transfer.empty-file');
  const columns = heading.record.map((name) => name.trim());
  const twice = columns.find((name, index) => columns.indexOf(name) !== index);
  if (twice !== undefined) throw new UserError(422, 'transfer.column-twice', { found: twice });
  return {
    columns,
    rows: rows.map(({ record, line }) => ({ line, cells: new Map(columns.map((name, index) => [name, cellOf(record[index])])) })),
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

function cellOf(text: string | undefined): string | null {
  return text === undefined || text === '' ? null : text;
}

/** The separator that stands most often in the heading. */
function delimiterOf(text: string): string {
  const heading = text.slice(0, 10_000).split(/\r?\n/u)[0] ?? '';
  const counted = [',', ';', '\t'].map((mark) => ({ mark, count: heading.split(mark).length }));
  return counted.reduce((best, one) => (one.count > best.count ? one : best)).mark;
}

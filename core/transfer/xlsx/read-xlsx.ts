import { readSheet } from 'read-excel-file/node';
import { UserError } from '../../kernel/user-error.js';
import { tableOf, type ImportCell, type ImportTable } from '../import/import-table.js';
import { cellNumber } from './cell-number.js';
import { unpackXlsx } from './unpack-xlsx.js';
import { WallClock } from './wall-clock.js';

/** Reads the first sheet of an XLSX file: its first row names the columns, formulas count as what they came to. Throws 413 for a file that is larger than is safe, 422 for what is none. */
export async function readXlsx(file: Buffer): Promise<ImportTable> {
  const rows = (await sheetOf(unpackXlsx(file))).map((cells, index) => ({ line: index + 1, cells: cells.map(cellOf) }));
  const [heading, ...lines] = rows.filter(({ cells }) => cells.some((cell) => cell !== null));
  return tableOf(
    heading?.cells.map((cell) => (typeof cell === 'string' ? cell : '')),
    lines,
  );
}

/** The numbers as they stand in the file. */
class StoredNumber {
  constructor(readonly text: string) {}
}

async function sheetOf(file: Buffer): Promise<readonly (readonly unknown[])[]> {
  try {
    return await readSheet(file, 1, { trim: false, parseNumber: (text: string) => new StoredNumber(text) });
  } catch (error) {
    throw new UserError(422, 'transfer.not-xlsx', { problem: error instanceof Error ? error.message.slice(0, 200) : 'XML' });
  }
}

function cellOf(content: unknown): ImportCell | null {
  if (content instanceof StoredNumber) return cellNumber(content.text);
  if (content instanceof Date) return new WallClock(content);
  return content === null || content === undefined || content === '' ? null : String(content);
}

import { UserError } from '../../kernel/user-error.js';
import type { WallClock } from '../xlsx/wall-clock.js';

/** What stands in a file: its columns, and rows by column with the line they stand in. Empty cells are null. */
export interface ImportTable<Cell = ImportCell> {
  readonly columns: readonly string[];
  readonly rows: readonly TableRow<Cell>[];
}

export interface TableRow<Cell> {
  readonly line: number;
  readonly cells: ReadonlyMap<string, Cell | null>;
}

/** Text as people write it, or what a spreadsheet keeps as a day or time. */
export type ImportCell = string | WallClock;

interface Line<Cell> {
  readonly line: number;
  readonly cells: readonly (Cell | null)[];
}

/** A table from lines of which the first names the columns. Spreadsheets leave columns without a name behind; they are passed over. Throws 422 for a name that stands there twice. */
export function tableOf<Cell>(heading: readonly string[] | undefined, lines: readonly Line<Cell>[]): ImportTable<Cell> {
  if (heading === undefined) throw new UserError(422, 'transfer.empty-file');
  const names = heading.map((name) => name.trim());
  const columns = names.filter((name) => name !== '');
  const twice = columns.find((name, index) => columns.indexOf(name) !== index);
  if (twice !== undefined) throw new UserError(422, 'transfer.column-twice', { found: twice });
  const rows = lines.map(({ line, cells }) => ({
    line,
    cells: new Map(names.flatMap((name, index) => (name === '' ? [] : [[name, cells[index] ?? null] as const]))),
  }));
  return { columns, rows };
}

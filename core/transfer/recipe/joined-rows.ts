import type { RecipeJoin } from '../../../schemas/generated/types.js';
import { RecordValue } from '../../definitions/expressions/record-value.js';
import type { Value } from '../../definitions/expressions/value.js';
import type { CsvRow } from '../csv/read-csv.js';
import type { RecipeFiles } from './recipe-files.js';

/** Rows as values of expressions, each with the rows that are joined to it. */
export class JoinedRows {
  private readonly fileOf = new Map<CsvRow, string>();
  private readonly indexes = new Map<string, ReadonlyMap<string, readonly CsvRow[]>>();

  constructor(private readonly files: RecipeFiles) {
    for (const [file, { rows }] of files.tables) for (const row of rows) this.fileOf.set(row, file);
  }

  record(row: CsvRow): RecordValue {
    const joins = this.files.joins.get(this.fileOf.get(row) ?? '') ?? [];
    return new RecordValue(null, (name) => {
      const join = joins.find(({ as }) => as === name);
      return join === undefined ? (row.cells.get(name) ?? null) : this.joined(row, join);
    });
  }

  private joined(row: CsvRow, { from, on, to, many }: RecipeJoin): Value {
    const found = this.index(from, to ?? on).get(row.cells.get(on) ?? '') ?? [];
    if (many === true) return found.map((one) => this.record(one));
    const [first] = found;
    return first === undefined ? null : this.record(first);
  }

  /** Rows of a file by the value of a column; made when it is first needed. */
  private index(file: string, column: string): ReadonlyMap<string, readonly CsvRow[]> {
    const name = JSON.stringify([file, column]);
    const known = this.indexes.get(name);
    if (known !== undefined) return known;
    const made = new Map<string, CsvRow[]>();
    for (const row of this.files.tables.get(file)?.rows ?? []) {
      const key = row.cells.get(column) ?? '';
      if (key !== '') made.set(key, [...(made.get(key) ?? []), row]);
    }
    this.indexes.set(name, made);
    return made;
  }
}

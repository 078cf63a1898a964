import type { Executor } from '../../data/database.js';
import type { CheckedExpression } from '../../definitions/expressions/checked.js';
import { identifier, sql, value } from '../../data/sql.js';
import type { Caller } from '../../kernel/caller.js';
import { UserError, type Violation } from '../../kernel/user-error.js';
import { createRecord } from '../../records/create-record.js';
import type { Platform } from '../../records/platform.js';
import { updateRecord } from '../../records/update-record.js';
import { CellReader } from '../import/cell-value.js';
import type { CsvRow } from '../csv/read-csv.js';
import { nestedPlatform } from '../../records/nested-platform.js';
import { outsideKey, type CompiledField, type CompiledLines, type CompiledLoad } from './compile-recipe.js';
import type { ExternalKeys } from './external-keys.js';
import { withRecordsNamed } from './named-records.js';
import type { Recipe } from './read-recipe.js';
import { runActions } from './run-actions.js';
import type { RowInput, RowValues } from './row-values.js';

/** What came of one step of a recipe. */
export interface LoadOutcome {
  readonly entity: string;
  readonly file: string | null;
  /** Records that the file describes; several rows of one key are one. */
  readonly rows: number;
  readonly created: number;
  readonly updated: number;
  /** Were there before. */
  readonly existing: number;
  /** Transitions that were run. */
  readonly acted: number;
  readonly errors: readonly RecipeError[];
}

export interface RecipeError {
  readonly file: string | null;
  readonly line: number;
  readonly key: string;
  readonly violation: Violation;
}

/** Told after each record. */
export type Progress = (load: string, done: number, all: number) => void;

/** What the steps of one run share. */
export interface Running {
  readonly platform: Platform;
  readonly caller: Caller;
  readonly recipe: Recipe;
  readonly keys: ExternalKeys;
  readonly rows: RowValues;
  readonly progress: Progress;
}

const noRow: CsvRow = { line: 0, cells: new Map() };

/** Lines of one field by the key of the record that they belong to. */
interface GroupedLines {
  readonly lines: CompiledLines;
  readonly byParent: ReadonlyMap<string, readonly CsvRow[]>;
}

/** One step of a recipe while it runs. */
export class LoadRun {
  private readonly errors: RecipeError[] = [];
  private readonly counts = { created: 0, updated: 0, existing: 0 };
  private readonly file: string | null;
  private readonly reader: CellReader;

  constructor(
    private readonly running: Running,
    private readonly load: CompiledLoad,
  ) {
    this.file = load.declaration.file ?? null;
    this.reader = new CellReader(running.platform, running.caller);
  }

  async run(): Promise<LoadOutcome> {
    const { entity } = this.load;
    const { known, taken } = this.byKey(this.file === null ? [noRow] : this.rowsOf(this.file));
    const groups = this.load.lines.map((lines) => ({ lines, byParent: this.grouped(lines) }));
    for (const [index, [key, row]] of taken.entries()) {
      await this.make(key, row, groups);
      this.running.progress(entity.id, index + 1, taken.length);
    }
    for (const group of groups) this.tellOrphans(group, known);
    const { acted, errors } = await runActions(this.running, this.load, taken);
    return { entity: entity.id, file: this.file, rows: taken.length, ...this.counts, acted, errors: [...this.errors, ...errors] };
  }

  /** Every key, and the first row of each that is taken. */
  private byKey(rows: readonly CsvRow[]): { readonly known: ReadonlySet<string>; readonly taken: readonly (readonly [string, CsvRow])[] } {
    const known = new Set<string>();
    const taken = new Map<string, CsvRow>();
    for (const row of rows) {
      const key = this.attempt(row, () => this.running.rows.key(this.load.key, row));
      if (key === '') this.refuse(this.file, row.line, '', { pointer: '', code: 'transfer.no-key' });
      if (key === '' || key === null) continue;
      known.add(key);
      if (!taken.has(key) && this.isTaken(this.load.when, row)) taken.set(key, row);
    }
    return { known, taken: [...taken] };
  }

  private isTaken(when: CheckedExpression | null, row: CsvRow, file = this.file): boolean {
    return when === null || this.attempt(row, () => this.running.rows.value(when, row) === true, file) === true;
  }

  private grouped({ file, parent, when }: CompiledLines): ReadonlyMap<string, readonly CsvRow[]> {
    const found = new Map<string, CsvRow[]>();
    for (const row of this.rowsOf(file)) {
      const key = this.attempt(row, () => this.running.rows.key(parent, row), file);
      if (key === null || !this.isTaken(when, row, file)) continue;
      const rows = found.get(key);
      if (rows === undefined) found.set(key, [row]);
      else rows.push(row);
    }
    return found;
  }

  private async make(own: string, row: CsvRow, groups: readonly GroupedLines[]): Promise<void> {
    const { entity, fields } = this.load;
    const key = outsideKey(this.load, own);
    const id = this.running.keys.find(entity.id, key);
    if (id !== undefined && this.load.declaration.complete === undefined) {
      this.counts.existing += 1;
      return;
    }
    const before = this.errors.length;
    const { values, violations } = await this.input(fields, row);
    const input: Record<string, unknown> = { ...values };
    for (const violation of violations) this.refuse(this.file, row.line, key, violation);
    for (const { lines, byParent } of groups) {
      const made: unknown[] = [];
      for (const line of byParent.get(own) ?? []) made.push(await this.lineInput(lines, line, key));
      input[lines.field.name] = made;
    }
    if (this.errors.length > before) return;
    try {
      this.counts[id === undefined ? await this.write(key, input) : await this.completed(this.running.platform, id, input)] += 1;
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      const wrong = error.violations.length > 0 ? error.violations : [{ pointer: '', code: error.code, params: error.params }];
      for (const violation of wrong) this.refuseAt(own, row, key, groups, violation);
    }
  }

  private input(fields: readonly CompiledField[], row: CsvRow): Promise<RowInput> {
    return withRecordsNamed(this.reader, fields, this.running.rows.input(fields, row));
  }

  private async lineInput(lines: CompiledLines, row: CsvRow, key: string): Promise<Readonly<Record<string, unknown>>> {
    const { values, violations } = await this.input(lines.fields, row);
    for (const violation of violations) this.refuse(lines.file, row.line, key, violation);
    return values;
  }

  private async write(key: string, input: Readonly<Record<string, unknown>>): Promise<'created' | 'updated' | 'existing'> {
    const { platform, caller, keys } = this.running;
    const { entity, declaration } = this.load;
    return platform.database.transaction(async (tx) => {
      const nested = nestedPlatform(platform, tx);
      const known = await this.matching(tx, input);
      if (known !== null) {
        await keys.add(tx, entity.id, key, known);
        return this.completed(nested, known, input);
      }
      if (declaration.update !== true) {
        await keys.add(tx, entity.id, key, idIn(await createRecord(nested, caller, entity, input)));
        return 'created';
      }
      const rows = await tx.rows(sql`SELECT id::text AS id FROM ${identifier(entity.table)} LIMIT 2`);
      const [only] = rows;
      if (only === undefined || rows.length > 1) throw new UserError(409, 'transfer.not-one', { entity: entity.id, found: rows.length });
      await updateRecord(nested, caller, entity, String(only['id']), input, { mode: 'patch' });
      await keys.add(tx, entity.id, key, String(only['id']));
      return 'updated';
    });
  }

  /** What a later release has added to a record that is there; one that users deleted stays away. */
  private async completed(platform: Platform, id: string, input: Readonly<Record<string, unknown>>): Promise<'updated' | 'existing'> {
    const { entity, declaration } = this.load;
    const [first = '', ...rest] = declaration.complete ?? [];
    const field = entity.fields.get(first);
    if (field === undefined || input[first] === undefined || input[first] === null) return 'existing';
    const open = await platform.database.rows(
      sql`SELECT FROM ${identifier(entity.table)} WHERE id = ${value(id, 'uuid')} AND ${identifier(field.column)} IS NULL`,
    );
    if (open.length === 0) return 'existing';
    await updateRecord(platform, this.running.caller, entity, id, Object.fromEntries([first, ...rest].map((name) => [name, input[name]])), { mode: 'patch' });
    return 'updated';
  }

  /** A record that is there already under the field that the recipe names. */
  private async matching(tx: Executor, input: Readonly<Record<string, unknown>>): Promise<string | null> {
    const { entity, declaration } = this.load;
    const field = entity.fields.get(declaration.match ?? '');
    const wanted = input[declaration.match ?? ''];
    if (field === undefined || typeof wanted !== 'string') return null;
    return tx.text(sql`SELECT id::text FROM ${identifier(entity.table)} WHERE ${identifier(field.column)} = ${value(wanted, 'text')} LIMIT 1`);
  }

  /** What is wrong with a line is told with the line's own file and place. */
  private refuseAt(own: string, row: CsvRow, key: string, groups: readonly GroupedLines[], violation: Violation): void {
    const [, name, index, rest = ''] = /^\/([^/]+)\/(\d+)(\/.*)?$/u.exec(violation.pointer) ?? [];
    const group = groups.find(({ lines }) => lines.field.name === name);
    const line = group?.byParent.get(own)?.[Number(index)];
    if (group === undefined || line === undefined) this.refuse(this.file, row.line, key, violation);
    else this.refuse(group.lines.file, line.line, key, { ...violation, pointer: rest });
  }

  private tellOrphans({ lines, byParent }: GroupedLines, known: ReadonlySet<string>): void {
    for (const [key, rows] of byParent) {
      if (known.has(key)) continue;
      for (const row of rows) this.refuse(lines.file, row.line, key, { pointer: '', code: 'transfer.orphan-line', params: { found: key.slice(0, 80) } });
    }
  }

  private attempt<Result>(row: CsvRow, work: () => Result, file = this.file): Result | null {
    try {
      return work();
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      this.refuse(file, row.line, '', { pointer: '', code: error.code, params: error.params });
      return null;
    }
  }

  private refuse(file: string | null, line: number, key: string, violation: Violation): void {
    this.errors.push({ file, line, key, violation });
  }

  private rowsOf(file: string): readonly CsvRow[] {
    return this.running.recipe.files.tables.get(file)?.rows ?? [];
  }
}

function idIn(json: string): string {
  const record: unknown = JSON.parse(json);
  return typeof record === 'object' && record !== null && 'id' in record ? String(record.id) : '';
}

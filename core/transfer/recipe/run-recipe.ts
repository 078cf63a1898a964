import type { Executor } from '../../data/database.js';
import { identifier, sql, value } from '../../data/sql.js';
import { clockAt } from '../../definitions/expressions/clock-at.js';
import type { CheckedExpression } from '../../definitions/expressions/checked.js';
import type { Environment } from '../../definitions/expressions/environment.js';
import { evaluate } from '../../definitions/expressions/evaluate.js';
import { RecordValue } from '../../definitions/expressions/record-value.js';
import { valueToWire, type Value } from '../../definitions/expressions/value.js';
import type { Caller } from '../../kernel/caller.js';
import { UserError, type Violation } from '../../kernel/user-error.js';
import { createRecord } from '../../records/create-record.js';
import type { Platform } from '../../records/platform.js';
import { updateRecord } from '../../records/update-record.js';
import { companyTimeZone } from '../../records/write/compute.js';
import type { CsvRow } from '../csv/read-csv.js';
import { nestedPlatform } from '../nested-platform.js';
import type { CompiledField, CompiledLines, CompiledLoad } from './compile-recipe.js';
import { ExternalKeys } from './external-keys.js';
import type { Recipe } from './read-recipe.js';

/** What came of one step of a recipe. */
export interface LoadOutcome {
  readonly entity: string;
  readonly file: string | null;
  readonly rows: number;
  readonly created: number;
  /** Were there from an earlier run. */
  readonly existing: number;
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

/** Makes the records of a recipe in its order, each in a transaction of its own with its outside key; what was loaded before is passed over. */
export async function runRecipe(platform: Platform, caller: Caller, recipe: Recipe, progress: Progress = () => undefined): Promise<readonly LoadOutcome[]> {
  const keys = new ExternalKeys(recipe.declaration.source);
  await keys.load(platform.database);
  const outcomes: LoadOutcome[] = [];
  for (const load of recipe.loads) outcomes.push(await new LoadRun({ platform, caller, recipe, keys, progress }, load).run());
  return outcomes;
}

interface Running {
  readonly platform: Platform;
  readonly caller: Caller;
  readonly recipe: Recipe;
  readonly keys: ExternalKeys;
  readonly progress: Progress;
}

const noRow: CsvRow = { line: 0, cells: new Map() };

class LoadRun {
  private readonly errors: RecipeError[] = [];
  private created = 0;
  private existing = 0;

  constructor(
    private readonly running: Running,
    private readonly load: CompiledLoad,
  ) {}

  async run(): Promise<LoadOutcome> {
    const { declaration, entity } = this.load;
    const file = declaration.file ?? null;
    const rows = (file === null ? [noRow] : (this.running.recipe.files.get(file)?.rows ?? [])).filter((row) => this.isTaken(row));
    const lines = this.load.lines.map((inner) => ({ inner, byParent: this.linesByParent(inner) }));
    for (const [index, row] of rows.entries()) {
      await this.make(row, lines);
      this.running.progress(entity.id, index + 1, rows.length);
    }
    return { entity: entity.id, file, rows: rows.length, created: this.created, existing: this.existing, errors: this.errors };
  }

  private async make(
    row: CsvRow,
    lines: readonly { readonly inner: CompiledLines; readonly byParent: ReadonlyMap<string, readonly CsvRow[]> }[],
  ): Promise<void> {
    const { entity, declaration } = this.load;
    const own = textOf(this.evaluated(this.load.key, row));
    const key = declaration.prefix === undefined ? own : `${declaration.prefix}:${own}`;
    if (this.running.keys.find(entity.id, key) !== undefined) {
      this.existing += 1;
      return;
    }
    const values: Record<string, unknown> = { ...this.valuesOf(this.load.fields, row) };
    for (const { inner, byParent } of lines) values[inner.field.name] = (byParent.get(own) ?? []).map((line) => this.valuesOf(inner.fields, line));
    try {
      await this.write(key, values);
      this.created += 1;
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      const violations = error.violations.length > 0 ? error.violations : [{ pointer: '', code: error.code, params: error.params }];
      this.errors.push(...violations.map((violation) => ({ file: declaration.file ?? null, line: row.line, key, violation })));
    }
  }

  private async write(key: string, values: Readonly<Record<string, unknown>>): Promise<void> {
    const { platform, caller, keys } = this.running;
    const { entity, declaration } = this.load;
    await platform.database.transaction(async (tx) => {
      const nested = nestedPlatform(platform, tx);
      const known = await this.matching(tx, values);
      if (known !== null) {
        await keys.add(tx, entity.id, key, known);
        return;
      }
      if (declaration.update !== true) {
        const id = idIn(await createRecord(nested, caller, entity, values));
        await keys.add(tx, entity.id, key, id);
        return;
      }
      const rows = await tx.rows(sql`SELECT id::text AS id FROM ${identifier(entity.table)} LIMIT 2`);
      const [only] = rows;
      if (only === undefined || rows.length > 1) throw new UserError(409, 'transfer.not-one', { entity: entity.id, found: rows.length });
      await updateRecord(nested, caller, entity, String(only['id']), values, { mode: 'patch' });
      await keys.add(tx, entity.id, key, String(only['id']));
    });
  }

  /** A record that is there already under the field that the recipe names. */
  private async matching(tx: Executor, values: Readonly<Record<string, unknown>>): Promise<string | null> {
    const { entity, declaration } = this.load;
    const field = entity.fields.get(declaration.match ?? '');
    const wanted = values[declaration.match ?? ''];
    if (field === undefined || typeof wanted !== 'string') return null;
    return tx.text(sql`SELECT id::text FROM ${identifier(entity.table)} WHERE ${identifier(field.column)} = ${value(wanted, 'text')} LIMIT 1`);
  }

  private isTaken(row: CsvRow): boolean {
    return this.load.when === null || this.evaluated(this.load.when, row) === true;
  }

  private linesByParent({ file, parent }: CompiledLines): ReadonlyMap<string, readonly CsvRow[]> {
    const found = new Map<string, CsvRow[]>();
    for (const row of this.running.recipe.files.get(file)?.rows ?? []) {
      const key = textOf(this.evaluated(parent, row));
      const rows = found.get(key);
      if (rows === undefined) found.set(key, [row]);
      else rows.push(row);
    }
    return found;
  }

  /** Empty values are left out, so that defaults hold. */
  private valuesOf(fields: readonly CompiledField[], row: CsvRow): Readonly<Record<string, unknown>> {
    const values: Record<string, unknown> = {};
    for (const { field, part, expression } of fields) {
      const wire = valueToWire(this.evaluated(expression, row));
      if (wire === null) continue;
      if (part !== null) values[field.name] = { ...Object(values[field.name]), [part]: wire };
      else values[field.name] = field.type === 'integer' && typeof wire === 'string' ? Number(wire) : wire;
    }
    return values;
  }

  private evaluated(expression: CheckedExpression, row: CsvRow): Value {
    return evaluate(expression, this.environment(row));
  }

  private environment(row: CsvRow): Environment {
    const { keys } = this.running;
    const record = new RecordValue(null, (name) => row.cells.get(name) ?? null);
    const ref = ([entity, ...parts]: readonly Value[]): Value =>
      parts.some((part) => part === null) ? null : (keys.find(textOf(entity ?? null), parts.map(textOf).join(':')) ?? null);
    return { record: null, variables: new Map([['row', record]]), functions: new Map([['ref', ref]]), ...clockAt(new Date(), companyTimeZone) };
  }
}

function textOf(value: Value): string {
  return typeof value === 'string' ? value : String(valueToWire(value) ?? '');
}

function idIn(json: string): string {
  const record: unknown = JSON.parse(json);
  return typeof record === 'object' && record !== null && 'id' in record ? String(record.id) : '';
}

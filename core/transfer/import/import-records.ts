import type { Entity } from '../../definitions/model.js';
import type { Caller } from '../../kernel/caller.js';
import { UserError, type Violation } from '../../kernel/user-error.js';
import { createRecord } from '../../records/create-record.js';
import type { Platform } from '../../records/platform.js';
import { demandVerb } from '../../records/rights.js';
import { nestedPlatform, rehearse } from '../../records/nested-platform.js';
import { zoneOf } from '../zone-of.js';
import { CellReader } from './cell-value.js';
import { columnTargets, type Target } from './column-mapping.js';
import type { ImportCell, ImportTable, TableRow } from './import-table.js';

/** A file to import, with the field for each column; without a mapping columns are called like fields. */
export interface ImportFile {
  /** Read by those alone who may import. Throws 422 for a file that cannot be read. */
  read(): ImportTable | Promise<ImportTable>;
  readonly mapping: Readonly<Record<string, string>> | null;
  readonly isDryRun: boolean;
  onProgress?(done: number, all: number): void;
}

/** What came of it: everything, or nothing and why. */
export interface ImportOutcome {
  readonly rows: number;
  readonly created: number;
  readonly errors: readonly RowError[];
}

export interface RowError {
  readonly line: number;
  readonly violation: Violation;
}

const mostErrors = 200;

/** Makes a record of each row, all of them or none. Throws 403 without the right, 422 for a file that cannot be read. */
export async function importRecords(platform: Platform, caller: Caller, entity: Entity, file: ImportFile): Promise<ImportOutcome> {
  demandVerb(platform, caller, entity, 'import');
  demandVerb(platform, caller, entity, 'create');
  const table = await file.read();
  const targets = columnTargets(entity, caller, table.columns, file.mapping);
  const work = (nested: Platform): Promise<ImportOutcome> => makeAll(nested, caller, entity, table.rows, targets, file);
  if (file.isDryRun) return { ...(await rehearse(platform, work)), created: 0 };
  try {
    return await platform.database.transaction(async (tx) => {
      const outcome = await work(nestedPlatform(platform, tx));
      if (outcome.errors.length > 0) throw new Refused(outcome);
      return outcome;
    });
  } catch (error) {
    if (error instanceof Refused) return { ...error.outcome, created: 0 };
    throw error;
  }
}

class Refused extends Error {
  constructor(readonly outcome: ImportOutcome) {
    super('rows of the file are refused');
  }
}

async function makeAll(
  platform: Platform,
  caller: Caller,
  entity: Entity,
  rows: readonly TableRow<ImportCell>[],
  targets: ReadonlyMap<string, Target | null>,
  file: ImportFile,
): Promise<ImportOutcome> {
  const reader = new CellReader(platform, caller);
  const zone = await zoneOf(platform, caller);
  const errors: RowError[] = [];
  let created = 0;
  for (const row of rows) {
    const wrong = await makeOne(platform, caller, entity, await inputOf(reader, row, targets, zone));
    errors.push(...wrong.map((violation) => ({ line: row.line, violation })));
    if (wrong.length === 0) created += 1;
    if (errors.length >= mostErrors) break;
    file.onProgress?.(created, rows.length);
  }
  return { rows: rows.length, created, errors };
}

interface Input {
  readonly values: Readonly<Record<string, unknown>>;
  readonly wrong: readonly Violation[];
}

async function inputOf(reader: CellReader, row: TableRow<ImportCell>, targets: ReadonlyMap<string, Target | null>, zone: string): Promise<Input> {
  const values: Record<string, unknown> = {};
  const wrong: Violation[] = [];
  for (const [column, cell] of row.cells) {
    const target = targets.get(column);
    if (target === null || target === undefined || cell === null) continue;
    const { field, part } = target;
    const text = typeof cell === 'string' ? cell : cell.textFor(field, zone);
    if (part !== null) values[field.name] = { ...Object(values[field.name]), [part]: text };
    else {
      const read = await reader.read(field, text);
      if (read.kind === 'wrong') wrong.push(read.violation);
      else values[field.name] = read.value;
    }
  }
  return { values, wrong };
}

async function makeOne(platform: Platform, caller: Caller, entity: Entity, { values, wrong }: Input): Promise<readonly Violation[]> {
  try {
    await createRecord(platform, caller, entity, values);
    return wrong;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const known = new Set(wrong.map(({ pointer }) => pointer));
    const further = error.violations.length > 0 ? error.violations : [{ pointer: '', code: error.code, params: error.params }];
    return [...wrong, ...further.filter(({ pointer }) => !known.has(pointer))];
  }
}

import type { DataMigration, DataStep } from '../../../definitions/data-migration.js';
import type { Model } from '../../../definitions/model.js';
import type { Catalog } from '../catalog.js';
import { findFrozen, type FoundTable } from './find-frozen.js';

/** By table and column of today: the step that writes it last. What comes before may still be corrected by it, as a database that took each version would have it. */
export type LastWriters = ReadonlyMap<string, DataStep>;

export function lastWriters(due: readonly DataMigration[], model: Model, catalog: Catalog): LastWriters {
  const writers = new Map<string, DataStep>();
  for (const migration of due) {
    const found = findFrozen(migration, model, catalog);
    if (found.kind === 'missing') continue;
    for (const step of migration.steps) for (const key of written(step, found.tables)) writers.set(key, step);
  }
  return writers;
}

/** Name of a column among all tables. */
export function columnKey({ name }: Pick<FoundTable, 'name'>, column: string): string {
  return `${name} ${column}`;
}

function written({ table, set, insert }: DataStep, tables: ReadonlyMap<string, FoundTable>): readonly string[] {
  const keys = (name: string, columns: Iterable<string>): readonly string[] => {
    const found = tables.get(name);
    return found === undefined ? [] : [...columns].map((column) => columnKey(found, found.columns.get(column)?.name ?? column));
  };
  return [...keys(table, set.keys()), ...(insert === null ? [] : keys(insert.table, insert.values.keys()))];
}

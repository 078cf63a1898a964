import type { FrozenColumn } from '../../../../schemas/generated/types.js';
import type { DataMigration } from '../../../definitions/data-migration.js';
import { formerNames } from '../../../definitions/former-names.js';
import { columnName } from '../../../definitions/link/column-name.js';
import type { Entity, Field, Model } from '../../../definitions/model.js';
import type { Catalog, CatalogTable } from '../catalog.js';

/** Where a table of a migration is today. */
export interface FoundTable {
  readonly name: string;
  /** What is kept in it today; null when nobody declares it any more. */
  readonly entity: Entity | null;
  readonly columns: ReadonlyMap<string, FoundColumn>;
  readonly there: CatalogTable;
}

export interface FoundColumn {
  readonly name: string;
  readonly sqlType: string;
  readonly kind: FrozenColumn;
  /** Null for what no field holds any more. */
  readonly field: Field | null;
}

export type Found = { readonly kind: 'found'; readonly tables: ReadonlyMap<string, FoundTable> } | { readonly kind: 'missing'; readonly why: string };

/**
 * Finds the tables and columns of a migration under the names that they have in the database: their own, which stay until the next contraction, or those that they were given later.
 * What this database has never had, or has lost, cannot be migrated, and there is nothing in it to migrate.
 */
export function findFrozen({ tables }: DataMigration, model: Model, catalog: Catalog): Found {
  const found = new Map<string, FoundTable>();
  for (const [name, columns] of tables) {
    const place = findTable(name, model, catalog);
    if (place === null) return { kind: 'missing', why: `there is no table ${name}` };
    const own = new Map<string, FoundColumn>();
    for (const [column, kind] of columns) {
      const one = findColumn(column, kind, place);
      if (one === null) return { kind: 'missing', why: `${name} has no column ${column} that holds ${typeof kind === 'string' ? kind : 'ids'}` };
      own.set(column, one);
    }
    found.set(name, { ...place, columns: own });
  }
  return { kind: 'found', tables: found };
}

/** Every name that the tables of a migration may have today. */
export function namesToday({ tables }: DataMigration, model: Model): readonly string[] {
  return [...tables.keys()].flatMap((name) => [name, ...[...model.entities.values()].filter((entity) => wasCalled(entity, name)).map(({ table }) => table)]);
}

type Place = Omit<FoundTable, 'columns'>;

function findTable(name: string, model: Model, catalog: Catalog): Place | null {
  const entities = [...model.entities.values()];
  const entity = entities.find(({ table }) => table === name) ?? (catalog.has(name) ? undefined : entities.find((one) => wasCalled(one, name)));
  const table = entity?.table ?? name;
  const there = catalog.get(table);
  return there === undefined ? null : { name: table, entity: entity ?? null, there };
}

function wasCalled({ formerIds }: Entity, table: string): boolean {
  return formerIds.some((id) => id.split('.').map(columnName).join('_') === table);
}

function findColumn(name: string, kind: FrozenColumn, { entity, there }: Place): FoundColumn | null {
  const fields = [...(entity?.fields.values() ?? [])];
  const field =
    fields.find(({ column }) => column === name) ??
    fields.find((one) => columnName(one.name) === name) ??
    fields.find((one) => formerNames(one).some((former) => columnName(former) === name)) ??
    null;
  for (const candidate of [name, field?.column]) {
    const column = there.columns.get(candidate ?? '');
    if (column !== undefined && candidate !== undefined && holds[kindOf(kind)].test(column.sqlType))
      return { name: candidate, sqlType: column.sqlType, kind, field };
  }
  return null;
}

/** Ids of the rows of a table are ids. */
export function kindOf(column: FrozenColumn): Extract<FrozenColumn, string> {
  return typeof column === 'string' ? column : 'id';
}

const holds: Readonly<Record<Extract<FrozenColumn, string>, RegExp>> = {
  text: /^(?:text|character varying)/u,
  integer: /^(?:bigint|integer)$/u,
  decimal: /^(?:numeric|bigint|integer)/u,
  boolean: /^boolean$/u,
  date: /^date$/u,
  datetime: /^timestamp/u,
  id: /^uuid$/u,
};

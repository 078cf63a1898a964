import { formerNames } from '../../definitions/former-names.js';
import { columnName } from '../../definitions/link/column-name.js';
import type { Model } from '../../definitions/model.js';
import { quoted } from '../quoted.js';
import type { Table } from '../table.js';
import type { Catalog, CatalogTable } from './catalog.js';
import { alterTable } from './ddl.js';
import { isLedger } from './due-expansions.js';
import { addingStep, type Step } from './step.js';

/** A rename that was told with --allow, or declared with `formerly`. */
export interface Rename {
  readonly table: string;
  readonly from: string;
  readonly to: string;
  /** Null when it is declared. */
  readonly token: string | null;
}

/** Renames that fields of ledgers declare, whose rows cannot be filled; those that were carried out before are among them. */
export function declaredRenames(model: Model): readonly Rename[] {
  return [...model.entities.values()]
    .filter(isLedger)
    .flatMap((entity) =>
      [...entity.fields.values()].flatMap((field) =>
        formerNames(field).map((before): Rename => ({ table: entity.table, from: columnName(before), to: field.column, token: null })),
      ),
    );
}

/** `rename:crm_lead.phone->crm_lead.telephone`; the second table may be left out. */
export function renameOf(token: string): Rename | null {
  const match = /^rename:([a-z0-9_]+)\.([a-z0-9_]+)->(?:([a-z0-9_]+)\.)?([a-z0-9_]+)$/u.exec(token);
  if (match === null) return null;
  const [, table = '', from = '', toTable, to = ''] = match;
  return toTable !== undefined && toTable !== table ? null : { table, from, to, token };
}

/** Whether the rename is what the declarations ask for: the old name was declared and is not, the new one is declared and not there. */
export function isDue(rename: Rename, desired: readonly Table[], actual: Catalog, before: ReadonlyMap<string, Table>): boolean {
  const has = (table: Table | undefined, name: string): boolean => table?.columns.some((column) => column.name === name) === true;
  const wanted = desired.find((table) => table.name === rename.table);
  const there = actual.get(rename.table)?.columns;
  return (
    has(before.get(rename.table), rename.from) &&
    there?.has(rename.from) === true &&
    !there.has(rename.to) &&
    has(wanted, rename.to) &&
    !has(wanted, rename.from)
  );
}

export function renameStep(rename: Rename, plugin: string): Step {
  const sql = [alterTable(rename.table, `RENAME COLUMN ${quoted(rename.from)} TO ${quoted(rename.to)}`)];
  return addingStep({
    kind: 'rename-column',
    table: rename.table,
    column: rename.to,
    plugin,
    sql,
    why: rename.token === null ? `it is declared as formerly ${rename.from}` : `allowed as ${rename.token}`,
  });
}

/** The catalogue as it is after the rename. */
export function renamedCatalog(actual: Catalog, rename: Rename): Catalog {
  const table = actual.get(rename.table);
  if (table === undefined) return actual;
  const columns: CatalogTable['columns'] = new Map([...table.columns].map(([name, column]) => [name === rename.from ? rename.to : name, column]));
  return new Map([...actual, [rename.table, { ...table, columns }]]);
}

/** What was declared, as if it had been declared under the new name. */
export function renamedBefore(before: ReadonlyMap<string, Table>, rename: Rename): ReadonlyMap<string, Table> {
  const table = before.get(rename.table);
  if (table === undefined) return before;
  const named = (name: string): string => (name === rename.from ? rename.to : name);
  const renamed = {
    ...table,
    columns: table.columns.map((column) => ({ ...column, name: named(column.name) })),
    constraints: table.constraints.map((constraint) => ({ ...constraint, columns: constraint.columns.map(named) })),
    indexes: table.indexes.map((index) => ({ ...index, columns: index.columns.map(named) })),
  };
  return new Map([...before, [rename.table, renamed]]);
}

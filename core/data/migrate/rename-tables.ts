import type { Entity, Model } from '../../definitions/model.js';
import { formerNames } from '../../definitions/former-names.js';
import { columnName } from '../../definitions/link/column-name.js';
import { quoted, quotedText } from '../quoted.js';
import type { Constraint, Index, Table } from '../table.js';
import type { Catalog } from './catalog.js';
import { alterTable } from './ddl.js';
import type { RenamedTable } from './expansion.js';
import { addingStep, type Step } from './step.js';

/** Tables of entities and of many-to-many fields that were called otherwise when the database was last changed. */
export function dueTableRenames(model: Model, desired: readonly Table[], before: ReadonlyMap<string, Table>, actual: Catalog): readonly RenamedTable[] {
  const wanted = new Set(desired.map((table) => table.name));
  return [...model.entities.values()].flatMap((entity) =>
    candidatesOf(entity).flatMap(({ table, plugin, names }): readonly RenamedTable[] => {
      if (actual.has(table)) return [];
      const found = names.find(({ from }) => before.has(from) && actual.has(from) && !wanted.has(from));
      return found === undefined ? [] : [{ kind: 'table', table, plugin, ...found }];
    }),
  );
}

interface Candidate {
  readonly table: string;
  readonly plugin: string;
  readonly names: readonly Pick<RenamedTable, 'from' | 'ids'>[];
}

function candidatesOf(entity: Entity): readonly Candidate[] {
  const former = entity.formerIds.map((id) => ({ id, table: tableOf(id) }));
  const own = { table: entity.table, plugin: entity.plugin, names: former.map(({ id, table }) => ({ from: table, ids: { from: id, to: entity.id } })) };
  const links = [...entity.fields.values()].flatMap((field): readonly Candidate[] => {
    if (field.type !== 'many-to-many') return [];
    const names = [entity.table, ...former.map(({ table }) => table)].flatMap((table) =>
      [field.name, ...formerNames(field)].map((name) => ({ from: `${table}__${columnName(name)}`, ids: null })),
    );
    return [{ table: field.column, plugin: field.plugin, names: names.filter(({ from }) => from !== field.column) }];
  });
  return [own, ...links];
}

function tableOf(id: string): string {
  return id.split('.').map(columnName).join('_');
}

/** The tables as they were declared, as if under their new names, and what their keys are called after that. */
export interface Renaming {
  readonly before: ReadonlyMap<string, Table>;
  readonly actual: Catalog;
  readonly steps: readonly Step[];
}

/** Renames at once: the old name stays as a view, so that both can be written. */
export function renameTables(
  renames: readonly RenamedTable[],
  desired: readonly Table[],
  given: { readonly before: ReadonlyMap<string, Table>; readonly actual: Catalog },
): Renaming {
  if (renames.length === 0) return { ...given, steps: [] };
  const names = new Map(renames.map(({ from, table }) => [from, table]));
  const keyNames = new Map<string, string>();
  const before = new Map(
    [...given.before.values()].map((table) => {
      const name = names.get(table.name) ?? table.name;
      const wish = desired.find((one) => one.name === name);
      const renamed = <Key extends Constraint | Index>(key: Key, wished: readonly (Constraint | Index)[]): Key => {
        const sql = [...names].reduce((text, [from, to]) => text.replaceAll(quoted(from), quoted(to)), key.sql);
        const twin = wished.find((one) => sameThing({ ...key, sql }, one));
        if (twin !== undefined && twin.name !== key.name) keyNames.set(`${name} ${key.name}`, twin.name);
        return {
          ...key,
          sql,
          name: twin?.name ?? key.name,
          ...('target' in key && key.target !== null ? { target: names.get(key.target) ?? key.target } : {}),
        };
      };
      const constraints = table.constraints.map((key) => renamed(key, wish?.constraints ?? []));
      const indexes = table.indexes.map((key) => renamed(key, wish?.indexes ?? []));
      return [name, { ...table, name, constraints, indexes }] as const;
    }),
  );
  const actual: Catalog = new Map(
    [...given.actual].map(([from, table]) => {
      const name = names.get(from) ?? from;
      const called = <Entry>(keys: ReadonlyMap<string, Entry>): ReadonlyMap<string, Entry> =>
        new Map([...keys].map(([key, entry]) => [keyNames.get(`${name} ${key}`) ?? key, entry]));
      return [name, { ...table, constraints: called(table.constraints), indexes: called(table.indexes) }] as const;
    }),
  );
  return { before, actual, steps: [...renames.map(renameStep), ...keySteps(given.actual, names, keyNames, before)] };
}

function sameThing(one: Constraint | Index, other: Constraint | Index): boolean {
  const isSameKind = 'kind' in one && 'kind' in other ? one.kind === other.kind : 'isUnique' in one && 'isUnique' in other && one.isUnique === other.isUnique;
  return isSameKind && one.columns.join() === other.columns.join() && one.sql === other.sql;
}

function renameStep({ from, table, plugin, ids }: RenamedTable): Step {
  const numbers =
    ids === null
      ? []
      : [
          `UPDATE trellis_sequence SET field = ${quotedText(ids.to)} || substr(field, ${ids.from.length + 1}) WHERE starts_with(field, ${quotedText(`${ids.from}.`)})`,
        ];
  return addingStep({
    kind: 'rename-table',
    table,
    plugin,
    sql: [alterTable(from, `RENAME TO ${quoted(table)}`), ...numbers],
    why: ids === null ? `the links were kept in ${from}` : `${ids.to} was formerly ${ids.from}`,
  });
}

function keySteps(
  actual: Catalog,
  names: ReadonlyMap<string, string>,
  keyNames: ReadonlyMap<string, string>,
  tables: ReadonlyMap<string, Table>,
): readonly Step[] {
  return [...actual].flatMap(([from, there]) => {
    const table = names.get(from) ?? from;
    const called = (keys: Iterable<string>): readonly (readonly [string, string])[] =>
      [...keys].flatMap((key) => {
        const name = keyNames.get(`${table} ${key}`);
        return name === undefined ? [] : [[key, name] as const];
      });
    const constraints = called(there.constraints.keys()).map(([key, name]) => alterTable(table, `RENAME CONSTRAINT ${quoted(key)} TO ${quoted(name)}`));
    const indexes = called([...there.indexes.keys()].filter((key) => !there.constraints.has(key))).map(
      ([key, name]) => `ALTER INDEX ${quoted(key)} RENAME TO ${quoted(name)}`,
    );
    const sql = [...constraints, ...indexes];
    const plugin = tables.get(table)?.plugin ?? '';
    return sql.length === 0 ? [] : [addingStep({ kind: 'rename-keys', table, plugin, sql, why: 'its keys are called after the tables' })];
  });
}

import type { FrozenColumn } from '../../../schemas/generated/types.js';
import type { ExpressionType, RecordType } from '../expressions/types.js';

/** Tables of a migration, as they were in its version. */
export type FrozenTables = ReadonlyMap<string, ReadonlyMap<string, FrozenColumn>>;

/** A row as the expressions of a migration see it: its columns, and through ids the rows of the other tables that it lists. */
export function frozenRow(table: string, tables: FrozenTables): RecordType {
  const columns = tables.get(table) ?? new Map<string, FrozenColumn>();
  return {
    name: table,
    member: (name) => {
      const column = columns.get(name);
      return column === undefined ? undefined : frozenType(column, tables);
    },
    names: () => [...columns.keys()],
  };
}

/** What a value of the column is in expressions. */
export function frozenType(column: FrozenColumn, tables: FrozenTables): ExpressionType {
  if (typeof column !== 'string') return { kind: 'record', record: frozenRow(column.idOf, tables) };
  return types[column];
}

const types: Readonly<Record<Extract<FrozenColumn, string>, ExpressionType>> = {
  text: { kind: 'text' },
  id: { kind: 'text' },
  integer: { kind: 'number' },
  decimal: { kind: 'number' },
  boolean: { kind: 'boolean' },
  date: { kind: 'date' },
  datetime: { kind: 'instant' },
};

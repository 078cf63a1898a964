import type { Column } from '../column.js';
import type { Table } from '../table.js';
import type { Expansion } from './expansion.js';

/** The tables with the columns that are kept for processes of the release before: empty where those of this one write nothing, and held to no rule. */
export function withExpansions(desired: readonly Table[], before: ReadonlyMap<string, Table>, expansions: readonly Expansion[]): readonly Table[] {
  return desired.map((table) => {
    const own = table.columns.map(({ name }) => name);
    const left = expansions.flatMap((one) => (one.kind === 'move' && one.table === table.name && !own.includes(one.from) ? [one.from] : []));
    const kept = left.flatMap((name) => before.get(table.name)?.columns.find((column) => column.name === name) ?? []);
    if (kept.length === 0) return table;
    const indexes = (before.get(table.name)?.indexes ?? []).filter(
      (index) => !index.isUnique && index.columns.some((column) => left.includes(column)) && !table.indexes.some(({ name }) => name === index.name),
    );
    return { ...table, columns: [...table.columns, ...kept.map(loose)], indexes: [...table.indexes, ...indexes] };
  });
}

function loose(column: Column): Column {
  return { ...column, nullable: true, default: null, options: null };
}

import { quoted, quotedText } from '../quoted.js';
import { renamedOption, rowAlias, type Expansion, type RenamedTable } from './expansion.js';
import { idColumns } from './expansion-routines.js';

/** Rows to be rewritten after the tables were changed, a thousand at a time. */
export interface Fill {
  readonly id: string;
  readonly table: string;
  /** What follows SET, over the row. */
  readonly sets: string;
  /** Rows that need it: run twice it changes nothing the second time. */
  readonly condition: string;
  /** Whether rows are taken by their id; what has none is rewritten in one go. */
  readonly isBatched: boolean;
}

/** Of which fill the expansion is part: values move and options change in one pass, so that no row is half-changed; what reads them is filled after it. */
export function fillId(expansion: Expansion): string {
  if (expansion.kind === 'table') return `ids:${expansion.table}`;
  return `${expansion.kind === 'backfill' ? 'backfill' : 'rows'}:${expansion.table}`;
}

/** What rows are rewritten by while these expansions begin; values first, then what is made of them. */
export function fillsOf(expansions: readonly Expansion[]): readonly Fill[] {
  const columns = expansions.filter((one) => one.kind !== 'table');
  const ids = [...new Set([...columns.filter(({ kind }) => kind !== 'backfill'), ...columns].map(fillId))];
  return [
    ...ids.map((id) =>
      columnFill(
        id,
        columns.filter((one) => fillId(one) === id),
      ),
    ),
    ...expansions.filter((one) => one.kind === 'table').flatMap(idFills),
  ];
}

function columnFill(id: string, expansions: readonly Exclude<Expansion, RenamedTable>[]): Fill {
  const sets = expansions.map((one) => {
    const own = `${rowAlias}.${quoted(one.to)}`;
    const value = one.kind === 'options' ? renamedOption(own, one.keys, quotedText) : `coalesce(${own}, ${one.forward})`;
    return `${quoted(one.to)} = ${value}`;
  });
  return { id, table: expansions[0]?.table ?? '', sets: sets.join(', '), condition: expansions.map(isUnfilled).join(' OR '), isBatched: true };
}

function isUnfilled(expansion: Exclude<Expansion, RenamedTable>): string {
  const own = `${rowAlias}.${quoted(expansion.to)}`;
  if (expansion.kind === 'options') return `${own} IN (${Object.keys(expansion.keys).map(quotedText).join(', ')})`;
  return expansion.kind === 'move' ? `(${own} IS NULL AND ${rowAlias}.${quoted(expansion.from)} IS NOT NULL)` : `${own} IS NULL`;
}

function idFills(expansion: RenamedTable): readonly Fill[] {
  const { ids } = expansion;
  if (ids === null) return [];
  return idColumns.map(({ table, column }) => ({
    id: `${fillId(expansion)}:${table}.${column}`,
    table,
    sets: `${quoted(column)} = ${quotedText(ids.to)}`,
    condition: `${rowAlias}.${quoted(column)} = ${quotedText(ids.from)}`,
    isBatched: false,
  }));
}

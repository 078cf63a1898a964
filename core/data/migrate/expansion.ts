/** Something old that goes on beside the new, so that processes of the release before can work; it ends with `trellis migrate --contract`. */
export type Expansion = MovedColumn | Backfill | RenamedOptions | RenamedTable;

/** Name of the row in the SQL of expansions: alias of the table in statements, variable in triggers. */
export const rowAlias = 'trellis_row';

interface OfTable {
  /** Name of today. */
  readonly table: string;
  /** Plugin whose declaration asks for it. */
  readonly plugin: string;
}

/** A field whose values moved to another column, because it has another name or another type. */
export interface MovedColumn extends OfTable {
  readonly kind: 'move';
  readonly from: string;
  readonly to: string;
  /** The new value over the row; null where the old one does not convert. */
  readonly forward: string;
  /** The old value over the row. */
  readonly backward: string;
  readonly isRetyped: boolean;
  /** Of a field that numbers records: what its numbers are counted under, before and today. */
  readonly counter: { readonly from: string; readonly to: string } | null;
}

/** A column that rows get filled which are there. */
export interface Backfill extends OfTable {
  readonly kind: 'backfill';
  readonly to: string;
  /** Its value over the row. */
  readonly forward: string;
  /** Whether rows that come without a value get it too, because it is required. */
  readonly isKept: boolean;
}

/** Options or states that have another key. */
export interface RenamedOptions extends OfTable {
  readonly kind: 'options';
  readonly to: string;
  /** Key of before → key of today. */
  readonly keys: Readonly<Record<string, string>>;
}

/** A table under another name; a view has the old one. */
export interface RenamedTable extends OfTable {
  readonly kind: 'table';
  readonly from: string;
  /** Ids of the entity before and today; null for the table of a many-to-many field. */
  readonly ids: { readonly from: string; readonly to: string } | null;
}

/** One for each thing that it is about. */
export function expansionKey(expansion: Expansion): string {
  return `${expansion.kind}:${expansion.table}.${expansion.kind === 'table' ? expansion.from : expansion.to}`;
}

/** The key of today where there was another, else the value as it is. */
export function renamedOption(value: string, keys: Readonly<Record<string, string>>, text: (literal: string) => string): string {
  const cases = Object.entries(keys).map(([from, to]) => `WHEN ${text(from)} THEN ${text(to)}`);
  return cases.length === 0 ? value : `CASE ${value} ${cases.join(' ')} ELSE ${value} END`;
}

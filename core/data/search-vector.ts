import { join, raw, sql, type Sql } from './sql.js';

/** Text to be found, as SQL, and how much it weighs. */
export interface SearchPart {
  readonly text: string;
  readonly weight: 'A' | 'B' | 'C';
}

/** The vector of a row as text of SQL: the stored column's expression. */
export function searchVectorText(parts: readonly SearchPart[]): string {
  return parts.map(({ text, weight }) => `setweight(to_tsvector('simple'::regconfig, coalesce(trellis_words(${text}), '')), '${weight}')`).join(' || ');
}

/** The same over pieces of SQL, for callers who do not see every searchable field: the vector is then made as the query runs. */
export function searchVector(parts: readonly { readonly text: Sql; readonly weight: 'A' | 'B' | 'C' }[]): Sql {
  return join(
    parts.map(({ text, weight }) => sql`setweight(to_tsvector('simple'::regconfig, coalesce(trellis_words(${text}), '')), ${raw(`'${weight}'`)})`),
    ' || ',
  );
}

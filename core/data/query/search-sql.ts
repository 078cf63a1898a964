import type { Field } from '../../definitions/model.js';
import { searchColumn } from '../columns.js';
import { searchVector } from '../search-vector.js';
import { searchedText } from '../json-fields.js';
import { raw, sql, value, type Sql } from '../sql.js';
import type { QueryContext, RowSource } from './query-context.js';

/** Rows in which every word begins some word of a field that the caller sees. */
export function searchSql(context: QueryContext, source: RowSource, words: readonly string[]): Sql {
  const parts = [...source.entity.fields.values()].flatMap((field) =>
    field.search === null ? [] : [{ field, weight: field.search, seen: context.seen(source, field) }],
  );
  const visible = parts.filter((part) => part.seen.kind !== 'nowhere');
  if (visible.length === 0 || words.length === 0) return raw('false');
  const isWhole = parts.every((part) => part.seen.kind === 'everywhere');
  // The stored vector holds every searchable field, so it only serves those who see them all.
  const vector = isWhole
    ? sql`${source.alias}.${raw(`"${searchColumn}"`)}`
    : sql`(${searchVector(visible.map(({ field, weight }) => ({ text: searchedSql(field, context.column(source, field)), weight })))})`;
  return sql`${vector} @@ ${value(words.map((word) => `'${word.replaceAll(/['\\]/gu, ' ')}':*`).join(' & '), 'tsquery')}`;
}

function searchedSql(field: Field, column: Sql): Sql {
  const [before, after] = searchedText(field);
  return sql`${raw(before)}(${column})${raw(after)}`;
}

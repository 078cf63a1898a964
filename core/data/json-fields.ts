import { nameOrders } from '../definitions/expressions/call-name.js';
import { fieldType } from '../definitions/field-types/registry.js';
import type { Field } from '../definitions/model.js';
import type { Locale } from '../kernel/locale.js';
import { join, literal, raw, sql, type Sql } from './sql.js';

/** Whether the column holds a list, which is never missing but may be empty. */
export function isList(field: Field): boolean {
  const holds = holdsOf(field);
  return holds === 'texts' || holds === 'contacts';
}

/** The texts of a list, as a JSON list. */
export function listedTexts(field: Field, column: Sql): Sql {
  return holdsOf(field) === 'contacts' ? sql`jsonb_path_query_array(${column}, ${raw("'$[*].value'")})` : column;
}

/** How a person is called, as `callName` says. */
export function calledPerson(column: Sql, locale: Locale): Sql {
  const parts = nameOrders[locale].map((part) => sql`${column} ->> ${literal(part)}`);
  return sql`nullif(concat_ws(${raw("' '")}, ${join(parts, ', ')}), ${raw("''")})`;
}

/** What stands before and after the column in the immutable expression of its text for the full-text search. */
export function searchedText(field: Field): readonly [before: string, after: string] {
  if (field.type === 'rich-text') return ['regexp_replace(', ", '<[^>]*>|&[a-z]+;', ' ', 'g')"];
  if (field.type === 'person-name') return ['jsonb_path_query_array(', ", '$.*')::text"];
  return holdsOf(field) === 'contacts' ? ['jsonb_path_query_array(', ", '$[*].value')::text"] : ['', '::text'];
}

function holdsOf(field: Field): string | null {
  const storage = fieldType(field.type).storage(field);
  return storage.kind === 'json' ? storage.holds : null;
}

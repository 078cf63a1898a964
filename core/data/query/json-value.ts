import { fieldType } from '../../definitions/field-types/registry.js';
import type { Field } from '../../definitions/model.js';
import { raw, sql, type Sql } from '../sql.js';

/** A column as PostgreSQL writes it into JSON: decimals as text at their scale, instants by RFC 3339 with milliseconds. */
export function jsonValue(field: Field, column: Sql): Sql {
  switch (fieldType(field.type).storage(field).kind) {
    case 'decimal':
      return sql`(${column})::text`;
    case 'instant':
      return sql`to_char((${column}) AT TIME ZONE 'UTC', ${raw(`'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'`)})`;
    case 'sealed':
      return sql`CASE WHEN ${column} IS NOT NULL THEN true END`;
    default:
      return column;
  }
}

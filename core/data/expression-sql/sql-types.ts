import type { ExpressionType } from '../../definitions/expressions/types.js';
import { raw, sql, type Sql } from '../sql.js';

/** A value as the type that expressions of this kind have in SQL; where it has that type already the cast costs nothing. */
export function castTo(type: ExpressionType, value: Sql): Sql {
  return sql`(${value})::${raw(sqlType(type))}`;
}

/** The SQL type of a single value. */
export function sqlType(type: ExpressionType): 'text' | 'numeric' | 'boolean' | 'date' | 'timestamptz' {
  switch (type.kind) {
    case 'number':
      return 'numeric';
    case 'boolean':
      return 'boolean';
    case 'date':
      return 'date';
    case 'instant':
      return 'timestamptz';
    default:
      return 'text';
  }
}

/** The type that values compared with each other have: the first that is known. */
export function sharedType(types: readonly ExpressionType[]): ExpressionType {
  return types.find((type) => type.kind !== 'null' && type.kind !== 'any') ?? { kind: 'text' };
}

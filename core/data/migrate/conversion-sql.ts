import type { Field } from '../../definitions/model.js';
import { expressionToSql } from '../expression-sql.js';
import type { SqlNames } from '../expression-sql/sql-names.js';
import { raw, sql } from '../sql.js';

/** A conversion as SQL without parameters; `old` is the SQL of the old value. */
export function conversionSql(conversion: NonNullable<Field['conversion']>, old: string): string {
  const names: SqlNames = {
    path: () => raw(old),
    list: () => {
      throw new Error('a value that is converted has no lists');
    },
    today: sql`(now() AT TIME ZONE 'Asia/Ho_Chi_Minh')::date`,
    now: sql`now()`,
  };
  return expressionToSql(conversion.expression, names).build().text;
}

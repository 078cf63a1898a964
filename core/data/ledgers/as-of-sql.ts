import type { Entity, Field, Model } from '../../definitions/model.js';
import { columnsOf } from '../columns.js';
import { expressionToSql } from '../expression-sql.js';
import { rowNames } from '../row-names.js';
import { identifier, join, raw, sql, value, type Sql } from '../sql.js';
import { ledgerTables } from './ledger-tables.js';

/** The balances as the entries up to a day make them, in place of their table: the same columns, in parentheses. */
export function balancesAsOf(model: Model, balances: Entity, day: string): Sql {
  const { entries, dimensions, measures } = ledgerTables(model, balances.balanceOf ?? '');
  const types = columnsOf(balances);
  const typeOf = (field: Field): Sql => raw(types.find((column) => column.field === field.name)?.sqlType ?? 'text');
  const keys = dimensions.map((field) => identifier(field.column));
  const isSame = dimensions.map((field, index) => {
    const key = keys[index] ?? raw('NULL');
    return field.required ? sql`e.${key} = b.${key}` : sql`(e.${key} = b.${key} OR (e.${key} IS NULL AND b.${key} IS NULL))`;
  });
  const sums = measures.map((field) => sql`coalesce(sum(e.${identifier(field.column)}), 0)::${typeOf(field)} AS ${identifier(field.column)}`);
  const place = join(
    keys.map((key) => sql`b.${key}`),
    ', ',
  );
  const measured = join(
    measures.map((field) => sql`a.${identifier(field.column)}`),
    ', ',
  );
  // One sum a row, so that a page costs what its rows cost; rows that are only counted cost none.
  const summed = sql`SELECT b.id, ${place}, ${measured}, b.updated_at FROM ${identifier(balances.table)} b
    LEFT JOIN LATERAL (SELECT ${join(sums, ', ')} FROM ${identifier(entries.table)} e WHERE ${join(isSame, ' AND ')} AND e.posting_date <= ${value(day, 'date')}) a ON true`;
  const formulas = balances.formulas.flatMap((field) =>
    field.formula === null
      ? []
      : [sql`${expressionToSql(field.formula, rowNames(balances, raw('s'), model, null))}::${typeOf(field)} AS ${identifier(field.column)}`],
  );
  return sql`(SELECT ${join([raw('s.*'), ...formulas], ', ')} FROM (${summed}) s)`;
}

import type { Node } from '../../definitions/expressions/checked.js';
import { join, sql, type Sql } from '../sql.js';
import type { ListRows, SqlCompiler, TruthMode, TruthSql } from './sql-compiler.js';
import { sharedType, sqlType } from './sql-types.js';

/** SQL of comparisons. */
export const comparisonSql = {
  '_==_': (args, compiler, mode) => settled(equality(args, compiler), mode),
  '_!=_': (args, compiler) => sql`(${equality(args, compiler)} IS NOT TRUE)`,
  '_==null_': ([operand], compiler) => sql`(${present(operand, compiler)} IS NULL)`,
  '_!=null_': ([operand], compiler) => sql`(${present(operand, compiler)} IS NOT NULL)`,
  '_<_': ordering(sql`<`),
  '_<=_': ordering(sql`<=`),
  '_>_': ordering(sql`>`),
  '_>=_': ordering(sql`>=`),
  in: (args, compiler, mode) => membership(args, compiler, mode),
} as const satisfies Record<string, TruthSql>;

/** A comparison that is NULL when an operand is, made false where that matters. */
export function settled(comparison: Sql, mode: TruthMode): Sql {
  return mode === 'exact' ? sql`(${comparison} IS TRUE)` : comparison;
}

function equality([left, right]: readonly Node[], compiler: SqlCompiler): Sql {
  if (left === undefined || right === undefined) throw new Error('a comparison without operands');
  const [leftKey, rightKey] = [compiler.key(left), compiler.key(right)];
  if (leftKey !== null && rightKey !== null) return sql`(${leftKey} = ${rightKey})`;
  const type = sharedType([left.type, right.type]);
  return sql`(${compiler.value(left, type)} = ${compiler.value(right, type)})`;
}

function ordering(symbol: Sql): TruthSql {
  return ([left, right], compiler, mode) => {
    if (left === undefined || right === undefined) throw new Error('a comparison without operands');
    const type = sharedType([left.type, right.type]);
    const [less, more] = [compiler.value(left, type), compiler.value(right, type)];
    // By code points, whatever the language of the database.
    const byCodePoints = sqlType(type) === 'text' ? sql`${more} COLLATE "C"` : more;
    return settled(sql`(${less} ${symbol} ${byCodePoints})`, mode);
  };
}

/** A record is there when its id is. */
function present(operand: Node | undefined, compiler: SqlCompiler): Sql {
  if (operand === undefined) throw new Error('a comparison without operand');
  return compiler.key(operand) ?? compiler.value(operand);
}

function membership([operand, list]: readonly Node[], compiler: SqlCompiler, mode: TruthMode): Sql {
  if (operand === undefined || list === undefined) throw new Error('in takes two operands');
  const key = compiler.key(operand);
  const type = sharedType(list.type.kind === 'list' ? [operand.type, list.type.of] : [operand.type]);
  const value = compiler.value(operand, type);
  if (list.op === 'list') return settled(amongItems(list.items, key, value, compiler), mode);
  const array = compiler.array(list);
  if (array === null) return settled(amongRows(key, value, compiler.rows(list)), mode);
  return settled(key !== null && array.keys !== undefined ? sql`(${key} = ANY (${array.keys}))` : sql`(${value} = ANY (${array.array}))`, mode);
}

function amongItems(items: readonly Node[], key: Sql | null, value: Sql, compiler: SqlCompiler): Sql {
  if (items.length === 0) return sql`false`;
  const keys = items.map((item) => compiler.key(item)).filter((item) => item !== null);
  const type = sharedType(items.map((item) => item.type));
  if (key !== null && keys.length === items.length) return sql`(${key} IN (${join(keys, ', ')}))`;
  const values = items.map((item) => compiler.value(item, type));
  return sql`(${value} IN (${join(values, ', ')}))`;
}

function amongRows(key: Sql | null, value: Sql, rows: ListRows): Sql {
  const where = join([sql`true`, ...rows.where], ' AND ');
  if (key !== null && rows.key !== null) return sql`(${key} IN (SELECT ${rows.key} FROM ${rows.from} WHERE ${where}))`;
  if (rows.item === null) throw new Error('the elements of this list are no values in SQL');
  return sql`(${value} IN (SELECT ${rows.item} FROM ${rows.from} WHERE ${where}))`;
}

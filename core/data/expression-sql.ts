import type { CheckedExpression } from '../definitions/expressions/checked.js';
import { sqlCompiler } from './expression-sql/compiler.js';
import type { SqlNames } from './expression-sql/sql-names.js';
import type { Sql } from './sql.js';

/** The value of an expression in SQL, the same as evaluate() gives. A condition is true or false, never NULL; a record is its id. */
export function expressionToSql(expression: CheckedExpression, names: SqlNames): Sql {
  const compiler = sqlCompiler(names);
  return expression.type.kind === 'boolean' ? compiler.truth(expression.root, 'exact') : compiler.value(expression.root, expression.type);
}

/** A condition to stand in WHERE (and under AND and OR, never under NOT): NULL may stand for false, so that indexes serve it. */
export function conditionToSql(expression: CheckedExpression, names: SqlNames): Sql {
  return sqlCompiler(names).truth(expression.root, 'filter');
}

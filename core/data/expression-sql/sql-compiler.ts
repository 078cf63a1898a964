import type { Node } from '../../definitions/expressions/checked.js';
import type { ExpressionType } from '../../definitions/expressions/types.js';
import type { Sql } from '../sql.js';
import type { SqlNames } from './sql-names.js';

/** What the SQL of a function asks the compiler for. Every piece it gives stands on its own, in parentheses where needed. */
export interface SqlCompiler {
  /** The value, NULL where it is null. `type` is what a bare null becomes. */
  value(node: Node, type?: ExpressionType): Sql;
  /** The condition. Exact: never NULL. Otherwise NULL may stand for false, as WHERE takes it, so that indexes are used. */
  truth(node: Node, mode: TruthMode): Sql;
  /** The uuid that the node is known to be; null when it is compared as text. */
  key(node: Node): Sql | null;
  /** The rows of a list. */
  rows(node: Node): ListRows;
  /** The compiler of a macro's body. */
  inside(variable: string, rows: ListRows): SqlCompiler;
  /** The array that a list is, when it is one. */
  array(node: Node): { readonly array: Sql; readonly keys?: Sql } | null;
  readonly today: Sql;
  readonly now: Sql;
}

export type TruthMode = 'exact' | 'filter';

/** A list as rows of a subquery. */
export interface ListRows {
  readonly from: Sql;
  readonly where: readonly Sql[];
  /** The element as a single value; null when it is a record without one. */
  readonly item: Sql | null;
  /** The element as uuid; null when it is none. */
  readonly key: Sql | null;
  /** What the element's variable means; null when the element is a single value. */
  readonly names: SqlNames | null;
}

/** SQL of a function that gives a value. */
export type ValueSql = (args: readonly Node[], compiler: SqlCompiler) => Sql;

/** SQL of a function that gives a condition. */
export type TruthSql = (args: readonly Node[], compiler: SqlCompiler, mode: TruthMode) => Sql;

/** SQL of a macro that gives a value or a condition. */
export type MacroSql = (rows: ListRows, body: Node, compiler: SqlCompiler) => Sql;

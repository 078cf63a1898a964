import type { PathNode } from '../../definitions/expressions/checked.js';
import type { Sql } from '../sql.js';

/** What the names of an expression are in one SQL statement: columns of a table alias, joined references, parameters for variables. */
export interface SqlNames {
  /**
   * A single value: the column, or a scalar subquery, or a parameter. It is cast to what its type needs, so an integer, an enum or a uuid
   * may be given as it is. Of a record, its id. `from` is 'record' or 'variable', never 'local'.
   */
  path(node: PathNode): Sql;
  /** The rows or the array that a list stands for; a fresh alias at every call, not beginning with item_ or given. */
  list(node: PathNode): SqlRows | SqlArray;
  /** The uuid of a path that is an id or a reference, so that comparing ids takes the index; null for any other path. */
  key?(node: PathNode): Sql | null;
  /** The company's day, of type date. */
  readonly today: Sql;
  /** Of type timestamptz. */
  readonly now: Sql;
}

/** Elements that are rows: the lines of a record, or the records of a many-to-many field. */
export interface SqlRows {
  /** FROM item with its alias. */
  readonly from: Sql;
  /** What ties the rows to the record around. */
  readonly where?: Sql;
  /** Names of an element; it is asked for paths with `from: 'record'`. */
  readonly names: SqlNames;
  /** The element itself where it is a single value: text, or the id of a record. */
  readonly item?: Sql;
  /** The element's uuid where it is a record or an id. */
  readonly key?: Sql;
}

/** Elements that are values: an array of text, numeric, boolean, date or timestamptz. */
export interface SqlArray {
  readonly array: Sql;
  /** The same as uuid[] when the elements are ids. */
  readonly keys?: Sql;
}

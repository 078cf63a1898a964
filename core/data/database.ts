import type { Sql } from './sql.js';

/** What runs statements: the pool, or one transaction on one connection. */
export interface Executor {
  /** Rows of one named, prepared statement. Keys as selected. */
  rows(statement: Sql): Promise<readonly Row[]>;
  /** First column of the first row: statements in which PostgreSQL itself builds the JSON text. Null without a row. */
  text(statement: Sql): Promise<string | null>;
}

export type Row = Readonly<Record<string, unknown>>;

/** The database as the rooms above see it; errors of PostgreSQL come out as they are (code 23505 …). */
export interface Database extends Executor {
  /** BEGIN … COMMIT on one connection; anything thrown rolls back. Never open a second connection inside. */
  transaction<Result>(work: (tx: Executor) => Promise<Result>): Promise<Result>;
}

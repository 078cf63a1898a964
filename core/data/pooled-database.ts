import type pg from 'pg';
import type { Database, Executor, Row } from './database.js';
import { PreparedStatements } from './prepared-statements.js';
import type { Sql } from './sql.js';
import { textTypes } from './text-types.js';

/** The database over a pool: each statement takes any free connection, each transaction one of its own. */
export class PooledDatabase implements Database {
  private readonly statements: PreparedStatements;
  private readonly pooled: Executor;

  constructor(
    private readonly pool: pg.Pool,
    schemaVersion: string,
  ) {
    this.statements = new PreparedStatements(schemaVersion);
    this.pooled = executorOn(pool, this.statements, true);
  }

  rows(statement: Sql): Promise<readonly Row[]> {
    return this.pooled.rows(statement);
  }

  text(statement: Sql): Promise<string | null> {
    return this.pooled.text(statement);
  }

  async transaction<Result>(work: (tx: Executor) => Promise<Result>): Promise<Result> {
    const client = await this.pool.connect();
    let broken: Error | undefined;
    try {
      await client.query('BEGIN');
      const result = await work(executorOn(client, this.statements, false));
      await client.query('COMMIT');
      return result;
    } catch (error) {
      broken = await rollBack(client);
      throw error;
    } finally {
      client.release(broken);
    }
  }
}

/** Gives the error that makes the connection unusable, if there is one. */
async function rollBack(client: pg.PoolClient): Promise<Error | undefined> {
  try {
    await client.query('ROLLBACK');
    return undefined;
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

function executorOn(runner: pg.Pool | pg.PoolClient, statements: PreparedStatements, canRunAgain: boolean): Executor {
  return {
    rows: async (statement) => {
      const { text, values } = statement.build();
      const run = (name?: string): Promise<pg.QueryResult<Row>> => runner.query<Row>(query(text, values, name));
      return (await prepared(run, statements.nameOf(text), canRunAgain)).rows;
    },
    text: async (statement) => {
      const { text, values } = statement.build();
      const run = (name?: string): Promise<pg.QueryArrayResult<(string | null)[]>> =>
        runner.query<(string | null)[]>({ ...query(text, values, name), rowMode: 'array' });
      return (await prepared(run, statements.nameOf(text), canRunAgain)).rows[0]?.[0] ?? null;
    },
  };
}

function query(text: string, values: readonly unknown[], name: string | undefined): pg.QueryConfig {
  return name === undefined ? { text, values: [...values], types: textTypes } : { name, text, values: [...values], types: textTypes };
}

/** Another process may have changed a table under a prepared plan; PostgreSQL then refuses the plan, and the statement is run without one. */
async function prepared<Result>(run: (name?: string) => Promise<Result>, name: string | undefined, canRunAgain: boolean): Promise<Result> {
  if (name === undefined) return run();
  try {
    return await run(name);
  } catch (error) {
    if (!canRunAgain || !isStalePlan(error)) throw error;
    return run();
  }
}

function isStalePlan(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === '0A000' && error.message.includes('cached plan');
}

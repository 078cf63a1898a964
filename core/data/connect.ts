import pg from 'pg';
import { DataSource } from 'typeorm';
import { PostgresDriver } from 'typeorm/driver/postgres/PostgresDriver.js';
import type { Model } from '../definitions/model.js';
import type { Database } from './database.js';
import { demandSuitableServer } from './demand-suitable-server.js';
import { entitySchemasOf } from './entity-schemas.js';
import { PooledDatabase } from './pooled-database.js';

/** An open PostgreSQL: our own statements go through `database`; plugin code has TypeORM's repositories; both share one pool. */
export interface Connection {
  readonly database: Database;
  readonly dataSource: DataSource;
  readonly pool: pg.Pool;
  /** The same pool for another model: repositories know its entities, and its statements are prepared anew. */
  adopt(model: Model): Promise<Database>;
  close(): Promise<void>;
}

export interface ConnectOptions {
  /** Gives the repositories their entities, and the prepared statements the version of the tables. */
  readonly model?: Model;
  readonly poolSize?: number;
  readonly statementTimeoutMilliseconds?: number;
  /** After which the server ends a session that does nothing within a transaction. */
  readonly idleTimeoutMilliseconds?: number;
  /** How the server shows the connections. */
  readonly applicationName?: string;
  /** After which the server ends a session whose transaction is still open, where it can (PostgreSQL 17); 0 never. */
  readonly transactionTimeoutMilliseconds?: number;
  /** Told of connections that broke while nobody used them; they are replaced. */
  readonly onConnectionLost?: (error: Error) => void;
}

/** Connects, and refuses a server that Trellis cannot work on. */
export async function connect(url: string, options: ConnectOptions = {}): Promise<Connection> {
  const lost = options.onConnectionLost ?? ((): void => undefined);
  const dataSource = new AdoptingDataSource({
    type: 'postgres',
    url,
    driver: pg,
    poolSize: options.poolSize ?? 20,
    applicationName: options.applicationName ?? 'trellis',
    connectTimeoutMS: 10_000,
    installExtensions: false,
    synchronize: false,
    entities: options.model === undefined ? [] : [...entitySchemasOf(options.model)],
    poolErrorHandler: lost,
    extra: { onConnect: settle(options, lost), keepAlive: true, idleTimeoutMillis: 60_000 },
  });
  await dataSource.initialize();
  try {
    const pool = poolOf(dataSource);
    await demandSuitableServer(pool);
    const adopt = async (model: Model): Promise<Database> => {
      await dataSource.adopt(model);
      return new PooledDatabase(pool, model.hash);
    };
    return { database: new PooledDatabase(pool, options.model?.hash ?? ''), dataSource, pool, adopt, close: () => dataSource.destroy() };
  } catch (error) {
    await dataSource.destroy();
    throw error;
  }
}

/** TypeORM's entities can be exchanged while its pool goes on. */
class AdoptingDataSource extends DataSource {
  async adopt(model: Model): Promise<void> {
    this.setOptions({ entities: [...entitySchemasOf(model)] });
    await this.buildMetadatas();
  }
}

/**
 * Settings of every connection. By statement and not by start-up parameter, which poolers refuse.
 * JIT costs more than it saves on statements of milliseconds.
 */
function settle(
  { statementTimeoutMilliseconds = 30_000, idleTimeoutMilliseconds = 60_000, transactionTimeoutMilliseconds = 0 }: ConnectOptions,
  lost: (error: Error) => void,
): (client: pg.PoolClient) => Promise<void> {
  return async (client) => {
    // Without a listener an error on a connection that is in use would end the process.
    client.on('error', lost);
    await client.query(
      `SET statement_timeout = ${Math.trunc(statementTimeoutMilliseconds)}; SET idle_in_transaction_session_timeout = ${Math.trunc(idleTimeoutMilliseconds)}; SET timezone = 'UTC'; SET datestyle = 'ISO, YMD'; SET jit = off; ${transactionTimeout(transactionTimeoutMilliseconds)}`,
    );
  };
}

function transactionTimeout(milliseconds: number): string {
  return milliseconds === 0
    ? ''
    : `SELECT set_config('transaction_timeout', '${Math.trunc(milliseconds)}', false) WHERE current_setting('server_version_num')::integer >= 170000`;
}

function poolOf(dataSource: DataSource): pg.Pool {
  const pool: unknown = dataSource.driver instanceof PostgresDriver ? dataSource.driver.master : undefined;
  if (!(pool instanceof pg.Pool)) throw new Error('the data source has no pool of node-postgres');
  return pool;
}

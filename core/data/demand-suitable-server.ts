import type pg from 'pg';

/** The server cannot carry Trellis; the message says what to do. */
export class UnsuitableServer extends Error {
  override readonly name = 'UnsuitableServer';
}

/** PostgreSQL 15 or later with a database in UTF-8. Neither extensions nor a superuser are needed. */
export async function demandSuitableServer(pool: pg.Pool): Promise<void> {
  const { rows } = await pool.query<{ version: string; number: string; encoding: string; name: string; schema: string | null }>(
    `SELECT current_setting('server_version') AS version, current_setting('server_version_num') AS number,
            current_setting('server_encoding') AS encoding, current_database() AS name, current_schema() AS schema`,
  );
  const server = rows[0];
  if (server === undefined) throw new UnsuitableServer('The database does not say what it is.');
  if (Number(server.number) < 150_000) throw new UnsuitableServer(`The database server is PostgreSQL ${server.version}; Trellis needs 15 or later.`);
  if (server.encoding !== 'UTF8') {
    throw new UnsuitableServer(
      `The database ${server.name} is in ${server.encoding}; Trellis needs UTF8: CREATE DATABASE ${server.name}_utf8 ENCODING 'UTF8' TEMPLATE template0.`,
    );
  }
  if (server.schema === null) {
    throw new UnsuitableServer(`The database ${server.name} has no schema that this role may use by default: set its search_path to one that exists.`);
  }
}

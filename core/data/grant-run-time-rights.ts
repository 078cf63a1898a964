import pg from 'pg';
import type { Connection } from './connect.js';

/** Where one role owns the tables and another works with them: lets the second read and write the rows of every table, now and later, and nothing else. */
export async function grantRunTimeRights(owner: Connection, run: Connection): Promise<void> {
  const role = await userOf(run);
  if (role === (await userOf(owner))) return;
  const { rows } = await owner.pool.query<{ is_due: boolean }>(
    `SELECT EXISTS (
       SELECT FROM pg_class WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p') AND pg_has_role(relowner, 'USAGE')
         AND NOT (has_table_privilege($1, oid, 'SELECT') AND has_table_privilege($1, oid, 'INSERT') AND has_table_privilege($1, oid, 'UPDATE') AND has_table_privilege($1, oid, 'DELETE'))
     ) OR NOT has_schema_privilege($1, current_schema(), 'USAGE') AS is_due`,
    [role],
  );
  if (rows[0]?.is_due !== true) return;
  const name = pg.escapeIdentifier(role);
  const schema = pg.escapeIdentifier((await owner.pool.query<{ name: string }>('SELECT current_schema() AS name')).rows[0]?.name ?? 'public');
  await owner.pool.query(`
    GRANT USAGE ON SCHEMA ${schema} TO ${name};
    GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA ${schema} TO ${name};
    GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA ${schema} TO ${name};
    ALTER DEFAULT PRIVILEGES IN SCHEMA ${schema} GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO ${name};
    ALTER DEFAULT PRIVILEGES IN SCHEMA ${schema} GRANT USAGE, SELECT ON SEQUENCES TO ${name};`);
}

async function userOf(connection: Connection): Promise<string> {
  return (await connection.pool.query<{ name: string }>('SELECT current_user AS name')).rows[0]?.name ?? '';
}

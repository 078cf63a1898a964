import pg from 'pg';
import type { Model } from '../definitions/model.js';
import type { Connection } from './connect.js';
import { allLedgers } from './ledgers/ledger-tables.js';
import { quoted } from './quoted.js';

/**
 * Where one role owns the tables and another works with them: lets the second read and write the rows of every table, now and later, and nothing else.
 * Of ledgers it may only read and add; balances, which follow by trigger, it may read and lock.
 */
export async function grantRunTimeRights(owner: Connection, run: Connection, model: Model): Promise<void> {
  const role = await userOf(run);
  if (role === (await userOf(owner))) return;
  await grantTables(owner, role, model);
  await withholdLedgers(owner, role, model);
}

async function grantTables(owner: Connection, role: string, model: Model): Promise<void> {
  const ledgers = allLedgers(model).flatMap(({ entries, balances }) => [entries.table, balances.table]);
  const { rows } = await owner.pool.query<{ is_due: boolean }>(
    `SELECT EXISTS (
       SELECT FROM pg_class WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p') AND relname <> ALL ($2::text[]) AND pg_has_role(relowner, 'USAGE')
         AND NOT (has_table_privilege($1, oid, 'SELECT') AND has_table_privilege($1, oid, 'INSERT') AND has_table_privilege($1, oid, 'UPDATE') AND has_table_privilege($1, oid, 'DELETE'))
     ) OR EXISTS (SELECT FROM unnest($2::text[]) name WHERE NOT has_table_privilege($1, quote_ident(name), 'SELECT'))
       OR NOT has_schema_privilege($1, current_schema(), 'USAGE') AS is_due`,
    [role, ledgers],
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

/** A row can only be locked by who may change one of its columns; the id of a balance is given for that, and a trigger refuses to change it. */
async function withholdLedgers(owner: Connection, role: string, model: Model): Promise<void> {
  const name = pg.escapeIdentifier(role);
  for (const { entries, balances } of allLedgers(model)) {
    const [added, kept] = [quoted(entries.table), quoted(balances.table)];
    const { rows } = await owner.pool.query<{ is_due: boolean }>(
      `SELECT has_table_privilege($1, $2, 'UPDATE') OR has_table_privilege($1, $2, 'DELETE') OR has_table_privilege($1, $3, 'INSERT') OR has_table_privilege($1, $3, 'UPDATE') AS is_due`,
      [role, added, kept],
    );
    if (rows[0]?.is_due !== true) continue;
    await owner.pool.query(`
      REVOKE UPDATE, DELETE, TRUNCATE ON ${added} FROM ${name};
      REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON ${kept} FROM ${name};
      GRANT UPDATE (id) ON ${kept} TO ${name};`);
  }
}

async function userOf(connection: Connection): Promise<string> {
  return (await connection.pool.query<{ name: string }>('SELECT current_user AS name')).rows[0]?.name ?? '';
}

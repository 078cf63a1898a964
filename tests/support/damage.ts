import pg from 'pg';
import { clusterUrl } from './test-database.js';

/** What only an operator can do: SQL of a superuser with the triggers and foreign keys of a table switched off; they are on again afterwards. */
export async function damage(databaseUrl: string, table: string, ...statements: readonly string[]): Promise<void> {
  const url = new URL(clusterUrl());
  url.pathname = new URL(databaseUrl).pathname;
  const client = new pg.Client({ connectionString: url.href });
  await client.connect();
  try {
    const { rows } = await client.query<{ name: string }>(
      `SELECT tgname AS name FROM pg_trigger WHERE tgrelid = $1::regclass AND tgenabled = 'A' AND NOT tgisinternal`,
      [table],
    );
    await client.query('SET session_replication_role = replica');
    for (const { name } of rows) await client.query(`ALTER TABLE ${table} DISABLE TRIGGER "${name}"`);
    try {
      for (const statement of statements) await client.query(statement);
    } finally {
      for (const { name } of rows) await client.query(`ALTER TABLE ${table} ENABLE ALWAYS TRIGGER "${name}"`);
    }
  } finally {
    await client.end();
  }
}

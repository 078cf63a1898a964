import pg from 'pg';
import { clusterUrl, createTestDatabase, type TestDatabase } from './test-database.js';

/** A copy of the template with that version, which is filled first when there is none yet; test files that run side by side wait for each other. */
export async function cloneOfTemplate(version: string, fill: (url: string) => Promise<void>): Promise<TestDatabase> {
  const name = `template_${version}`;
  const client = new pg.Client({ connectionString: clusterUrl() });
  await client.connect();
  try {
    await client.query('SELECT pg_advisory_lock(hashtext($1))', [name]);
    const found = await client.query('SELECT FROM pg_database WHERE datname = $1', [name]);
    if (found.rowCount === 0) await makeTemplate(client, name, fill);
    return await createTestDatabase({ template: name });
  } finally {
    await client.end();
  }
}

/** Gets its name only when it is whole. */
async function makeTemplate(client: pg.Client, name: string, fill: (url: string) => Promise<void>): Promise<void> {
  const draft = await createTestDatabase();
  try {
    await fill(draft.url);
  } catch (error) {
    await draft.drop();
    throw error;
  }
  const draftName = new URL(draft.url).pathname.slice(1);
  await client.query(`ALTER DATABASE ${pg.escapeIdentifier(draftName)} RENAME TO ${pg.escapeIdentifier(name)}`);
}

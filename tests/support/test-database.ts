import { randomUUID } from 'node:crypto';
import pg from 'pg';

/** An empty database of one test; its role owns it, may clone it, and is no superuser, as in production. */
export interface TestDatabase {
  readonly url: string;
  drop(): Promise<void>;
}

/** A new database in the cluster of this test run; with a template, a copy of it (nobody may be connected to the template). */
export async function createTestDatabase(options: { readonly template?: string; readonly name?: string } = {}): Promise<TestDatabase> {
  const name = options.name ?? `test_${randomUUID().replaceAll('-', '')}`;
  const template = options.template === undefined ? 'template0' : pg.escapeIdentifier(options.template);
  await onCluster(async (client) => {
    await client.query(`CREATE DATABASE ${pg.escapeIdentifier(name)} OWNER ${role} TEMPLATE ${template}`);
  });
  const url = new URL(clusterUrl());
  url.username = role;
  url.pathname = `/${name}`;
  return {
    url: url.href,
    drop: () =>
      onCluster(async (client) => {
        await client.query(`DROP DATABASE IF EXISTS ${pg.escapeIdentifier(name)} WITH (FORCE)`);
      }),
  };
}

/** The superuser's address of the cluster of this test run; for what only an operator does. */
export function clusterUrl(): string {
  const url = process.env['TEST_POSTGRES_URL'];
  if (url === undefined) throw new Error('no test database: run this through jest with tests/support/global-setup.mjs');
  return url;
}

const role = 'trellis_test';

/** Runs the work as superuser on a connection of its own; makes the tests' role on first use. */
async function onCluster(work: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = new pg.Client({ connectionString: clusterUrl() });
  await client.connect();
  try {
    await makeRole(client);
    await work(client);
  } finally {
    await client.end();
  }
}

async function makeRole(client: pg.Client): Promise<void> {
  const found = await client.query('SELECT FROM pg_roles WHERE rolname = $1', [role]);
  if (found.rowCount === 1) return;
  const password = new URL(clusterUrl()).password;
  await client.query(`CREATE ROLE ${role} LOGIN CREATEDB PASSWORD ${pg.escapeLiteral(password)}`).catch((error: unknown) => {
    // Another worker was quicker.
    if (!(error instanceof pg.DatabaseError) || !['42710', '23505'].includes(error.code ?? '')) throw error;
  });
}

import pg from 'pg';
import { serverNames, serverUrl, type ServerAccess } from './server-file.js';

/** Makes the two roles and the database when they are missing. */
export async function makeRoles(access: ServerAccess): Promise<void> {
  const { owner, app, database } = serverNames;
  await withClient(serverUrl(access, 'superuser', 'postgres'), async (client) => {
    for (const role of ['owner', 'app'] as const) {
      const name = serverNames[role];
      const known = await client.query('SELECT FROM pg_roles WHERE rolname = $1', [name]);
      const verb = known.rowCount === 0 ? 'CREATE' : 'ALTER';
      await client.query(`${verb} ROLE ${name} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD ${pg.escapeLiteral(access.passwords[role])}`);
    }
    const known = await client.query('SELECT FROM pg_database WHERE datname = $1', [database]);
    if (known.rowCount === 0) await client.query(`CREATE DATABASE ${database} OWNER ${owner}`);
    await client.query(`REVOKE ALL ON DATABASE ${database} FROM PUBLIC`);
    await client.query(`GRANT CONNECT, TEMPORARY ON DATABASE ${database} TO ${app}`);
  });
}

async function withClient(url: string, work: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}

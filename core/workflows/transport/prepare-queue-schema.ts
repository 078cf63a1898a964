import { assertSchemaCompatibility, runMigrations, SchemaMigrationRequiredError, type PgQueryable } from 'bullmq';
import { connect, type Connection } from '../../data/connect.js';
import { quoted, quotedText } from '../../data/quoted.js';
import { queueName } from './carrier.js';
import { queueSchema } from './postgres-transport.js';

/** Makes or renews BullMQ's tables as their owner and lets the role that runs use them; to be called before a transport on PostgreSQL is opened. */
export async function prepareQueueSchema(ownerUrl: string, runUrl: string): Promise<void> {
  const role = await currentUser(runUrl);
  const owner = await connect(ownerUrl, { poolSize: 1 });
  try {
    await migrate(owner);
    if (role !== (await textOf(owner, 'SELECT current_user::text AS text'))) await grant(owner, role);
  } finally {
    await owner.close();
  }
}

async function migrate(owner: Connection): Promise<void> {
  const client = await owner.pool.connect();
  const session: PgQueryable = client;
  try {
    // Until this session ends: whoever starts at the same time waits.
    await client.query(`SELECT pg_advisory_lock(hashtext('trellis ${queueSchema}'))`);
    if ((await versionOf(session)) === 0) {
      const { rows } = await client.query<{ is_there: boolean }>(`SELECT to_regclass('${queueSchema}.job') IS NOT NULL AS is_there`);
      // Tables whose ledger was emptied cannot be migrated; what waited in them is sent anew.
      if (rows[0]?.is_there === true) await client.query(`DROP SCHEMA ${queueSchema} CASCADE`);
    }
    await runMigrations(session, queueSchema);
    // Makes the queue's sequence, which BullMQ would else make at the first job with a right that the running role has not.
    await client.query(`SELECT ${queueSchema}.next_job_id(${quotedText(queueName)})`);
  } finally {
    client.release();
  }
}

/** 0 where there is no ledger or an empty one. */
async function versionOf(session: PgQueryable): Promise<number> {
  try {
    return await assertSchemaCompatibility(session, queueSchema);
  } catch (error) {
    if (error instanceof SchemaMigrationRequiredError) return 0;
    throw error;
  }
}

async function grant(owner: Connection, role: string): Promise<void> {
  const name = quoted(role);
  await owner.pool.query(`
    GRANT USAGE ON SCHEMA ${queueSchema} TO ${name};
    GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA ${queueSchema} TO ${name};
    GRANT USAGE, SELECT, UPDATE ON ALL SEQUENCES IN SCHEMA ${queueSchema} TO ${name};
    GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA ${queueSchema} TO ${name};
    ALTER DEFAULT PRIVILEGES IN SCHEMA ${queueSchema} GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO ${name};
    ALTER DEFAULT PRIVILEGES IN SCHEMA ${queueSchema} GRANT USAGE, SELECT, UPDATE ON SEQUENCES TO ${name};
    ALTER DEFAULT PRIVILEGES IN SCHEMA ${queueSchema} GRANT EXECUTE ON FUNCTIONS TO ${name};`);
  const mayMakeTemporary = await textOf(owner, `SELECT has_database_privilege(${quotedText(role)}, current_database(), 'TEMPORARY')::text AS text`);
  // Sending in bulk goes through temporary tables.
  if (mayMakeTemporary === 'true') return;
  const database = await textOf(owner, 'SELECT current_database()::text AS text');
  await owner.pool.query(`GRANT TEMPORARY ON DATABASE ${quoted(database)} TO ${name}`);
}

async function currentUser(url: string): Promise<string> {
  const connection = await connect(url, { poolSize: 1 });
  try {
    return await textOf(connection, 'SELECT current_user::text AS text');
  } finally {
    await connection.close();
  }
}

async function textOf(connection: Connection, statement: string): Promise<string> {
  return (await connection.pool.query<{ text: string }>(statement)).rows[0]?.text ?? '';
}

import type { ClientBase } from 'pg';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Executor } from '../database.js';
import { sql, value } from '../sql.js';

/** Any number; the same for every Trellis. One database, one process that migrates. */
const key = 7_264_355_471;
const pauseMilliseconds = 100;

/** Waits until no other process migrates this database; the lock is the session's and ends with it. */
export async function lockMigrations(client: ClientBase, patienceMilliseconds: number): Promise<void> {
  const deadline = Date.now() + patienceMilliseconds;
  for (;;) {
    const { rows } = await client.query<{ taken: boolean }>('SELECT pg_try_advisory_lock($1) AS taken', [key]);
    if (rows[0]?.taken === true) return;
    if (Date.now() > deadline) throw new Error('Another process has been changing this database for too long. Wait until it has ended, then start again.');
    await sleep(pauseMilliseconds);
  }
}

export async function unlockMigrations(client: ClientBase): Promise<void> {
  await client.query('SELECT pg_advisory_unlock($1)', [key]);
}

/** Whether some process migrates this database at the moment. */
export async function isMigrating(executor: Executor): Promise<boolean> {
  const held = await executor.text(sql`
    SELECT 1::text FROM pg_locks WHERE locktype = 'advisory' AND granted AND objsubid = 1 AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
      AND (classid::bigint << 32) + objid::bigint = ${value(String(key), 'bigint')}`);
  return held !== null;
}

import { errorCode } from '../../kernel/error-code.js';
import { UserError } from '../../kernel/user-error.js';
import type { Database, Executor, Row } from '../database.js';
import { sql, value } from '../sql.js';
import { serverRank } from './own-stages.js';

const mostMarks = 200;
/** Records that a mark is led to at a time: few enough for the time that a statement has. */
const partOfSpread = 5000;

/**
 * Brings up to date a little of what transactions have left behind; gives how much it did. Any number of processes may do so beside each other, and any of them may end in the
 * middle: a mark goes with the transaction in which it was followed.
 */
export async function settleLater(database: Database): Promise<number> {
  if (!(await isAnythingDerived(database))) return 0;
  await setFences(database);
  return (await followEchoes(database)) + (await settleMarks(database));
}

/** The routines come with the first model that derives something, which a process may see only after its start, and go with the last. A release before may have left others. */
async function isAnythingDerived(database: Executor): Promise<boolean> {
  return (await database.text(sql`SELECT 1::text WHERE to_regproc('trellis_spread_part') IS NOT NULL`)) !== null;
}

/** Whether nothing is left that can be followed. */
export async function isSettled(database: Executor): Promise<boolean> {
  const rows = await database.rows(sql`SELECT FROM trellis_stale WHERE error IS NULL LIMIT 1`);
  return rows.length === 0;
}

/** Follows everything that is marked, and waits for nobody: what others hold is left to the workers. For programs that end. */
export async function settleAll(database: Database): Promise<void> {
  let done = 1;
  while (done > 0) done = await settleLater(database);
}

/**
 * Who wrote while the change that a mark is about was not committed has read what was before; these transactions are those not over when the mark is first seen.
 * Marks that say the same are seen as one.
 */
async function setFences(database: Executor): Promise<void> {
  await database.rows(sql`
    WITH unseen AS (
      SELECT id, stage, via, record_id FROM trellis_stale WHERE is_later AND via IS NOT NULL AND fence IS NULL ORDER BY rank, id LIMIT 1000 FOR UPDATE SKIP LOCKED),
    counted AS (SELECT id, row_number() OVER (PARTITION BY stage, via, record_id ORDER BY id) AS place FROM unseen),
    doubled AS (DELETE FROM trellis_stale s USING counted WHERE s.id = counted.id AND counted.place > 1)
    UPDATE trellis_stale s SET fence = pg_snapshot_xmax(pg_current_snapshot()) FROM counted WHERE s.id = counted.id AND counted.place = 1`);
}

/** Marks the records that a mark leads to, once all that may not have been seen is over; of a whole table a part, and the rest when that is done, so that others come in between. What was put off holds up nothing, and what processes follow only its like. */
async function followEchoes(database: Executor): Promise<number> {
  const [most, servers] = [value(partOfSpread, 'integer'), value(serverRank, 'integer')];
  const rows = await database.rows(sql`
    WITH waiting AS (SELECT count(*) >= ${most} AS yes FROM (SELECT FROM trellis_stale WHERE is_later AND via IS NULL AND error IS NULL AND rank < ${servers} LIMIT ${most}) marks),
    computing AS (SELECT count(*) >= ${most} AS yes FROM (SELECT FROM trellis_stale WHERE is_later AND via IS NULL AND error IS NULL AND rank = ${servers} LIMIT ${most}) marks),
    echo AS (
      SELECT id, stage, rank, via, record_id, cause, after FROM trellis_stale WHERE is_later AND via IS NOT NULL AND fence <= pg_snapshot_xmin(pg_current_snapshot())
        AND (after IS NULL OR NOT CASE WHEN rank < ${servers} THEN (SELECT yes FROM waiting) ELSE (SELECT yes FROM computing) END) ORDER BY rank, id LIMIT 20 FOR UPDATE SKIP LOCKED),
    led AS MATERIALIZED (
      SELECT e.id, e.stage, e.rank, e.cause, trellis_spread_part(e.stage, e.via, e.record_id, e.after, ${most}) AS found FROM echo e),
    begun AS (UPDATE trellis_stale s SET after = l.found[cardinality(l.found)] FROM led l WHERE s.id = l.id AND cardinality(l.found) = ${most}),
    followed AS (DELETE FROM trellis_stale s USING led l WHERE s.id = l.id AND cardinality(l.found) < ${most}),
    marked AS (
      INSERT INTO trellis_stale (stage, rank, record_id, cause, is_later)
      SELECT DISTINCT l.stage, l.rank, found.id, l.cause, true FROM led l CROSS JOIN LATERAL unnest(l.found) AS found(id))
    SELECT FROM led`);
  return rows.length;
}

/** The marks that come first, by who caused them; not those that processes follow. A batch that fails is done again one by one, so that one record that cannot be computed holds up no other. */
async function settleMarks(database: Database): Promise<number> {
  const marks = await database.rows(sql`
    SELECT s.id::text AS id, s.cause FROM trellis_stale s
    WHERE s.is_later AND s.via IS NULL AND s.rank < ${value(serverRank, 'integer')} AND (s.again_at IS NULL OR s.again_at < now()) ORDER BY s.rank, s.id LIMIT ${value(mostMarks, 'integer')}`);
  const causes = new Map<unknown, string[]>();
  for (const { id, cause } of marks) causes.set(cause, [...(causes.get(cause) ?? []), String(id)]);
  let done = 0;
  for (const ids of causes.values()) done += await settleBatch(database, ids);
  return done;
}

async function settleBatch(database: Database, ids: readonly string[]): Promise<number> {
  try {
    return await settle(database, ids);
  } catch (error) {
    if (!isOfTheData(error)) throw error;
    let done = 0;
    for (const id of ids) done += await settle(database, [id]).catch((error: unknown) => putOff(database, id, error));
    return done;
  }
}

/** Takes marks over into a transaction of its own, which settles them as if it had made them. Gives how many records that were. */
async function settle(database: Database, ids: readonly string[]): Promise<number> {
  return database.transaction(async (tx) => {
    const taken = await tx.rows(sql`
      UPDATE trellis_stale s SET txid = pg_current_xact_id(), is_later = false
      FROM (SELECT id FROM trellis_stale WHERE id = ANY(${value(ids, 'bigint[]')}) AND is_later ORDER BY id FOR UPDATE SKIP LOCKED) free WHERE s.id = free.id RETURNING s.cause`);
    const [first] = taken;
    if (first === undefined) return 0;
    await tx.text(sql`SELECT set_config('trellis.cause', ${value(causeOf(first), 'text')}, true)`);
    return Number(await tx.text(sql`SELECT trellis_settle()::text`));
  });
}

/** Who caused it, without the action, which was that of another record. */
export function causeOf(row: Row): string {
  const cause: unknown = typeof row['cause'] === 'string' ? JSON.parse(row['cause']) : {};
  return JSON.stringify({ ...(typeof cause === 'object' ? cause : {}), action: null, record: null });
}

/** A value that does not fit or cannot be computed, which would be no other the next time; anything else passes. */
function isOfTheData(error: unknown): boolean {
  return /^2[23]/u.test(errorCode(error)) || (error instanceof UserError && error.status === 422);
}

/** Something is wrong with this one record; it is tried again now and then, and told by the doctor. */
export async function putOff(database: Executor, id: string, error: unknown): Promise<number> {
  if (!isOfTheData(error)) throw error;
  const told = error instanceof Error ? error.message : String(error);
  await database.rows(
    sql`UPDATE trellis_stale SET again_at = now() + interval '10 minutes', error = ${value(told.slice(0, 1000), 'text')} WHERE id = ${value(id, 'bigint')}`,
  );
  return 0;
}

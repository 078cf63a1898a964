import type { Executor } from '../database.js';
import { sql, value } from '../sql.js';
import { causeOf } from './settle-later.js';
import { serverRank } from './own-stages.js';

/** Marks of records that a process computes, those of the given stages alone; what was put off comes later. */
export async function serverMarks(executor: Executor, stages: readonly string[], most: number): Promise<readonly string[]> {
  const rows = await executor.rows(sql`
    SELECT s.id::text AS id FROM trellis_stale s WHERE s.is_later AND s.via IS NULL AND s.rank = ${value(serverRank, 'integer')}
      AND s.stage = ANY(${value(stages, 'text[]')}) AND (s.again_at IS NULL OR s.again_at < now()) ORDER BY s.id LIMIT ${value(most, 'integer')}`);
  return rows.map((row) => String(row['id']));
}

/** A record to be computed, and of which stage. */
export interface ServerMark {
  readonly stage: string;
  readonly record: string;
}

/** Takes a mark away, so that it comes back when the transaction does; null when somebody else has it. What is written then is said to be caused by who caused the mark. */
export async function takeServerMark(tx: Executor, id: string): Promise<ServerMark | null> {
  const [row] = await tx.rows(sql`
    DELETE FROM trellis_stale s USING (SELECT id FROM trellis_stale WHERE id = ${value(id, 'bigint')} FOR UPDATE SKIP LOCKED) free
    WHERE s.id = free.id RETURNING s.stage, s.record_id::text AS record, s.cause`);
  if (row === undefined) return null;
  await tx.text(sql`SELECT set_config('trellis.cause', ${value(causeOf(row), 'text')}, true)`);
  return { stage: String(row['stage']), record: String(row['record']) };
}

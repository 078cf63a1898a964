import type { Executor } from '../data/database.js';
import { sql } from '../data/sql.js';

/** Whether a change of the model still fills rows that were there before. */
export async function isFilling(executor: Executor): Promise<boolean> {
  return (await executor.text(sql`SELECT 1::text FROM trellis_fill WHERE ended_at IS NULL LIMIT 1`)) !== null;
}

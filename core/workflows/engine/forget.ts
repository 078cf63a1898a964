import type { Executor } from '../../data/database.js';
import { sql, value, type Sql } from '../../data/sql.js';

const atOnce = 5000;

/** Forgets, in small transactions, what nobody looks for any more: events a week after they were followed, runs 90 days after they ended well or were cancelled. */
export async function forget(executor: Executor): Promise<void> {
  // The condition of a run that does not end is asked of its event.
  await forgetAll(
    executor,
    sql`DELETE FROM trellis_event WHERE seq IN (SELECT e.seq FROM trellis_event e WHERE e.routed_at < now() - interval '7 days'
      AND NOT EXISTS (SELECT FROM trellis_run r WHERE r.event = e.seq AND r.status IN ('running', 'failed')) LIMIT ${value(atOnce, 'integer')})`,
  );
  await forgetAll(
    executor,
    sql`DELETE FROM trellis_run WHERE id IN (SELECT id FROM trellis_run WHERE status IN ('done', 'cancelled') AND ended_at < now() - interval '90 days'
      ORDER BY ended_at LIMIT ${value(atOnce / 5, 'integer')}) AND status IN ('done', 'cancelled')`,
  );
}

/** Again and again until there is nothing left. */
async function forgetAll(executor: Executor, some: Sql): Promise<void> {
  for (;;) {
    const [row] = await executor.rows(sql`WITH gone AS (${some} RETURNING 1) SELECT count(*)::integer AS n FROM gone`);
    if (Number(row?.['n'] ?? 0) === 0) return;
  }
}

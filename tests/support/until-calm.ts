import { setTimeout as wait } from 'node:timers/promises';
import { rowsOf } from './rows-of.js';

/** Comes back when every event has been followed and every run that need not wait has come to its end. */
export async function untilCalm(databaseUrl: string): Promise<void> {
  const deadline = Date.now() + 60_000;
  for (;;) {
    const busy = await rowsOf(
      databaseUrl,
      `SELECT FROM trellis_event WHERE routed_at IS NULL UNION ALL SELECT FROM trellis_step WHERE status IN ('ready', 'running') LIMIT 1`,
    );
    if (busy.length === 0) return;
    if (Date.now() > deadline) throw new Error('workflows do not come to rest within a minute');
    await wait(50);
  }
}

import { setTimeout as wait } from 'node:timers/promises';
import { isSettled, settleLater } from '../../core/data/derived/settle-later.js';
import type { Database } from '../../core/data/database.js';

/** Follows all that transactions have left behind; waits for transactions of other databases of the cluster, which hold it up too. */
export async function untilSettled(database: Database): Promise<void> {
  const deadline = Date.now() + 60_000;
  while (!(await isSettled(database))) {
    if ((await settleLater(database)) > 0) continue;
    if (Date.now() > deadline) throw new Error('derived values do not settle within a minute');
    await wait(20);
  }
}

import { setTimeout as wait } from 'node:timers/promises';
import { serverRank } from '../../core/data/derived/own-stages.js';
import { isSettled, settleLater } from '../../core/data/derived/settle-later.js';
import type { Database } from '../../core/data/database.js';
import { sql, value } from '../../core/data/sql.js';

/** Follows all that transactions have left behind; waits for transactions of other databases of the cluster, which hold it up too. `more` follows what SQL does not. */
export async function untilSettled(database: Database, more: () => Promise<number> = () => Promise.resolve(0)): Promise<void> {
  await until(database, isSettled, more);
}

/** The same but for what only a process computes, of which a first part is marked. */
export async function untilFilled(database: Database): Promise<void> {
  const isFilled = async (): Promise<boolean> =>
    (
      await database.rows(
        sql`SELECT FROM trellis_stale WHERE error IS NULL AND (rank < ${value(serverRank, 'integer')} OR via IS NOT NULL AND after IS NULL) LIMIT 1`,
      )
    ).length === 0;
  await until(database, isFilled, () => Promise.resolve(0));
}

async function until(database: Database, isDone: (database: Database) => Promise<boolean>, more: () => Promise<number>): Promise<void> {
  const deadline = Date.now() + 60_000;
  while (!(await isDone(database))) {
    if ((await settleLater(database)) + (await more()) > 0) continue;
    if (Date.now() > deadline) throw new Error('derived values do not settle within a minute');
    await wait(20);
  }
}

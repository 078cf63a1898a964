import type { Connection } from '../data/connect.js';
import { allLedgers } from '../data/ledgers/ledger-tables.js';
import { rebuildBalances } from '../data/ledgers/rebuild-balances.js';
import { sql } from '../data/sql.js';
import type { Model } from '../definitions/model.js';
import { systemCaller } from '../kernel/system-caller.js';
import { rebuildRollups, wrongRollups } from '../records/ledgers/wrong-rollups.js';
import { recompute } from '../records/write/recompute.js';

/** Makes the balances of every ledger, the rollups over it and the formulas that read them anew from the entries, in one transaction. */
export async function repairBalances(owner: Connection, model: Model): Promise<void> {
  await owner.database.transaction(async (tx) => {
    await tx.rows(sql`SET LOCAL statement_timeout = 0`);
    for (const tables of allLedgers(model)) {
      await rebuildBalances(tx, tables);
      const wrong = await wrongRollups(tx, model, tables, everything);
      await rebuildRollups(tx, model, tables);
      const owners = new Map(wrong.map(({ entity, ownerId }) => [ownerId, model.entities.get(entity.parent?.entity ?? '') ?? entity] as const));
      for (const [id, entity] of owners) await recompute({ model }, tx, systemCaller(), entity, id);
    }
  });
}

const everything = 1_000_000;

import type { Connection } from '../data/connect.js';
import type { Executor } from '../data/database.js';
import { allLedgers, type LedgerTables } from '../data/ledgers/ledger-tables.js';
import { rebuildBalances } from '../data/ledgers/rebuild-balances.js';
import { convertInOwnCurrency, wrongInOwnCurrency } from '../data/exchange/own-currency.js';
import { convertAnew, wrongSums } from '../data/exchange/wrong-sums.js';
import { settleAll } from '../data/derived/settle-later.js';
import { stagesOf } from '../data/derived/stages.js';
import { wrongDerived } from '../data/derived/wrong-derived.js';
import { sql, value } from '../data/sql.js';
import type { Model } from '../definitions/model.js';
import { errorCode } from '../kernel/error-code.js';
import { StartError } from '../kernel/start-error.js';
import { systemCaller } from '../kernel/system-caller.js';
import { rebuildRollups, wrongRollups } from '../records/ledgers/wrong-rollups.js';
import { recompute } from '../records/write/recompute.js';

const checkViolation = '23514';
/** All that are wrong are mended, however many. */
const everyOne = 2_000_000_000;

/** Makes the balances of every ledger, the rollups over it and the formulas that read them anew from the entries, and what is converted in one and the same currency, in one transaction, then what is derived from other records. Throws a StartError when the entries themselves break a constraint. */
export async function repairBalances(owner: Connection, model: Model): Promise<void> {
  await owner.database.transaction(async (tx) => {
    await tx.rows(sql`SET LOCAL statement_timeout = 0`);
    for (const tables of allLedgers(model)) {
      await rebuildBalances(tx, tables).catch((error: unknown) => {
        throw errorCode(error) === checkViolation ? brokenByEntries(tables, error) : error;
      });
      await repairRollups(tx, model, tables);
    }
    await tx.rows(sql`SELECT set_config('trellis.cause', '{"quiet": true}', true)`);
    await repairExchange(tx, model);
    await repairDerived(tx, model);
  });
  await settleAll(owner.database);
}

/** Converts anew what is wrong, then the formulas of the same records that read it. */
async function repairExchange(tx: Executor, model: Model): Promise<void> {
  const [own, sums] = [await wrongInOwnCurrency(tx, model, everyOne), await wrongSums(tx, model, everyOne)];
  const rated = await convertInOwnCurrency(tx, model);
  await convertAnew(tx, model, sums);
  const owners = new Map([...own, ...sums, ...rated].map(({ owner, ownerId }) => [ownerId, owner]));
  for (const [id, owner] of owners) await recompute({ model }, tx, systemCaller(), owner, id);
}

/** Marks what is wrong; it is settled like any other. */
async function repairDerived(tx: Executor, model: Model): Promise<void> {
  const stages = stagesOf(model);
  for (const { entity, field, id } of await wrongDerived(tx, model, everyOne)) {
    const stage = stages.find((one) => one.entity === entity && one.fields.some((each) => each.field === field));
    if (stage !== undefined)
      await tx.rows(
        sql`INSERT INTO trellis_stale (stage, rank, record_id, is_later) VALUES (${value(stage.name, 'text')}, ${value(stage.rank, 'integer')}, ${value(id, 'uuid')}, true)`,
      );
  }
  await tx.rows(sql`UPDATE trellis_stale SET error = NULL, again_at = NULL WHERE error IS NOT NULL`);
}

async function repairRollups(tx: Executor, model: Model, tables: LedgerTables): Promise<void> {
  const wrong = await wrongRollups(tx, model, tables, everyOne);
  await rebuildRollups(tx, model, tables);
  const owners = new Map(wrong.map(({ entity, ownerId }) => [ownerId, model.entities.get(entity.parent?.entity ?? '') ?? entity] as const));
  for (const [id, entity] of owners) await recompute({ model }, tx, systemCaller(), entity, id);
}

function brokenByEntries({ entries, balances, ledger }: LedgerTables, error: unknown): StartError {
  const rules = [...ledger.constraints.values()].map(({ expression }) => expression.text).join(', ');
  const told = error instanceof Error ? error.message : String(error);
  return new StartError(
    `The entries of ${entries.id} add up to balances in ${balances.id} that its constraints do not allow (${rules}): ${told}. Nothing was changed. Entries are missing: restore a backup, or add them as the owner of the table.`,
    { cause: error },
  );
}

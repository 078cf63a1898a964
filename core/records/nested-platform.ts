import type { Database, Executor } from '../data/database.js';
import { raw } from '../data/sql.js';
import type { Platform } from './platform.js';

/** The platform inside a transaction: what it would do in transactions of its own becomes part of this one, up to a savepoint each. */
export function nestedPlatform(platform: Platform, tx: Executor): Platform {
  const database: Database = {
    rows: (statement) => tx.rows(statement),
    text: (statement) => tx.text(statement),
    transaction: async (work) => {
      await tx.rows(raw('SAVEPOINT nested'));
      try {
        const result = await work(tx);
        await tx.rows(raw('RELEASE SAVEPOINT nested'));
        return result;
      } catch (error) {
        await tx.rows(raw('ROLLBACK TO SAVEPOINT nested'));
        throw error;
      }
    },
  };
  return { ...platform, database, isNested: true };
}

/** Does the work in one transaction and takes all of it back: what would happen, without it happening. */
export async function rehearse<Result>(platform: Platform, work: (nested: Platform) => Promise<Result>): Promise<Result> {
  const done: { result?: Result } = {};
  try {
    await platform.database.transaction(async (tx) => {
      done.result = await work(nestedPlatform(platform, tx));
      throw new TakenBack();
    });
  } catch (error) {
    if (!(error instanceof TakenBack)) throw error;
  }
  if (done.result === undefined) throw new Error('a rehearsal without a result');
  return done.result;
}

class TakenBack extends Error {}

import type { Executor } from '../../data/database.js';
import { sql, value } from '../../data/sql.js';
import { DateValue } from '../../definitions/expressions/date-value.js';
import { InstantValue } from '../../definitions/expressions/instant-value.js';
import type { StepOf } from '../../definitions/link/steps/step.js';
import { timeZoneAt } from '../../records/functions/time-zone-at.js';
import { placeOf, valueOf, type StepRun } from '../steps/step-run.js';
import { advance, nothingCame } from './advance.js';
import { claimDue, type ClaimedStep } from './claimed-step.js';
import type { EngineContext } from './engine-context.js';
import { failWaiting } from './fail-step.js';
import { inTransaction } from './in-transaction.js';
import { isAway } from './is-away.js';

/** Lets a step wait in the database, on its clock; false when the time has come already, or there is none. */
export async function delayUntil(tx: Executor, claimed: ClaimedStep, step: StepOf<'delay'>, run: StepRun): Promise<boolean> {
  const until = step.until === null ? null : await valueOf(run, step.until);
  const moment =
    step.minutes !== null
      ? sql`clock_timestamp() + make_interval(mins => ${value(step.minutes, 'integer')})`
      : until instanceof InstantValue
        ? sql`${value(until.text, 'timestamptz')}`
        : until instanceof DateValue
          ? sql`(${value(until.text, 'date')}::timestamp AT TIME ZONE ${value(await run.records.settle(() => timeZoneAt(placeOf(run))), 'text')})`
          : null;
  if (moment === null) return false;
  const rows = await tx.rows(
    sql`UPDATE trellis_step SET status = 'waiting', due_at = ${moment} WHERE id = ${value(claimed.id, 'uuid')} AND ${moment} > clock_timestamp() RETURNING 1`,
  );
  return rows.length === 1;
}

/** Wakes what is due, one transaction each; gives how many. What follows is dispatched like everything else. */
export async function fireTimers(engine: EngineContext, most: number): Promise<number> {
  let count = 0;
  while (count < most && (await fireOne(engine))) count += 1;
  return count;
}

/** One that cannot be woken becomes an incident, and those after it are woken all the same. */
async function fireOne(engine: EngineContext): Promise<boolean> {
  const found: { step?: string } = {};
  try {
    return await inTransaction(engine, 'timer', async (tx) => {
      const claimed = await claimDue(tx);
      if (claimed === null) return false;
      found.step = claimed.id;
      const workflow = await engine.book.find(tx, claimed.definition);
      await advance(tx, claimed, workflow, nothingCame, engine.worker, false);
      return true;
    });
  } catch (error) {
    if (found.step === undefined || isAway(error)) throw error;
    await failWaiting(engine, found.step, error);
    return true;
  }
}

import { ownStagesOf, serverRank } from '../../data/derived/own-stages.js';
import { serverMarks, takeServerMark } from '../../data/derived/server-marks.js';
import { putOff } from '../../data/derived/settle-later.js';
import { systemCaller } from '../../kernel/system-caller.js';
import { UserError } from '../../kernel/user-error.js';
import type { Platform } from '../platform.js';
import { recompute } from './recompute.js';

const mostMarks = 100;

/** Computes a few of the records that are marked because SQL has no words for one of their formulas, each in a transaction of its own; gives how many that were. Any number of processes may do so beside each other. */
export async function computeMarked({ model, database }: Pick<Platform, 'model' | 'database'>): Promise<number> {
  const stages = new Map(ownStagesOf(model).flatMap(({ name, rank, entity }) => (rank === serverRank ? [[name, entity] as const] : [])));
  if (stages.size === 0) return 0;
  const marks = await serverMarks(database, [...stages.keys()], mostMarks);
  let done = 0;
  for (const mark of marks) {
    done += await database
      .transaction(async (tx) => {
        const taken = await takeServerMark(tx, mark);
        const entity = stages.get(taken?.stage ?? '');
        if (taken === null || entity === undefined) return 0;
        const [wrong] = await recompute({ model }, tx, systemCaller(), entity, taken.record, { keepsFrozen: true });
        if (wrong !== undefined) throw new UserError(422, wrong.code, wrong.params, [wrong]);
        return 1;
      })
      .catch((error: unknown) => putOff(database, mark, error));
  }
  return done;
}

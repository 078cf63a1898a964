import type { Executor } from '../../data/database.js';
import type { Model } from '../../definitions/model.js';
import type { Caller } from '../../kernel/caller.js';
import { KnownRecords } from '../known-records.js';

/** What formulas and checks are worked out with. */
export interface Computing {
  readonly model: Model;
  readonly caller: Caller;
  readonly known: KnownRecords;
}

/** What the work gives once all that its expressions look into is there; the work may be done several times over. */
export async function computed<Result>(model: Model, caller: Caller, executor: Executor, work: (computing: Computing) => Result): Promise<Result> {
  const known = new KnownRecords(model, executor);
  return known.settle(() => work({ model, caller, known }));
}

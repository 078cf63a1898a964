import type { Executor } from '../../data/database.js';
import type { Entity, Model } from '../../definitions/model.js';
import type { Caller } from '../../kernel/caller.js';
import { companyOf } from '../functions/company-of.js';
import { KnownRecords } from '../known-records.js';
import type { Draft } from './draft.js';

/** What formulas, checks and defaults are worked out with. */
export interface Computing {
  readonly model: Model;
  readonly caller: Caller;
  readonly known: KnownRecords;
  /** Id of the company of the record at hand, which its lines share; null where it has none. */
  readonly company: () => string | null;
  /** Formulas that are left as they are, as keptKey() spells them; none when absent. */
  readonly kept?: ReadonlySet<string>;
}

/** Names a field of one record or line. */
export function keptKey({ id }: Pick<Draft, 'id'>, field: string): string {
  return `${id} ${field}`;
}

/** What the work gives once all that its expressions look into is there; the work may be done several times over. */
export async function computed<Result>(model: Model, caller: Caller, executor: Executor, work: (computing: Computing) => Result): Promise<Result> {
  const known = new KnownRecords(model, executor);
  return known.settle(() => work({ model, caller, known, company: () => null }));
}

/** The same for a record and what belongs to it. */
export function computingFor(computing: Computing, entity: Entity, draft: Draft): Computing {
  const { model, known } = computing;
  return { ...computing, company: () => companyOf(model, known, entity, (name) => (name === 'id' ? draft.id : draft.values.get(name))) };
}

import type { Executor } from '../../data/database.js';
import type { Entity } from '../../definitions/model.js';
import type { Caller } from '../../kernel/caller.js';
import { UserError, type Violation } from '../../kernel/user-error.js';
import type { Platform } from '../platform.js';
import { followReferences, type Piece } from './complete.js';
import { wrongQuantities } from './check-quantities.js';
import { convertQuantities } from './convert-quantities.js';
import { fetchForUnit } from './fetch-for-unit.js';
import { convertFetched } from '../exchange/convert-fetched.js';
import { fixRate } from '../exchange/fix-rate.js';
import { brokenRules } from './compute.js';
import { computeValues } from './compute-values.js';
import { spreadAny } from './spread-any.js';
import { strangeCompanies } from './strange-companies.js';
import { computed, computingFor } from './computing.js';
import { fetchDated } from './fetch-dated.js';
import { drawNumbers } from './draw-numbers.js';
import { movedSeries } from './moved-series.js';
import { lockedFields } from './locked-fields.js';

/** A draft with all that was sent in it, on its way to be written. */
export interface Unsettled {
  readonly platform: Platform;
  readonly caller: Caller;
  readonly entity: Entity;
  /** The record first, then its lines. */
  readonly pieces: readonly [Piece, ...Piece[]];
  /** Who filled in what is given. What comes from outside keeps to `readOnly`. */
  readonly from: 'outside' | 'platform';
}

/** Follows references, computes formulas and draws numbers; gives everything that is wrong with the outcome. */
export async function settleDraft(
  { platform, caller, entity, pieces, from }: Unsettled,
  executor: Executor,
  wrong: readonly Violation[],
): Promise<readonly Violation[]> {
  const [{ draft }] = pieces;
  spreadAny(pieces);
  const { violations: ofReferences, fetched } = await followReferences(platform, executor, caller, pieces);
  const asking = { platform, caller, executor };
  const anew = await fetchForUnit(asking, pieces);
  const dated = await fetchDated(asking, pieces);
  const ofRate = await fixRate(platform, caller, executor, pieces[0]);
  // A missing rate is said once; that it leaves no prices says nothing more.
  if (ofRate.length === 0) await convertFetched(asking, pieces, [...fetched, ...anew, ...dated]);
  const { ofFormulas, ofRules, locked } = await computed(platform.model, caller, executor, (shared) => {
    const computing = computingFor(shared, entity, draft);
    const ofQuantities = convertQuantities(computing, pieces);
    const ofFormulas = computeValues(computing, entity, draft);
    return {
      ofFormulas,
      locked: from === 'outside' ? lockedFields(computing, pieces) : [],
      ofRules: [
        ...strangeCompanies(computing, pieces),
        ...movedSeries(caller, pieces),
        ...wrongQuantities(computing, pieces),
        ...ofQuantities,
        ...brokenRules(computing, entity, draft, ''),
      ],
    };
  });
  const known = new Set([...wrong, ...ofReferences, ...ofRate, ...locked].map(({ pointer }) => pointer));
  const broken = ofRules.filter(({ pointer }) => pointer === '' || !known.has(pointer));
  const violations = [...wrong, ...ofReferences, ...ofRate, ...ofFormulas, ...locked, ...broken];
  if (violations.length === 0) await drawNumbers({ platform, caller, pieces }, executor, { when: 'before' });
  return violations;
}

/** Refuses the write when anything is wrong. */
export function demandNone(violations: readonly Violation[]): void {
  if (violations.length > 0) throw new UserError(422, 'record.invalid', { count: violations.length }, violations);
}

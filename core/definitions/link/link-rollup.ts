import type { RollupField } from '../../../schemas/generated/types.js';
import type { RecordRollup } from '../model.js';
import { below, type Place } from '../parse/reporter.js';
import { demandOwnRecord } from './demand-own-record.js';
import { checked, recordTypeOf, type Linking } from './linking.js';

/** A rollup over records or lines, with its condition checked; null when it is over a ledger. */
export function linkRollup(declaration: RollupField, place: Place, linking: Linking): RecordRollup | null {
  const { entity, reference, function: how, of = null, where, by = null, subtree = false } = declaration;
  const summed = linking.skeletons.get(entity ?? '');
  if (summed === undefined || reference === undefined || how === undefined) return null;
  const at = below(place, 'where');
  const condition = where === undefined ? null : checked(linking, where, { record: recordTypeOf(linking, summed.id), variables: new Map() }, ['boolean'], at);
  if (condition !== null) demandOwnRecord(condition, summed, at, linking.reporter);
  return { entity: summed.id, reference, function: how, of, where: condition, by, isSubtree: subtree };
}

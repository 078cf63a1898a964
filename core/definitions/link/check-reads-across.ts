import type { Entity } from '../model.js';
import { below, type Place } from '../parse/reporter.js';
import { crossing } from './crossing.js';
import type { Linking } from './linking.js';
import { reportAcross, reportNeedless } from './report-across.js';

/**
 * A formula of what may belong to no company that reads what belongs to companies: everybody sees the record, and with it the value of one company.
 * That has to be said, as of rollups.
 */
export function checkFormulaAcross(reads: readonly (readonly string[])[], isSaid: boolean, entity: Entity, place: Place, linking: Linking): void {
  const found = reads.map((path) => crossing(path, entity, linking)).find((one) => one !== null) ?? null;
  if ((found !== null) === isSaid) return;
  if (found !== null) reportAcross('formula.across-companies', found, below(place, 'expression'), true, linking);
  else reportNeedless('formula.across-companies', 'a formula', place, linking);
}

/** The same of a value that is copied, where nothing can be said for it. */
export function checkFetchAcross(path: readonly string[], entity: Entity, place: Place, linking: Linking): void {
  const found = crossing(path, entity, linking);
  if (found !== null) reportAcross('fetch.across-companies', found, below(place, 'fetch'), false, linking);
}

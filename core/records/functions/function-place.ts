import type { Model } from '../../definitions/model.js';
import type { KnownRecords } from '../known-records.js';

/** Where a function is called. */
export interface FunctionPlace {
  readonly model: Model;
  readonly known: KnownRecords;
  /** Id of the company that the record belongs to; null where it belongs to none. */
  readonly company: () => string | null;
}

import type { Text } from '../../schemas/generated/types.js';
import type { CheckedExpression } from './expressions/checked.js';

/** A period of which no two records with the same values in `by` share a moment. Names are those of fields. */
export interface NoOverlap {
  readonly by: readonly string[];
  readonly from: string;
  readonly to: string;
  /** Whether the end belongs to the period. */
  readonly isInclusive: boolean;
  /** Whether records without a value in `by` are rivals of each other. */
  readonly isEmptyEqual: boolean;
  readonly where: CheckedExpression | null;
  readonly message: Text | null;
}

import type { CheckedExpression } from './expressions/checked.js';

/** What a field is while a condition holds of its record; null where no condition decides. */
export interface FieldConditions {
  readonly required: CheckedExpression | null;
  readonly readOnly: CheckedExpression | null;
  readonly visible: CheckedExpression | null;
}

/** No condition decides anything. */
export const unconditional: FieldConditions = { required: null, readOnly: null, visible: null };

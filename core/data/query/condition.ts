import type { Operator } from '../../definitions/field-types/field-type.js';
import type { FieldValue } from '../../definitions/field-types/field-type.js';

/** A filter after it was understood: names are looked up, values are canonical. */
export type Condition =
  | { readonly kind: 'and' | 'or'; readonly of: readonly Condition[] }
  | { readonly kind: 'not'; readonly of: Condition }
  | { readonly kind: 'search'; readonly words: readonly string[] }
  | Comparison;

/** A field, perhaps behind references, against values. A missing value makes every comparison false, so its negation true. */
export interface Comparison {
  readonly kind: 'comparison';
  readonly path: readonly string[];
  readonly operator: Operator;
  /** One for most, two for between, any number (null among them) for equality; for isNull a boolean. */
  readonly values: readonly FieldValue[];
}

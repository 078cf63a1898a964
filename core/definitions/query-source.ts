import type { CheckedExpression } from './expressions/checked.js';

/** Where the rows of a query come from. */
export interface QuerySource {
  /** Id of the entity that is read. */
  readonly from: string;
  readonly where: CheckedExpression | null;
  /** By field, over a record of that entity. */
  readonly values: ReadonlyMap<string, CheckedExpression>;
  /** Figures over the records with the same values; without any each record is a row. */
  readonly measures: ReadonlyMap<string, { readonly of: 'count' | 'sum' | 'avg' | 'min' | 'max'; readonly value: CheckedExpression | null }>;
}

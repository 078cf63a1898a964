import type { CheckedExpression } from './expressions/checked.js';

/** Where the rows of a query come from. */
export interface QuerySource {
  /** One, or several that together are its rows. */
  readonly branches: readonly QueryBranch[];
  /** Figures over the records that agree in all other fields; without any each record is a row. */
  readonly measures: ReadonlyMap<string, 'count' | 'sum' | 'avg' | 'min' | 'max'>;
  /** Of a union of single records: the field that tells of which one a row is. */
  readonly record: string | null;
}

/** Rows that are made of the records of one entity. */
export interface QueryBranch {
  /** Name in a union; empty where there is one. */
  readonly key: string;
  /** Id of the entity that is read. */
  readonly from: string;
  readonly where: CheckedExpression | null;
  /** By field, over a record of that entity; of a measure what it is made of. Empty where nothing is said. */
  readonly values: ReadonlyMap<string, CheckedExpression>;
}

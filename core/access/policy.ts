import type { Verb } from '../../schemas/generated/types.js';
import type { CheckedExpression } from '../definitions/expressions/checked.js';

/** Which rows: all of them, none, or those that one of the rules selects. */
export type RowRule = { readonly kind: 'all' } | { readonly kind: 'none' } | { readonly kind: 'any'; readonly of: readonly CheckedExpression[] };

/** What one caller may do, made from roles and rules by one compiler and used by every path: list, get, aggregate, q, expand, sort, filter, history, meta, OpenAPI. */
export interface Policy {
  /** Lines have the policy of the record that owns them (fields of lines are readable with it). */
  entity(entityId: string): EntityPolicy;
  /** Changes when the rights do; part of the metadata's ETag. */
  readonly hash: string;
}

export interface EntityPolicy {
  rows(verb: Verb): RowRule;
  /** Rows in which the field is seen. `none` means that the field does not exist for the caller. Equal to rows('read') when nothing hides it. */
  fieldRows(field: string): RowRule;
  /** Whether the field is seen in exactly the rows that are. */
  isAlwaysSeen(field: string): boolean;
  /** Rows in which the field may be written by the verb. */
  writableRows(field: string, verb: 'create' | 'update'): RowRule;
  /** Rows in which the transition may be run. */
  actionRows(action: string): RowRule;
}

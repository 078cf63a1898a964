import type { MetaEntity, MetaField } from '../../../schemas/generated/types.js';

/** A value of one field to be shown; it is never null. */
export interface ShownValue {
  readonly value: unknown;
  readonly entity: MetaEntity;
  readonly field: MetaField;
  readonly record: ReadonlyMap<string, unknown>;
  /** In a list, where a row is a link already and space is dear. */
  readonly isDense?: boolean;
}

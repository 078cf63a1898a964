import type { Entity, Field } from '../../definitions/model.js';

/** A converted amount that is not as a save would have it. */
export interface WrongAmount {
  /** Whose field it is: the record's, or that of one of its lines. */
  readonly entity: Entity;
  readonly field: Field;
  readonly id: string;
  /** The record that it belongs to. */
  readonly owner: Entity;
  readonly ownerId: string;
  readonly found: string;
  readonly expected: string;
}

import { membersOf, pointedAt } from '../../definitions/field-types/any-reference.js';
import type { Piece } from './complete.js';

/** Writes each reference to any of several entities into the references that it consists of, of which the one that it points by has a value. */
export function spreadAny(pieces: readonly Piece[]): void {
  for (const { entity, draft } of pieces) {
    for (const field of entity.fields.values()) {
      const pointed = pointedAt(field, draft.values.get(field.name));
      for (const member of membersOf(field)) draft.values.set(member.field, pointed?.member.field === member.field ? pointed.id : null);
    }
  }
}

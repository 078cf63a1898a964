import { textIn } from '../../kernel/locale.js';
import type { Violation } from '../../kernel/user-error.js';
import type { Piece } from './complete.js';
import { environmentWithin } from './compute.js';
import type { Computing } from './computing.js';
import { isReadOnly } from './conditions.js';
import { changedGiven } from './field-rights.js';

/** Fields that were sent, would change, and cannot be written in the record as it would become. */
export function lockedFields(computing: Computing, pieces: readonly Piece[]): readonly Violation[] {
  return pieces.flatMap((piece) => {
    const conditional = changedGiven(piece).flatMap((name) => {
      const field = piece.entity.fields.get(name);
      return field === undefined || field.conditions.readOnly === null ? [] : [field];
    });
    if (conditional.length === 0) return [];
    const environment = environmentWithin(computing, piece.entity, piece.draft);
    return conditional
      .filter((field) => isReadOnly(field, environment))
      .map((field): Violation => ({
        pointer: `${piece.pointer}/${field.name}`,
        code: 'record.read-only',
        params: { field: textIn(field.label, computing.caller.locale) },
      }));
  });
}

import type { Entity, Field } from '../../definitions/model.js';
import type { Caller } from '../../kernel/caller.js';
import { textIn } from '../../kernel/locale.js';
import type { Violation } from '../../kernel/user-error.js';
import type { Piece } from './complete.js';
import { isSame } from './draft.js';

/** A number belongs to the series in which it was counted: what the series is counted per does not change any more, or the other series would give the number once more. */
export function movedSeries(caller: Caller, pieces: readonly Piece[]): readonly Violation[] {
  return pieces.flatMap((piece) => [...piece.entity.fields.values()].flatMap((field) => moved(caller, piece, field)));
}

function moved(caller: Caller, { entity, draft, before, pointer }: Piece, field: Field): readonly Violation[] {
  const per = field.declaration?.type === 'sequence' ? (field.declaration.per ?? []) : [];
  const number = before?.values.get(field.name) ?? null;
  if (before === null || number === null) return [];
  // What was empty before it was asked for is filled in.
  const changed = per.filter((name) => (before.values.get(name) ?? null) !== null && !isSame(draft.values.get(name), before.values.get(name)));
  return changed.map((name) => ({
    pointer: `${pointer}/${name}`,
    code: 'record.number-series',
    params: { field: labelOf(caller, entity, name), number: String(number) },
  }));
}

function labelOf({ locale }: Caller, { fields }: Entity, name: string): string {
  return textIn(fields.get(name)?.label ?? name, locale);
}

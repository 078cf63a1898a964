import { isNumber } from '../../definitions/expressions/value.js';
import type { Field } from '../../definitions/model.js';
import { textIn } from '../../kernel/locale.js';
import type { Violation } from '../../kernel/user-error.js';
import type { Piece } from './complete.js';
import type { Computing } from './computing.js';
import { isSame } from './draft.js';
import { unitAt, unitPointer } from './unit-at.js';

/** Quantities finer than their unit is counted, or in a unit that the thing is not counted in. What was so before and is left alone may stay. */
export function wrongQuantities(computing: Computing, pieces: readonly [Piece, ...Piece[]]): readonly Violation[] {
  return pieces.flatMap((piece) =>
    [...piece.entity.fields.values()].flatMap((field) =>
      field.declaration?.type === 'quantity' && !field.isComputed && field.declaration.unit !== undefined && isTouched(piece, field, field.declaration.unit)
        ? wrongQuantity(computing, pieces, piece, field)
        : [],
    ),
  );
}

function isTouched({ draft, before }: Piece, field: Field, unit: string): boolean {
  const now = draft.values.get(field.name) ?? null;
  const names = [field.name, unit.split('.')[0] ?? ''];
  return now !== null && (before === null || names.some((name) => !isSame(draft.values.get(name), before.values.get(name))));
}

function wrongQuantity(computing: Computing, pieces: readonly [Piece, ...Piece[]], piece: Piece, field: Field): readonly Violation[] {
  const { unit: path = '', countedIn } = field.declaration?.type === 'quantity' ? field.declaration : {};
  const unit = unitAt(computing, pieces, piece, path.split('.'));
  const decimals = unit?.get('decimals') ?? null;
  if (unit === null || !isNumber(decimals)) return [];
  const label = textIn(field.label, computing.caller.locale);
  const name = String(unit.get('_label'));
  const kept = countedIn === undefined ? null : unitAt(computing, pieces, piece, countedIn.split('.'));
  if (kept !== null && kept.id !== unit.id)
    return [{ pointer: unitPointer(piece, path), code: 'unit.not-counted-in', params: { field: label, unit: name, expected: String(kept.get('_label')) } }];
  const quantity = String(piece.draft.values.get(field.name));
  const found = (quantity.split('.')[1] ?? '').replace(/0+$/u, '').length;
  if (found <= decimals.toNumber()) return [];
  const shown = quantity.replace(/0+$/u, '');
  const pointer = `${piece.pointer}/${field.name}`;
  return decimals.isZero()
    ? [{ pointer, code: 'unit.whole', params: { field: label, unit: name, found: shown } }]
    : [{ pointer, code: 'unit.decimals', params: { field: label, unit: name, found: shown, decimals: decimals.toNumber() } }];
}

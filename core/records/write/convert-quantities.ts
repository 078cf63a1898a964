import { readNumber } from '../../definitions/expressions/exact.js';
import type { RecordValue } from '../../definitions/expressions/record-value.js';
import { isNumber } from '../../definitions/expressions/value.js';
import { wholeDigits } from '../../definitions/field-types/decimal.js';
import type { Field } from '../../definitions/model.js';
import { textIn } from '../../kernel/locale.js';
import type { Violation } from '../../kernel/user-error.js';
import { convertedTo } from '../functions/converted-to.js';
import { asKept, type Piece } from './complete.js';
import type { Computing } from './computing.js';
import { isMoved, unitAt, unitPointer } from './unit-at.js';

type Pieces = readonly [Piece, ...Piece[]];

/**
 * Fills in the quantities that hold another one of the record in their own unit, where that, its unit or theirs is new. What was converted stays when the
 * factor of a unit changes later. Where one of the two has no unit both are counted alike.
 */
export function convertQuantities(computing: Computing, pieces: Pieces): readonly Violation[] {
  return pieces.flatMap((piece) => [...piece.entity.fields.values()].flatMap((field) => convertOne(computing, pieces, piece, field)));
}

function convertOne(computing: Computing, pieces: Pieces, piece: Piece, field: Field): readonly Violation[] {
  const source = piece.entity.fields.get(field.convertsQuantity ?? '');
  const [own, other] = [unitPath(field), unitPath(source)];
  if (source === undefined || own === null || other === null) return [];
  const { values } = piece.draft;
  const isKept = (piece.before?.values.get(field.name) ?? null) !== null;
  if (isKept && ![[source.name], other, own].some((path) => isMoved(pieces, piece, path))) return [];
  const quantity = readNumber(String(values.get(source.name) ?? ''));
  const [from, to] = [unitAt(computing, pieces, piece, other), unitAt(computing, pieces, piece, own)];
  const exact = quantity === null || from === null || to === null ? quantity : convertedTo(quantity, from, to);
  values.set(field.name, exact === null ? null : asKept(field, exact.toFixed()));
  if (quantity === null || from === null || to === null) return [];
  const params = { field: textIn(source.label, computing.caller.locale), found: quantity.toFixed(), unit: nameOf(from), expected: nameOf(to) };
  if (exact === null) return [{ pointer: unitPointer(piece, other.join('.')), code: 'unit.not-convertible', params }];
  if (exact.trunc().abs().toFixed().length > wholeDigits) return [tooLarge(computing, piece, field)];
  const decimals = decimalsOf(to, field);
  if (exact.decimalPlaces() <= decimals) return [];
  return [{ pointer: `${piece.pointer}/${source.name}`, code: 'unit.uneven', params: { ...params, exact: exact.toDecimalPlaces(6).toFixed(), decimals } }];
}

function tooLarge({ caller }: Computing, { pointer, draft }: Piece, field: Field): Violation {
  draft.values.set(field.name, null);
  return { pointer: `${pointer}/${field.name}`, code: 'record.formula-overflow', params: { field: textIn(field.label, caller.locale), found: `> 10^${wholeDigits}` } };
}

/** As finely as the unit is counted and the field keeps it. */
function decimalsOf(unit: RecordValue, { scale }: Field): number {
  const decimals = unit.get('decimals');
  return Math.min(scale ?? 0, isNumber(decimals) ? decimals.toNumber() : (scale ?? 0));
}

function unitPath(field: Field | undefined): readonly string[] | null {
  return field?.declaration?.type === 'quantity' ? (field.declaration.unit?.split('.') ?? null) : null;
}

function nameOf(unit: RecordValue): string {
  return String(unit.get('_label'));
}

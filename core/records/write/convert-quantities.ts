import type { Decimal } from 'decimal.js';
import { readNumber } from '../../definitions/expressions/exact.js';
import type { RecordValue } from '../../definitions/expressions/record-value.js';
import { isNumber } from '../../definitions/expressions/value.js';
import { wholeDigits } from '../../definitions/field-types/decimal.js';
import type { Field } from '../../definitions/model.js';
import type { Caller } from '../../kernel/caller.js';
import { textIn } from '../../kernel/locale.js';
import type { Violation } from '../../kernel/user-error.js';
import { convertedTo } from '../functions/converted-to.js';
import { asCounted } from '../functions/as-counted.js';
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
  if (source === undefined || own === null || other === null || !isOpen(pieces, piece, field, [[source.name], other, own])) return [];
  const quantity = readNumber(String(piece.draft.values.get(source.name) ?? ''));
  const [from, to] = [unitAt(computing, pieces, piece, other), unitAt(computing, pieces, piece, own)];
  const isAlike = quantity === null || from === null || to === null;
  const exact = isAlike ? quantity : exactIn(quantity, from, to, field);
  const wrong = isAlike ? null : refusal({ piece, field, source, quantity, from, to, caller: computing.caller }, exact);
  piece.draft.values.set(field.name, exact === null || wrong !== null ? null : asKept(field, exact.toFixed()));
  return wrong === null ? [] : [wrong];
}

/** As it is counted where it comes out so; null where the units cannot be converted. */
function exactIn(quantity: Decimal, from: RecordValue, to: RecordValue, field: Field): Decimal | null {
  const exact = convertedTo(quantity, from, to);
  return exact === null ? null : (asCounted(exact, decimalsOf(to, field)) ?? exact);
}

/** Nothing is kept yet, or what it is converted from, at one of these paths, is new. */
function isOpen(pieces: Pieces, piece: Piece, { name }: Field, paths: readonly (readonly string[])[]): boolean {
  return (piece.before?.values.get(name) ?? null) === null || paths.some((path) => isMoved(pieces, piece, path));
}

interface Converting {
  readonly piece: Piece;
  readonly field: Field;
  readonly source: Field;
  readonly quantity: Decimal;
  readonly from: RecordValue;
  readonly to: RecordValue;
  readonly caller: Caller;
}

/** What is wrong with a quantity once it is converted: at its unit when that cannot be, else at itself. */
function refusal({ piece, field, source, quantity, from, to, caller }: Converting, exact: Decimal | null): Violation | null {
  const pointer = `${piece.pointer}/${source.name}`;
  const params = { field: textIn(source.label, caller.locale), found: quantity.toFixed(), unit: nameOf(from), expected: nameOf(to) };
  if (exact === null) return { pointer: unitPointer(piece, unitPath(source)?.join('.') ?? ''), code: 'unit.not-convertible', params };
  if (exact.trunc().abs().toFixed().length > wholeDigits)
    return { pointer, code: 'record.formula-overflow', params: { field: params.field, found: `> 10^${wholeDigits}` } };
  const decimals = decimalsOf(to, field);
  // In its own unit it is held against that anyway.
  if (from.id === to.id || exact.decimalPlaces() <= decimals) return null;
  return { pointer, code: 'unit.uneven', params: { ...params, exact: exact.toDecimalPlaces(6).toFixed(), decimals } };
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

import { RecordValue } from '../../definitions/expressions/record-value.js';
import { isNumber, type Value } from '../../definitions/expressions/value.js';
import type { Field } from '../../definitions/model.js';
import type { Asking } from './asking.js';
import { asKept, type Fetched, type Piece } from './complete.js';
import { computed, type Computing } from './computing.js';
import { isMoved } from './unit-at.js';

type Pieces = readonly [Piece, ...Piece[]];

/** Copies prices anew, through references that stayed, where the unit that they are the price of is another one. Gives what it copied. */
export async function fetchForUnit({ platform, caller, executor }: Asking, pieces: Pieces): Promise<readonly Fetched[]> {
  const [owner] = pieces;
  const wishes = pieces.flatMap((piece) =>
    [...piece.entity.fields.values()].filter((field) => isForOtherUnit(piece, owner, field) && !isSent(piece, field)).map((field) => ({ piece, field })),
  );
  if (wishes.length === 0) return [];
  const found = await computed(platform.model, caller, executor, (computing) => wishes.map(({ piece, field }) => sourceOf(computing, piece, field)));
  return wishes.flatMap(({ piece, field }, index) => {
    const price = found[index] ?? null;
    if (!isNumber(price)) return [];
    piece.draft.values.set(field.name, asKept(field, price.toFixed()));
    return [{ piece, field, isDated: false }];
  });
}

/** Whether a price of a record that is there is one of another unit than before. */
export function isForOtherUnit(piece: Piece, owner: Piece, { declaration, fetch, fetchDated }: Field): boolean {
  if (declaration?.type !== 'money' || declaration.per === undefined || (fetch === null && fetchDated === null)) return false;
  return piece.before !== null && isMoved([owner], piece, declaration.per.split('.'));
}

function isSent({ given, draft }: Piece, { name }: Field): boolean {
  return given.has(name) && (draft.values.get(name) ?? null) !== null;
}

function sourceOf({ model, known }: Computing, { entity, draft }: Piece, { fetch }: Field): Value {
  const [name = '', ...rest] = fetch ?? [];
  const target = model.entities.get(entity.fields.get(name)?.target ?? '');
  const id = draft.values.get(name);
  if (target === undefined || typeof id !== 'string') return null;
  return rest.reduce<Value>((at, step) => (at instanceof RecordValue ? at.get(step) : null), known.reference(target, id));
}

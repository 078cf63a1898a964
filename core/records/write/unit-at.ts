import { RecordValue } from '../../definitions/expressions/record-value.js';
import type { Entity } from '../../definitions/model.js';
import type { Piece } from './complete.js';
import type { Computing } from './computing.js';
import { isSame } from './draft.js';

/** A record first, then its lines. */
type Pieces = readonly [Piece, ...Piece[]];

/** The unit at the end of a path that begins in the record or line; null where there is none, or the path leads elsewhere. */
export function unitAt(computing: Computing, pieces: Pieces, piece: Piece, [name = '', ...rest]: readonly string[]): RecordValue | null {
  if (name === 'parent' && piece !== pieces[0]) return unitAt(computing, pieces, pieces[0], rest);
  const { model, known } = computing;
  const id = piece.draft.values.get(name);
  const target = model.entities.get(piece.entity.fields.get(name)?.target ?? '');
  if (target === undefined || typeof id !== 'string' || endOf(computing, target, rest) !== model.played.get('unit')) return null;
  return rest.reduce<RecordValue | null>((at, step) => followed(at, step), known.reference(target, id));
}

/** Whether the field of the record, its line or its owner that a path begins with differs from before; of what is new everything does. */
export function isMoved([owner]: Pieces, piece: Piece, [name = '', ...rest]: readonly string[]): boolean {
  if (name === 'parent' && piece !== owner) return isMoved([owner], owner, rest);
  return piece.before === null || !isSame(piece.draft.values.get(name), piece.before.values.get(name));
}

/** The field to mend: the unit of the record itself, or the reference that it comes through. */
export function unitPointer({ pointer }: Piece, path: string): string {
  const [first = '', second] = path.split('.');
  return first === 'parent' ? `/${second ?? ''}` : `${pointer}/${first}`;
}

function followed(at: RecordValue | null, step: string): RecordValue | null {
  const next = at?.get(step) ?? null;
  return next instanceof RecordValue ? next : null;
}

function endOf({ model }: Computing, entity: Entity, path: readonly string[]): Entity | undefined {
  return path.reduce<Entity | undefined>((at, name) => model.entities.get(at?.fields.get(name)?.target ?? ''), entity);
}

import type { Entity, Model } from '../../definitions/model.js';
import type { Caller } from '../../kernel/caller.js';
import { newId } from '../../kernel/ids.js';
import { textIn } from '../../kernel/locale.js';
import type { Violation } from '../../kernel/user-error.js';
import type { Piece } from './complete.js';
import { computingFor, type Computing } from './computing.js';
import { fillDefaults } from './defaults.js';
import type { Draft, Given, GivenLine } from './draft.js';
import { lineLimits } from './read-input.js';

/** A new record from what was sent, with defaults and its first state. The record is the first piece, its lines follow. */
export function newDraft(shared: Computing, entity: Entity, given: Given): { readonly draft: Draft; readonly pieces: readonly [Piece, ...Piece[]] } {
  const draft: Draft = { id: newId(), values: new Map(given.values), lines: new Map() };
  const piece: Piece = { entity, draft, before: null, given: new Set(given.values.keys()), pointer: '' };
  const computing = computingFor(shared, entity, draft);
  if (entity.lifecycle !== null) draft.values.set('state', entity.lifecycle.initial);
  fillDefaults(computing, piece);
  const pieces: [Piece, ...Piece[]] = [piece];
  for (const field of entity.fields.values()) {
    if (field.type !== 'lines') continue;
    const line = lineEntity(computing.model, field.target);
    const made = (given.lines.get(field.name) ?? []).map((one, index) => newLine(computing, line, one, `/${field.name}/${index}`));
    pieces.push(...made);
    draft.lines.set(
      field.name,
      made.map((one) => one.draft),
    );
  }
  return { draft, pieces };
}

/** A line that did not exist before. */
export function newLine(computing: Computing, line: Entity, given: GivenLine, pointer: string): Piece {
  const draft: Draft = { id: newId(), values: new Map(given.values), lines: new Map() };
  const piece: Piece = { entity: line, draft, before: null, given: new Set(given.values.keys()), pointer };
  fillDefaults(computing, piece);
  return piece;
}

/** Lists of lines that are too short although they were not sent. */
export function missingLines(entity: Entity, caller: Caller, given: Given): readonly Violation[] {
  return [...entity.fields.values()].flatMap((field) => {
    if (field.type !== 'lines' || given.lines.has(field.name)) return [];
    const { min, max } = lineLimits(field);
    const params = { field: textIn(field.label, caller.locale), min, max, found: 0 };
    return min > 0 ? [{ pointer: `/${field.name}`, code: 'record.lines-count' as const, params }] : [];
  });
}

export function lineEntity(model: Model, target: string | null): Entity {
  const line = model.entities.get(target ?? '');
  if (line === undefined) throw new Error(`there are no lines ${target ?? ''}`);
  return line;
}

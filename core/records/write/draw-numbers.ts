import type { Executor } from '../../data/database.js';
import type { Entity, Field } from '../../definitions/model.js';
import type { Caller } from '../../kernel/caller.js';
import type { Platform } from '../platform.js';
import type { Piece } from './complete.js';
import { computeFormulas } from './compute.js';
import { computed, computingFor } from './computing.js';
import { nextNumber } from './next-number.js';

/** Fast numbers are drawn before the transaction that writes the record; gapless ones and those of a transition within it, as the last thing before it is written. */
export type Draw = { readonly when: 'before' | 'within' } | { readonly when: 'transition'; readonly transition: string };

interface Drawing {
  readonly platform: Platform;
  readonly caller: Caller;
  readonly pieces: readonly [Piece, ...Piece[]];
}

/** Gives their numbers to the record and its lines, and computes the formulas that may read them anew. */
export async function drawNumbers({ platform, caller, pieces }: Drawing, executor: Executor, draw: Draw): Promise<void> {
  const { model } = platform;
  let hasDrawn = false;
  for (const piece of pieces) {
    for (const field of piece.entity.fields.values()) {
      if (!isDue(piece, field, draw)) continue;
      piece.draft.values.set(field.name, await nextNumber(executor, { model, caller, entity: piece.entity, draft: piece.draft }, field));
      hasDrawn = true;
    }
  }
  const [{ entity, draft }] = pieces;
  if (hasDrawn) await computed(model, caller, executor, (computing) => computeFormulas(computingFor(computing, entity, draft), entity, draft, ''));
}

/** Whether a new record of the entity needs a transaction to be numbered. */
export function drawsWithin(entities: Iterable<Entity>): boolean {
  return [...entities].some((entity) => [...entity.fields.values()].some((field) => isGapless(field)));
}

/** Whether its numbers must be without gaps. */
export function isGapless({ declaration }: Field): boolean {
  return declaration?.type === 'sequence' && declaration.gapless === true;
}

function isDue({ draft, before }: Piece, field: Field, draw: Draw): boolean {
  if (field.declaration?.type !== 'sequence') return false;
  const { assignOn } = field.declaration;
  if ((draft.values.get(field.name) ?? null) !== null) return false;
  if (draw.when === 'transition') return assignOn?.includes(draw.transition) === true;
  return before === null && assignOn === undefined && isGapless(field) === (draw.when === 'within');
}

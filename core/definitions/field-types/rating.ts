import type { Field } from '../model.js';
import { refused, type FieldType } from './field-type.js';
import { integerType } from './integer.js';

/** Stars: a whole number from 1 to the best rating. */
export const ratingType: FieldType = {
  ...integerType,
  accept: (json, field) => {
    const taken = integerType.accept(json, field);
    if (taken.kind === 'refused' || typeof taken.value !== 'number') return taken;
    if (taken.value < 1) return refused('field.too-small', { found: taken.value, min: 1 });
    return taken.value > bestOf(field) ? refused('field.too-large', { found: taken.value, max: bestOf(field) }) : taken;
  },
  schema: (field) => ({ type: 'integer', minimum: 1, maximum: bestOf(field) }),
};

function bestOf({ declaration }: Field): number {
  return declaration?.type === 'rating' ? (declaration.max ?? 5) : 5;
}

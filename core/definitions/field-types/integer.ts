import type { Field } from '../model.js';
import { accepted, described, refused, wrongType, type FieldType, type Operator } from './field-type.js';

export const orderedOperators: readonly Operator[] = ['eq', 'neq', 'gt', 'gte', 'lt', 'lte', 'isNull', 'between'];

/** A whole number within what JSON carries exactly. */
export const integerType: FieldType = {
  storage: () => ({ kind: 'integer' }),
  operators: orderedOperators,
  isSortable: true,
  isSearchable: false,
  accept: (json, field) => {
    const number = typeof json === 'string' && /^-?\d{1,16}$/u.test(json) ? Number(json) : json;
    if (typeof number !== 'number' || !Number.isInteger(number)) return wrongType('a whole number', json);
    if (!Number.isSafeInteger(number)) return refused('field.integer-range', { found: described(json) });
    const { min, max } = limits(field);
    if (min !== undefined && number < min) return refused('field.too-small', { found: number, min });
    if (max !== undefined && number > max) return refused('field.too-large', { found: number, max });
    return accepted(number === 0 ? 0 : number);
  },
  schema: () => ({ type: 'integer' }),
};

function limits(field: Field): { readonly min?: number; readonly max?: number } {
  return field.declaration?.type === 'integer' ? field.declaration : {};
}

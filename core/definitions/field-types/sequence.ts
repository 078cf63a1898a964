import { refused, type FieldType } from './field-type.js';
import { textOperators } from './text-value.js';

/** A number given at creation. */
export const sequenceType: FieldType = {
  storage: () => ({ kind: 'text' }),
  operators: textOperators,
  isSortable: true,
  isSearchable: true,
  accept: () => refused('field.not-writable'),
  schema: () => ({ type: 'string' }),
};

import type { Field } from '../model.js';
import type { FieldType } from './field-type.js';
import { acceptText } from './text-value.js';

/** Several lines of plain text. */
export const longTextType: FieldType = {
  storage: () => ({ kind: 'text' }),
  operators: ['eq', 'neq', 'contains', 'startsWith', 'isNull'],
  isSortable: false,
  isSearchable: true,
  accept: (json, field) => acceptText(json, longestOf(field), false),
  schema: (field) => ({ type: 'string', maxLength: longestOf(field) }),
};

function longestOf(field: Field): number {
  return field.declaration?.type === 'long-text' ? (field.declaration.maxLength ?? 20000) : 20000;
}

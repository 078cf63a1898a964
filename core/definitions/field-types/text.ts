import type { Field } from '../model.js';
import { refused, type FieldType } from './field-type.js';
import { acceptText, textOperators } from './text-value.js';

/** One line of text. */
export const textType: FieldType = {
  storage: () => ({ kind: 'text' }),
  operators: textOperators,
  isSortable: true,
  isSearchable: true,
  accept: (json, field) => {
    const taken = acceptText(json, longestOf(field), true);
    const pattern = field.declaration?.type === 'text' ? field.declaration.pattern : undefined;
    if (taken.kind === 'refused' || taken.value === null || pattern === undefined) return taken;
    return new RegExp(`^(?:${pattern})$`, 'u').test(String(taken.value))
      ? taken
      : refused('field.pattern', { found: String(taken.value).slice(0, 80), pattern });
  },
  schema: (field) => ({ type: 'string', maxLength: longestOf(field) }),
};

function longestOf(field: Field): number {
  return field.declaration?.type === 'text' ? (field.declaration.maxLength ?? 200) : 4000;
}

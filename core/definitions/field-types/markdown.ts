import type { Field } from '../model.js';
import type { FieldType } from './field-type.js';
import { acceptText } from './text-value.js';

/** Text with the marks of Markdown, kept as it was written; screens never interpret HTML in it. */
export const markdownType: FieldType = {
  storage: () => ({ kind: 'text' }),
  operators: ['contains', 'isNull'],
  isSortable: false,
  isSearchable: true,
  accept: (json, field) => acceptText(json, longestOf(field), false),
  schema: (field) => ({ type: 'string', maxLength: longestOf(field), contentMediaType: 'text/markdown' }),
};

function longestOf({ declaration }: Field): number {
  return declaration?.type === 'markdown' ? (declaration.maxLength ?? 20_000) : 20_000;
}

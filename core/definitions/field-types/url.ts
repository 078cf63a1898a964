import { accepted, refused, type FieldType } from './field-type.js';
import { acceptText, textOperators } from './text-value.js';

/** A web address, http or https. */
export const urlType: FieldType = {
  storage: () => ({ kind: 'text' }),
  operators: textOperators,
  isSortable: true,
  isSearchable: true,
  accept: (json) => {
    const taken = acceptText(json, 2000, true);
    if (taken.kind === 'refused' || taken.value === null) return taken;
    const text = String(taken.value);
    return /^https?:\/\/\S+$/iu.test(text) && URL.canParse(text) ? accepted(text) : refused('field.url', { found: text.slice(0, 80) });
  },
  schema: () => ({ type: 'string', maxLength: 2000 }),
};

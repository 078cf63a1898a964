import { accepted, refused, type FieldType } from './field-type.js';
import { acceptText, textOperators } from './text-value.js';

/** A telephone number as people write it: digits, spaces, + ( ) . - / and an extension. */
export const phoneType: FieldType = {
  storage: () => ({ kind: 'text' }),
  operators: textOperators,
  isSortable: true,
  isSearchable: true,
  accept: (json) => {
    const taken = acceptText(json, 50, true);
    if (taken.kind === 'refused' || taken.value === null) return taken;
    const text = String(taken.value);
    return /^\+?[\d\s().\/-]*\d[\d\s().\/-]*(\s*(x|ext\.?|số lẻ|#)\s*\d{1,8})?$/iu.test(text)
      ? accepted(text)
      : refused('field.phone', { found: text.slice(0, 80) });
  },
  schema: () => ({ type: 'string', maxLength: 50 }),
};

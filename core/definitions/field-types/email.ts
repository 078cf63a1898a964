import { accepted, refused, type FieldType } from './field-type.js';
import { acceptText, textOperators } from './text-value.js';

/** An e-mail address, kept in lower case. One @, a dotted host, no spaces; whether it exists only a message tells. */
export const emailType: FieldType = {
  storage: () => ({ kind: 'text' }),
  operators: textOperators,
  isSortable: true,
  isSearchable: true,
  accept: (json) => {
    const taken = acceptText(json, 254, true);
    if (taken.kind === 'refused' || taken.value === null) return taken;
    const text = String(taken.value).toLowerCase();
    return /^[^\s@<>",;:\\\\]+@[^\s@<>",;:\\\\.]+(\.[^\s@<>",;:\\\\.]+)+$/u.test(text) ? accepted(text) : refused('field.email', { found: text.slice(0, 80) });
  },
  schema: () => ({ type: 'string', maxLength: 254 }),
};

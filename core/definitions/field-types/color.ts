import { accepted, described, refused, type FieldType } from './field-type.js';

/** A colour, kept as #rrggbb in lower case; #rgb is its short form. */
export const colorType: FieldType = {
  storage: () => ({ kind: 'text' }),
  operators: ['eq', 'neq', 'isNull'],
  isSortable: false,
  isSearchable: false,
  accept: (json) => {
    if (json === '') return accepted(null);
    const text = typeof json === 'string' ? json.slice(0, 80).trim().toLowerCase() : '';
    if (!/^#(?:[0-9a-f]{3}|[0-9a-f]{6})$/u.test(text)) return refused('field.color', { found: described(json) });
    return accepted(text.length === 7 ? text : text.replaceAll(/[0-9a-f]/gu, '$&$&'));
  },
  schema: () => ({ type: 'string', pattern: '^#[0-9a-f]{6}$', examples: ['#2e7d32'] }),
};

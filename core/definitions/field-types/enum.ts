import { accepted, described, refused, type FieldType } from './field-type.js';

/** One of the named options. */
export const enumType: FieldType = {
  storage: () => ({ kind: 'text' }),
  operators: ['eq', 'neq', 'isNull'],
  isSortable: true,
  isSearchable: false,
  accept: (json, field) => {
    if (json === '') return accepted(null);
    return typeof json === 'string' && field.options.has(json)
      ? accepted(json)
      : refused('field.option', { found: described(json), valid: [...field.options.keys()] });
  },
  schema: (field) => ({ type: 'string', enum: [...field.options.keys()] }),
};

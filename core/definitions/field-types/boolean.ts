import { accepted, wrongType, type FieldType } from './field-type.js';

/** Yes or no. */
export const booleanType: FieldType = {
  storage: () => ({ kind: 'boolean' }),
  operators: ['eq', 'neq', 'isNull'],
  isSortable: true,
  isSearchable: false,
  empty: false,
  accept: (json) => (typeof json === 'boolean' ? accepted(json) : wrongType('true or false', json)),
  schema: () => ({ type: 'boolean' }),
};

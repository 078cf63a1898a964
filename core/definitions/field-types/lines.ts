import { refused, type FieldType } from './field-type.js';

/** Lines owned by the record; they are saved by the records room and have a table of their own. */
export const linesType: FieldType = {
  storage: () => ({ kind: 'none' }),
  operators: [],
  isSortable: false,
  isSearchable: false,
  accept: () => refused('field.not-writable'),
  schema: () => ({ type: 'array' }),
};

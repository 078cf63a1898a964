import { accepted, described, refused, type FieldType } from './field-type.js';

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/u;

/** The id as PostgreSQL writes it, or null when the value is none. */
export function recordId(json: unknown): string | null {
  const text = typeof json === 'string' ? json.trim().toLowerCase() : '';
  return uuid.test(text) ? text : null;
}

/** One record of another entity, by its id. Whether it exists is asked when it is saved. */
export const referenceType: FieldType = {
  storage: () => ({ kind: 'uuid' }),
  operators: ['eq', 'neq', 'isNull'],
  isSortable: false,
  isSearchable: false,
  accept: (json) => {
    if (json === '') return accepted(null);
    const id = recordId(json);
    return id === null ? refused('field.id', { found: described(json) }) : accepted(id);
  },
  schema: () => ({ type: 'string', format: 'uuid' }),
};

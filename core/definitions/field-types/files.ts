import type { Field } from '../model.js';
import { accepted, described, refused, wrongType, type FieldType } from './field-type.js';
import { recordId } from './reference.js';

/** Attached files in order, by the ids of their uploads. */
export const filesType: FieldType = {
  storage: () => ({ kind: 'json', holds: 'texts' }),
  operators: ['isNull'],
  isSortable: false,
  isSearchable: false,
  empty: [],
  holdsFiles: true,
  accept: (json, field) => {
    if (!Array.isArray(json)) return wrongType('a list of ids', json);
    const most = mostOf(field);
    if (json.length > most) return refused('field.too-many', { most, found: json.length });
    const ids: string[] = [];
    for (const one of json) {
      const id = recordId(one);
      if (id === null) return refused('field.id', { found: described(one) });
      if (ids.includes(id)) return refused('field.twice', { found: id });
      ids.push(id);
    }
    return accepted(ids);
  },
  schema: () => ({ type: 'array', items: { type: 'string', format: 'uuid' } }),
};

function mostOf({ declaration }: Field): number {
  return declaration?.type === 'files' ? (declaration.maxItems ?? 20) : 20;
}

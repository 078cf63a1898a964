import { accepted, described, refused, wrongType, type FieldType } from './field-type.js';
import { recordId, referenceType } from './reference.js';

/** Most records one field may point to. */
const most = 1000;

/** Any number of records of another entity, by their ids; a list in no order. */
export const manyToManyType: FieldType = {
  storage: () => ({ kind: 'none' }),
  operators: ['eq', 'isNull'],
  isSortable: false,
  isSearchable: false,
  empty: [],
  accept: (json) => {
    if (!Array.isArray(json)) return wrongType('a list of ids', json);
    if (json.length > most) return refused('field.too-many', { most, found: json.length });
    const ids = json.map(recordId);
    const wrong = ids.indexOf(null);
    if (wrong >= 0) return refused('field.id', { found: described(json[wrong]) });
    const known = ids.filter((id) => id !== null);
    const twice = known.find((id, index) => known.indexOf(id) !== index);
    return twice === undefined ? accepted(known.toSorted()) : refused('field.twice', { found: twice });
  },
  acceptItem: referenceType.accept,
  schema: () => ({ type: 'array', items: { type: 'string', format: 'uuid' } }),
};

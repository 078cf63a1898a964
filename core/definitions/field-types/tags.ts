import type { Field } from '../model.js';
import { accepted, refused, wrongType, type FieldType } from './field-type.js';
import { split } from './multi-enum.js';
import { acceptText } from './text-value.js';

const longest = 60;

/** Free words in the order they were given; a word is there once, whatever its case. */
export const tagsType: FieldType = {
  storage: () => ({ kind: 'json', holds: 'texts' }),
  operators: ['eq', 'neq', 'contains', 'startsWith', 'isNull'],
  isSortable: false,
  isSearchable: true,
  empty: [],
  accept: (json, field) => {
    if (!Array.isArray(json)) return wrongType('a list of words', json);
    const most = mostOf(field);
    if (json.length > most) return refused('field.too-many', { most, found: json.length });
    const words = new Map<string, string>();
    for (const one of json) {
      const taken = acceptText(typeof one === 'string' ? one.replaceAll(/[^\S\r\n]+/gu, ' ') : one, longest, true);
      if (taken.kind === 'refused') return taken;
      if (typeof taken.value !== 'string') return refused('field.empty-word');
      if (/[;,]/u.test(taken.value)) return refused('field.word-mark', { found: taken.value });
      const key = taken.value.toLowerCase();
      if (words.has(key)) return refused('field.twice', { found: taken.value });
      words.set(key, taken.value);
    }
    return accepted([...words.values()]);
  },
  acceptItem: (json) => acceptText(json, longest, true),
  toCell: (value) => (Array.isArray(value) ? value.join('; ') : ''),
  fromCell: split,
  schema: () => ({ type: 'array', items: { type: 'string', maxLength: longest } }),
};

function mostOf({ declaration }: Field): number {
  return declaration?.type === 'tags' ? (declaration.maxItems ?? 50) : 50;
}

import { accepted, described, refused, wrongType, type FieldType } from './field-type.js';
import { acceptText } from './text-value.js';

/** Parts of a person's name, in the order of a Vietnamese one. */
export const nameParts = ['family', 'middle', 'given'] as const;
const longestPart = 100;

/** The name of a person; at least one part. */
export const personNameType: FieldType = {
  storage: () => ({ kind: 'json', holds: 'parts' }),
  operators: ['eq', 'neq', 'contains', 'startsWith', 'isNull'],
  isSortable: true,
  isSearchable: true,
  parts: nameParts,
  accept: (json) => {
    if (typeof json !== 'object' || json === null || Array.isArray(json)) return wrongType('an object with given, middle, family', json);
    const given = new Map<string, unknown>(Object.entries(json));
    const unknown = [...given.keys()].find((key) => !nameParts.some((part) => part === key));
    if (unknown !== undefined) return refused('field.unknown-part', { found: described(unknown), valid: [...nameParts] });
    const kept: [string, string | null][] = [];
    for (const part of nameParts) {
      const taken = acceptText(given.get(part) ?? '', longestPart, true);
      if (taken.kind === 'refused') return taken;
      kept.push([part, typeof taken.value === 'string' ? taken.value : null]);
    }
    return accepted(kept.every(([, value]) => value === null) ? null : Object.fromEntries(kept));
  },
  schema: () => ({
    type: 'object',
    properties: Object.fromEntries(nameParts.map((part) => [part, { type: ['string', 'null'], maxLength: longestPart }])),
    additionalProperties: false,
  }),
};

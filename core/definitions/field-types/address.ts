import { accepted, described, refused, wrongType, type FieldType } from './field-type.js';
import { acceptText } from './text-value.js';

/** Parts of a postal address, in the order they are written. */
export const addressParts = ['street', 'city', 'region', 'postalCode', 'country'] as const;
const longestPart = 300;

/** A postal address. */
export const addressType: FieldType = {
  storage: () => ({ kind: 'json', holds: 'parts' }),
  operators: ['isNull'],
  isSortable: false,
  isSearchable: false,
  parts: addressParts,
  accept: (json) => {
    if (typeof json !== 'object' || json === null || Array.isArray(json)) return wrongType('an object with street, city, region, postalCode, country', json);
    const given = new Map<string, unknown>(Object.entries(json));
    const unknown = [...given.keys()].find((key) => !addressParts.some((part) => part === key));
    if (unknown !== undefined) return refused('field.unknown-part', { found: described(unknown), valid: [...addressParts] });
    const parts: [string, string | null][] = [];
    for (const part of addressParts) {
      const taken = acceptText(given.get(part) ?? '', longestPart, part !== 'street');
      if (taken.kind === 'refused') return taken;
      parts.push([part, typeof taken.value === 'string' ? taken.value : null]);
    }
    return accepted(parts.every(([, value]) => value === null) ? null : Object.fromEntries(parts));
  },
  schema: () => ({
    type: 'object',
    properties: Object.fromEntries(addressParts.map((part) => [part, { type: ['string', 'null'] }])),
    additionalProperties: false,
  }),
};

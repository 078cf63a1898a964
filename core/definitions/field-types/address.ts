import { addressFormat, addressParts } from '../../kernel/address-formats.js';
import type { Field } from '../model.js';
import { accepted, described, refused, wrongType, type FieldType } from './field-type.js';
import { acceptText } from './text-value.js';

const longestPart = 300;

/** A postal address. */
export const addressType: FieldType = {
  storage: () => ({ kind: 'json', holds: 'parts' }),
  operators: ['isNull'],
  isSortable: false,
  isSearchable: false,
  parts: addressParts,
  accept: (json, field) => {
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
    if (parts.every(([, value]) => value === null)) return accepted(null);
    const missing = missingParts(new Map(parts), field);
    return missing.length > 0 ? refused('field.address-incomplete', { missing }) : accepted(Object.fromEntries(parts));
  },
  schema: () => ({
    type: 'object',
    properties: Object.fromEntries(addressParts.map((part) => [part, { type: ['string', 'null'] }])),
    additionalProperties: false,
  }),
};

/** Parts that the country of the address needs and that are not there, where the field asks for whole ones. */
function missingParts(parts: ReadonlyMap<string, string | null>, { declaration }: Field): readonly string[] {
  if (declaration?.type !== 'address' || declaration.complete !== true) return [];
  const format = addressFormat(parts.get('country') ?? declaration.country ?? '');
  return (format?.required ?? []).filter((part) => (parts.get(part) ?? null) === null);
}

import { accepted, described, refused, wrongType, type FieldType } from './field-type.js';

/** Parts of a place on earth. */
export const geoParts = ['latitude', 'longitude'] as const;
const furthest = { latitude: 90, longitude: 180 } as const;

/** A place on earth in degrees by WGS 84, kept to seven places, a centimetre. */
export const geoPointType: FieldType = {
  storage: () => ({ kind: 'json', holds: 'parts' }),
  operators: ['isNull'],
  isSortable: false,
  isSearchable: false,
  parts: geoParts,
  accept: (json) => {
    if (typeof json !== 'object' || json === null || Array.isArray(json)) return wrongType('an object with latitude and longitude', json);
    const given = new Map<string, unknown>(Object.entries(json));
    const unknown = [...given.keys()].find((key) => !geoParts.some((part) => part === key));
    if (unknown !== undefined) return refused('field.unknown-part', { found: described(unknown), valid: [...geoParts] });
    if (geoParts.every((part) => isNothing(given.get(part)))) return accepted(null);
    const kept: [string, number][] = [];
    for (const part of geoParts) {
      const degrees = degreesOf(given.get(part));
      if (degrees === null) return wrongType(`${part} as a number of degrees`, given.get(part) ?? null);
      if (Math.abs(degrees) > furthest[part]) return refused('field.degrees', { part, found: degrees, most: furthest[part] });
      kept.push([part, degrees === 0 ? 0 : Number(degrees.toFixed(7))]);
    }
    return accepted(Object.fromEntries(kept));
  },
  schema: () => ({
    type: 'object',
    properties: { latitude: { type: 'number', minimum: -90, maximum: 90 }, longitude: { type: 'number', minimum: -180, maximum: 180 } },
    additionalProperties: false,
  }),
};

function isNothing(json: unknown): boolean {
  return json === undefined || json === null || json === '';
}

function degreesOf(json: unknown): number | null {
  const number = typeof json === 'string' && /^[+-]?\d{1,3}(?:\.\d{1,20})?$/u.test(json.trim()) ? Number(json) : json;
  return typeof number === 'number' && Number.isFinite(number) ? number : null;
}

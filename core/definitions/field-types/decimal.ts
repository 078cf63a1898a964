import type { Field } from '../model.js';
import { accepted, described, refused, wrongType, type Accepted, type FieldType } from './field-type.js';
import { orderedOperators } from './integer.js';

/** Digits before the point that every decimal column holds. */
export const wholeDigits = 20;

/** What the exact decimal types share; they differ in meaning and in their digits after the point. */
export const decimalType: FieldType = {
  storage: (field) => ({ kind: 'decimal', precision: wholeDigits + scaleOf(field), scale: scaleOf(field) }),
  operators: orderedOperators,
  isSortable: true,
  isSearchable: false,
  accept: (json, field) => {
    const taken = acceptDecimal(json, scaleOf(field));
    return taken.kind === 'refused' ? taken : withinLimits(String(taken.value), field);
  },
  schema: (field) => ({
    type: 'string',
    pattern: scaleOf(field) === 0 ? '^-?\\d+$' : `^-?\\d+\\.\\d{${scaleOf(field)}}$`,
    examples: [`1234.${'5'.padEnd(scaleOf(field), '0')}`],
  }),
};

const plain = /^([+-]?)0*(\d*)(?:\.(\d*))?$/u;

/** Takes a decimal as text or as a number of at most 15 significant digits; gives it at the scale. Never rounds. */
export function acceptDecimal(json: unknown, scale: number): Accepted {
  const text = typeof json === 'number' ? numberText(json) : json;
  if (typeof text !== 'string')
    return typeof json === 'number' ? refused('field.number-digits', { found: String(json) }) : wrongType('a decimal number as text', json);
  const parts = plain.exec(text.trim());
  if (parts === null || !/\d/u.test(text)) return wrongType('a decimal number as text', json);
  const [, sign = '', whole = '', fraction = ''] = parts;
  const digits = fraction.replace(/0+$/u, '');
  if (whole.length > wholeDigits) return refused('field.too-many-digits', { most: wholeDigits, found: described(json) });
  if (digits.length > scale) return refused('field.too-many-decimals', { scale, found: described(json) });
  const shown = (whole === '' ? '0' : whole) + (scale === 0 ? '' : `.${digits.padEnd(scale, '0')}`);
  return accepted(sign === '-' && /[1-9]/u.test(shown) ? `-${shown}` : shown);
}

/** Null when the number has more digits than JSON readers agree on. */
function numberText(number: number): string | null {
  if (!Number.isFinite(number)) return 'not a number';
  const digits = number.toExponential().replace(/e.*$/u, '').replaceAll(/\D/gu, '');
  if (digits.length > 15) return null;
  return number.toLocaleString('en-US', { useGrouping: false, maximumFractionDigits: 20 });
}

function withinLimits(text: string, field: Field): Accepted {
  const declaration = field.declaration;
  if (declaration === null || declaration.type === 'rating' || !('min' in declaration || 'max' in declaration)) return accepted(text);
  const { min, max } = declaration;
  if (min !== undefined && Number(text) < min) return refused('field.too-small', { found: text, min });
  if (max !== undefined && Number(text) > max) return refused('field.too-large', { found: text, max });
  return accepted(text);
}

function scaleOf(field: Field): number {
  return field.scale ?? 2;
}

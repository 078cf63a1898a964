import type { Field } from '../model.js';
import { accepted, refused, type Accepted, type FieldType } from './field-type.js';
import { acceptText, textOperators } from './text-value.js';

const longest = 80;

/** A code that scanners read. Check digits by the GS1 General Specifications and ISO 2108. */
export const barcodeType: FieldType = {
  storage: () => ({ kind: 'text' }),
  operators: textOperators,
  isSortable: true,
  isSearchable: true,
  accept: (json, field) => {
    const taken = acceptText(typeof json === 'number' && Number.isSafeInteger(json) ? String(json) : json, longest, true);
    if (taken.kind === 'refused' || typeof taken.value !== 'string') return taken;
    return readers[formatOf(field)](taken.value);
  },
  schema: (field) => schemas[formatOf(field)],
};

function formatOf({ declaration }: Field): 'gtin' | 'isbn' | 'code128' {
  return declaration?.type === 'barcode' ? (declaration.format ?? 'gtin') : 'code128';
}

const schemas = {
  gtin: { type: 'string', pattern: '^(\\d{8}|\\d{12,14})$', examples: ['4006381333931'] },
  isbn: { type: 'string', pattern: '^97[89]\\d{10}$', examples: ['9780306406157'] },
  code128: { type: 'string', maxLength: longest },
} as const;

const readers = { gtin, isbn, code128 } as const;

function gtin(text: string): Accepted {
  const digits = bare(text);
  if (!/^(?:\d{8}|\d{12,14})$/u.test(digits)) return refused('field.gtin', { found: text });
  return checkDigit(digits.slice(0, -1)) === digits.at(-1) ? accepted(digits) : wrongCheckDigit(text, checkDigit(digits.slice(0, -1)));
}

/** The old ten digits become thirteen, so that one book has one number. */
function isbn(text: string): Accepted {
  const digits = bare(text).toUpperCase();
  if (/^\d{9}[\dX]$/u.test(digits)) {
    const wanted = isbn10Digit(digits.slice(0, 9));
    const body = `978${digits.slice(0, 9)}`;
    return wanted === digits.at(-1) ? accepted(body + checkDigit(body)) : wrongCheckDigit(text, wanted);
  }
  if (!/^97[89]\d{10}$/u.test(digits)) return refused('field.isbn', { found: text });
  return checkDigit(digits.slice(0, 12)) === digits.at(-1) ? accepted(digits) : wrongCheckDigit(text, checkDigit(digits.slice(0, 12)));
}

function code128(text: string): Accepted {
  return /^[\x20-\x7e]+$/u.test(text) ? accepted(text) : refused('field.code128', { found: text });
}

function bare(text: string): string {
  return text.replaceAll(/[\s-]/gu, '');
}

function wrongCheckDigit(found: string, expected: string): Accepted {
  return refused('field.check-digit', { found, expected });
}

/** GS1: from the right, digits weigh 3 and 1 in turn. */
function checkDigit(body: string): string {
  const sum = [...body].reverse().reduce((total, digit, index) => total + Number(digit) * (index % 2 === 0 ? 3 : 1), 0);
  return String((10 - (sum % 10)) % 10);
}

/** ISO 2108 before 2007: weights 10 to 2, modulo 11. */
function isbn10Digit(body: string): string {
  const rest = (11 - ([...body].reduce((total, digit, index) => total + Number(digit) * (10 - index), 0) % 11)) % 11;
  return rest === 10 ? 'X' : String(rest);
}

import { accepted, described, refused, type FieldType } from './field-type.js';
import { orderedOperators } from './integer.js';

/** A calendar day of the proleptic Gregorian calendar, years 1 to 9999. */
export const dateType: FieldType = {
  storage: () => ({ kind: 'date' }),
  operators: orderedOperators,
  isSortable: true,
  isSearchable: false,
  accept: (json) => (typeof json === 'string' && isCalendarDay(json) ? accepted(json) : refused('field.date', { found: described(json) })),
  schema: () => ({ type: 'string', format: 'date' }),
};

/** Whether the text is an existing day as YYYY-MM-DD. */
export function isCalendarDay(text: string): boolean {
  const [, year = '', month = '', day = ''] = /^(\d{4})-(\d{2})-(\d{2})$/u.exec(text) ?? [];
  if (Number(year) < 1 || Number(month) < 1 || Number(month) > 12 || Number(day) < 1) return false;
  const isLeap = Number(year) % 4 === 0 && (Number(year) % 100 !== 0 || Number(year) % 400 === 0);
  return Number(day) <= ([31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][Number(month) - 1] ?? 0);
}

import { isCalendarDay } from './date.js';
import { accepted, described, refused, type FieldType } from './field-type.js';
import { orderedOperators } from './integer.js';

const rfc3339 = /^(\d{4}-\d{2}-\d{2})[Tt ]([01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{1,9})?)?(?:[Zz]|[+-](?:0\d|1[0-4]):[0-5]\d)$/u;

/** An instant by RFC 3339, kept in UTC to the millisecond. */
export const datetimeType: FieldType = {
  storage: () => ({ kind: 'instant' }),
  operators: orderedOperators,
  isSortable: true,
  isSearchable: false,
  accept: (json) => {
    const wrong = refused('field.datetime', { found: described(json) });
    const day = typeof json === 'string' ? rfc3339.exec(json)?.[1] : undefined;
    if (typeof json !== 'string' || day === undefined || !isCalendarDay(day)) return wrong;
    const instant = new Date(json.replace(' ', 'T').toUpperCase());
    return Number.isNaN(instant.getTime()) || instant.getUTCFullYear() < 1 || instant.getUTCFullYear() > 9999 ? wrong : accepted(instant.toISOString());
  },
  schema: () => ({ type: 'string', format: 'date-time' }),
};

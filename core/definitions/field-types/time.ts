import { accepted, described, refused, type FieldType } from './field-type.js';
import { orderedOperators } from './integer.js';

const clock = /^([01]?\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?$/u;

/** A time of day on a 24-hour clock in no time zone, kept as HH:MM, with seconds only where there are some; so the order of the texts is that of the times. */
export const timeType: FieldType = {
  storage: () => ({ kind: 'text' }),
  operators: orderedOperators,
  isSortable: true,
  isSearchable: false,
  accept: (json) => {
    if (json === '') return accepted(null);
    const found = typeof json === 'string' ? clock.exec(json.slice(0, 80).trim()) : null;
    if (found === null) return refused('field.time', { found: described(json) });
    const [, hour = '', minute = '', second = '00'] = found;
    return accepted(`${hour.padStart(2, '0')}:${minute}${second === '00' ? '' : `:${second}`}`);
  },
  schema: () => ({ type: 'string', pattern: '^([01]\\d|2[0-3]):[0-5]\\d(:[0-5]\\d)?$', examples: ['08:30'] }),
};

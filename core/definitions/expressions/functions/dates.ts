import { DateValue } from '../date-value.js';
import { Exact } from '../exact.js';
import { textOf, withDateAndNumber } from './arguments.js';
import type { FunctionEntry } from './function-entry.js';
import type { Value } from '../value.js';

const partOfDate = [{ parameters: ['date'], result: 'number' }] as const;
const moved = [{ parameters: ['date', 'number'], result: 'date' }] as const;

/** Functions on dates. Null gives null, and so does leaving the years 1 to 9999. */
export const dateFunctions = {
  today: {
    forms: [{ parameters: [], result: 'date' }],
    summary: "Today in the company's time zone.",
    example: 'daysBetween(today(), today()) == 0',
    evaluate: (_, { today }) => today,
  },
  now: { forms: [{ parameters: [], result: 'instant' }], summary: 'This moment.', example: 'now() <= now()', evaluate: (_, { now }) => now },
  date: {
    forms: [
      { parameters: ['text'], result: 'date' },
      { parameters: ['date'], result: 'date' },
    ],
    summary: 'The day written YYYY-MM-DD, a time after it ignored; null when there is no such day.',
    example: 'date("2026-02-30") == null',
    evaluate: ([value = null]) => (value instanceof DateValue ? value : read(value)),
  },
  year: { forms: partOfDate, summary: 'Year of a date.', example: 'year(date("2026-07-31")) == 2026', evaluate: part((date) => date.year) },
  month: { forms: partOfDate, summary: 'Month of a date, 1 to 12.', example: 'month(date("2026-07-31")) == 7', evaluate: part((date) => date.month) },
  day: { forms: partOfDate, summary: 'Day of the month.', example: 'day(date("2026-07-31")) == 31', evaluate: part((date) => date.day) },
  addDays: {
    forms: moved,
    summary: 'The date so many days later.',
    example: 'addDays(date("2026-02-28"), 1) == date("2026-03-01")',
    evaluate: withDateAndNumber((date, days) => date.addDays(days)),
  },
  addMonths: {
    forms: moved,
    summary: 'The same day so many months later, at most the last of the month.',
    example: 'addMonths(date("2026-01-31"), 1) == date("2026-02-28")',
    evaluate: withDateAndNumber((date, months) => date.addMonths(months)),
  },
  daysBetween: {
    forms: [{ parameters: ['date', 'date'], result: 'number' }],
    summary: 'Days from the first date to the second.',
    example: 'daysBetween(date("2026-01-01"), date("2026-02-01")) == 31',
    evaluate: ([from, to]) => (from instanceof DateValue && to instanceof DateValue ? new Exact(to.dayNumber - from.dayNumber) : null),
  },
} as const satisfies Record<string, FunctionEntry>;

function part(read: (date: DateValue) => number): (args: readonly Value[]) => Value {
  return ([date]) => (date instanceof DateValue ? new Exact(read(date)) : null);
}

function read(value: Value): Value {
  const parts = /^([0-9]{4}-[0-9]{2}-[0-9]{2})([T ].*)?$/su.exec(textOf(value) ?? '');
  return parts === null ? null : DateValue.parse(parts[1] ?? '');
}

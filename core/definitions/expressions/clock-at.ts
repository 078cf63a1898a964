import { DateValue } from './date-value.js';
import { InstantValue } from './instant-value.js';

/** What now() and today() give at a moment in a time zone (IANA name). */
export function clockAt(moment: Date, timeZone: string): { readonly now: InstantValue; readonly today: DateValue } {
  const parts = daysOf(timeZone).formatToParts(moment);
  const part = (type: string) => parts.find((candidate) => candidate.type === type)?.value ?? '';
  const today = DateValue.parse(`${part('year').padStart(4, '0')}-${part('month')}-${part('day')}`);
  if (today === null) throw new Error(`no calendar day for ${moment.toISOString()} in ${timeZone}`);
  return { now: InstantValue.of(moment), today };
}

/** Making one takes a hundred times as long as using it. */
const formats = new Map<string, Intl.DateTimeFormat>();

function daysOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone) ?? new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
  formats.set(timeZone, known);
  return known;
}

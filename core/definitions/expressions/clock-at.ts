import { DateValue } from './date-value.js';
import { InstantValue } from './instant-value.js';

/** What now() and today() give at a moment in a time zone (IANA name). */
export function clockAt(moment: Date, timeZone: string): { readonly now: InstantValue; readonly today: DateValue } {
  return { now: InstantValue.of(moment), today: dayAt(moment, timeZone) };
}

/** The last answer for each zone: every expression asks for the day, and calendars are dear to ask. Offsets are whole seconds. */
const known = new Map<string, { readonly second: number; readonly format: Intl.DateTimeFormat; readonly day: DateValue }>();

function dayAt(moment: Date, timeZone: string): DateValue {
  const second = Math.floor(moment.getTime() / 1000);
  const last = known.get(timeZone);
  if (last?.second === second) return last.day;
  const format = last?.format ?? new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
  const parts = format.formatToParts(moment);
  const part = (type: string) => parts.find((candidate) => candidate.type === type)?.value ?? '';
  const day = DateValue.parse(`${part('year').padStart(4, '0')}-${part('month')}-${part('day')}`);
  if (day === null) throw new Error(`no calendar day for ${moment.toISOString()} in ${timeZone}`);
  known.set(timeZone, { second, format, day });
  return day;
}

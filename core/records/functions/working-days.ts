import { DateValue } from '../../definitions/expressions/date-value.js';
import { Exact } from '../../definitions/expressions/exact.js';
import { isNumber, type Value } from '../../definitions/expressions/value.js';
import type { FunctionPlace } from './function-place.js';
import { addWorkingDays, isWorkingDay, readWorkingCalendar, workingDaysBetween, type WorkingCalendar } from './working-calendar.js';

/** Days are counted no further than ten years. */
const mostDays = 3660;

/** Functions over the working calendar of the record's company. */
export const workingDayFunctions = {
  addWorkingDays: (place: FunctionPlace, [day = null, count = null]: readonly Value[]): Value => {
    const calendar = calendarAt(place);
    if (calendar === null || !(day instanceof DateValue) || !isNumber(count)) return null;
    return DateValue.parse(addWorkingDays(calendar, day.text, Math.max(-mostDays, Math.min(mostDays, count.toNumber()))));
  },
  workingDaysBetween: (place: FunctionPlace, [from = null, to = null]: readonly Value[]): Value => {
    const calendar = calendarAt(place);
    if (calendar === null || !(from instanceof DateValue) || !(to instanceof DateValue)) return null;
    return new Exact(workingDaysBetween(calendar, from.text, to.text));
  },
  isWorkingDay: (place: FunctionPlace, [day = null]: readonly Value[]): Value => {
    const calendar = calendarAt(place);
    return calendar !== null && day instanceof DateValue && isWorkingDay(calendar, day.text);
  },
} as const;

function calendarAt({ model, known, company }: FunctionPlace): WorkingCalendar | null {
  const id = company();
  return known.calendars.take(id ?? '', (tx) => readWorkingCalendar(model, tx, id)) ?? null;
}

import type { Executor } from '../../data/database.js';
import { identifier, raw, sql, value } from '../../data/sql.js';
import type { Model } from '../../definitions/model.js';

/** On which days people work. */
export interface WorkingCalendar {
  /** 0 is Sunday. */
  readonly weekdays: ReadonlySet<number>;
  /** YYYY-MM-DD */
  readonly holidays: ReadonlySet<string>;
}

const days = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'] as const;

/** The calendar of a company, or the one that is used everywhere; Monday to Friday while none is kept. */
export async function readWorkingCalendar(model: Model, executor: Executor, company: string | null): Promise<WorkingCalendar> {
  const entity = model.played.get('company');
  const column = entity?.fields.get('calendar')?.column;
  const own =
    entity === undefined || column === undefined || company === null
      ? raw('false')
      : sql`c.id = (SELECT k.${identifier(column)} FROM ${identifier(entity.table)} k WHERE k.id = ${value(company, 'uuid')})`;
  const [row] = await executor.rows(sql`
    SELECT c.*, (SELECT coalesce(json_agg(h.date::text), '[]'::json) FROM core_holiday h WHERE h.parent_id = c.id)::text AS holidays
    FROM core_calendar c ORDER BY coalesce(${own}, false) DESC, c.is_default DESC, c.id LIMIT 1`);
  if (row === undefined) return { weekdays: new Set([1, 2, 3, 4, 5]), holidays: new Set() };
  const holidays: unknown = JSON.parse(String(row['holidays']));
  return {
    weekdays: new Set(days.flatMap((name, index) => (row[name] === true ? [index] : []))),
    holidays: new Set(Array.isArray(holidays) ? holidays.map(String) : []),
  };
}

export function isWorkingDay({ weekdays, holidays }: WorkingCalendar, day: string): boolean {
  return weekdays.has(new Date(`${day}T00:00:00Z`).getUTCDay()) && !holidays.has(day);
}

/** The working day so many working days later, or earlier; 0 gives the day itself, or the next working day. */
export function addWorkingDays(calendar: WorkingCalendar, day: string, count: number): string {
  if (calendar.weekdays.size === 0) return day;
  const step = count < 0 ? -1 : 1;
  let left = Math.abs(Math.trunc(count));
  let at = day;
  // A year without a working day is no calendar; the bound keeps a wrong one from holding up everything.
  for (let turn = 0; turn < 20_000 && (left > 0 || !isWorkingDay(calendar, at)); turn += 1) {
    at = shifted(at, step);
    if (isWorkingDay(calendar, at) && left > 0) left -= 1;
  }
  return at;
}

/** Working days after the first day up to the second, the second among them; negative backwards. */
export function workingDaysBetween(calendar: WorkingCalendar, from: string, to: string): number {
  if (from > to) return -workingDaysBetween(calendar, to, from);
  let count = 0;
  for (let at = shifted(from, 1), turn = 0; at <= to && turn < 20_000; at = shifted(at, 1), turn += 1) if (isWorkingDay(calendar, at)) count += 1;
  return count;
}

function shifted(day: string, by: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + by * 86_400_000).toISOString().slice(0, 10);
}

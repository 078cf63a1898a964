import type { Executor } from '../../data/database.js';
import { sql } from '../../data/sql.js';

/** On which days people work. */
export interface WorkingCalendar {
  /** 0 is Sunday. */
  readonly weekdays: ReadonlySet<number>;
  /** YYYY-MM-DD */
  readonly holidays: ReadonlySet<string>;
}

const days = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'] as const;

/** The calendar that holds where nothing else is said; Monday to Friday while none is kept. */
export async function readWorkingCalendar(executor: Executor): Promise<WorkingCalendar> {
  const [row] = await executor.rows(sql`
    SELECT c.*, (SELECT coalesce(json_agg(h.date::text), '[]'::json) FROM core_holiday h WHERE h.parent_id = c.id)::text AS holidays
    FROM core_calendar c ORDER BY c.is_default DESC, c.id LIMIT 1`);
  if (row === undefined) return plainCalendar;
  const holidays: unknown = JSON.parse(String(row['holidays']));
  return {
    weekdays: new Set(days.flatMap((name, index) => (row[name] === true ? [index] : []))),
    holidays: new Set(Array.isArray(holidays) ? holidays.map(String) : []),
  };
}

/** Monday to Friday without holidays: what holds while no calendar is kept. */
export const plainCalendar: WorkingCalendar = { weekdays: new Set([1, 2, 3, 4, 5]), holidays: new Set() };

/** Whether a declaration of steps asks for working days; most do not, and then no calendar need be read. */
export function readsCalendar(declaration: unknown): boolean {
  return /WorkingDays?\b/u.test(JSON.stringify(declaration) ?? '');
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

function shifted(day: string, by: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + by * 86_400_000).toISOString().slice(0, 10);
}

/** A calendar day without time zone, from 0001-01-01 to 9999-12-31. */
export class DateValue {
  private constructor(readonly text: string) {}

  /** From YYYY-MM-DD; null when there is no such day. */
  static parse(text: string): DateValue | null {
    const parts = /^([0-9]{4})-([0-9]{2})-([0-9]{2})$/u.exec(text);
    if (parts === null) return null;
    const [year, month, day] = [Number(parts[1]), Number(parts[2]), Number(parts[3])];
    const isDay = year >= 1 && month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month);
    return isDay ? new DateValue(text) : null;
  }

  get year(): number {
    return Number(this.text.slice(0, 4));
  }

  get month(): number {
    return Number(this.text.slice(5, 7));
  }

  get day(): number {
    return Number(this.text.slice(8, 10));
  }

  /** Days since 1970-01-01. */
  get dayNumber(): number {
    return Date.parse(`${this.text}T00:00:00Z`) / millisecondsInDay;
  }

  /** Null when it would leave the years 1 to 9999. */
  addDays(days: number): DateValue | null {
    const instant = new Date((this.dayNumber + days) * millisecondsInDay);
    const year = instant.getUTCFullYear();
    // NaN, far beyond any calendar, is not within either.
    return year >= 1 && year <= 9999 ? new DateValue(dateText(year, instant.getUTCMonth() + 1, instant.getUTCDate())) : null;
  }

  /** The same day of the month, or the month's last one. Null when it would leave the years 1 to 9999. */
  addMonths(months: number): DateValue | null {
    const index = this.year * 12 + this.month - 1 + months;
    const [year, month] = [Math.floor(index / 12), (((index % 12) + 12) % 12) + 1];
    return year >= 1 && year <= 9999 ? new DateValue(dateText(year, month, Math.min(this.day, daysInMonth(year, month)))) : null;
  }
}

const millisecondsInDay = 86_400_000;

function daysInMonth(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

function dateText(year: number, month: number, day: number): string {
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}

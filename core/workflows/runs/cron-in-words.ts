import { messageIn } from '../../kernel/messages/message.js';
import type { Locale } from '../../kernel/locale.js';

const weekdays = {
  en: ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'],
  vi: ['Chủ nhật', 'thứ Hai', 'thứ Ba', 'thứ Tư', 'thứ Năm', 'thứ Sáu', 'thứ Bảy'],
} as const;

/** When a schedule comes, as people say it; the usual forms of five parts, and the cron expression itself for every other. */
export function cronInWords(cron: string, locale: Locale): string {
  const [minute = '', hour = '', day = '', month = '', weekday = '', ...more] = cron.trim().split(/\s+/u);
  const isPlain = isNumber(minute) && month === '*' && more.length === 0;
  const at = `${hour.padStart(2, '0')}:${minute.padStart(2, '0')}`;
  if (isPlain && hour === '*' && day === '*' && weekday === '*') return messageIn('workflow.every-hour', { minute: minute.padStart(2, '0') }, locale);
  if (isPlain && isNumber(hour) && day === '*' && weekday === '*') return messageIn('workflow.every-day', { at }, locale);
  if (isPlain && isNumber(hour) && day === '*' && /^[0-7]$/u.test(weekday))
    return messageIn('workflow.every-week', { at, weekday: weekdays[locale][Number(weekday) % 7] ?? weekday }, locale);
  if (isPlain && isNumber(hour) && isNumber(day) && weekday === '*') return messageIn('workflow.every-month', { at, day }, locale);
  return messageIn('workflow.on-schedule', { cron }, locale);
}

function isNumber(part: string): boolean {
  return /^\d{1,2}$/u.test(part);
}

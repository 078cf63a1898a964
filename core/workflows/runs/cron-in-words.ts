import { messageIn } from '../../kernel/messages/message.js';
import type { Locale } from '../../kernel/locale.js';

const weekdays = {
  en: ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'],
  vi: ['Chủ nhật', 'thứ Hai', 'thứ Ba', 'thứ Tư', 'thứ Năm', 'thứ Sáu', 'thứ Bảy'],
} as const;

/** Forms of five parts that have words of their own: minute, hour, day, month, weekday. */
const forms = [
  ['workflow.every-hour', /^(?<minute>\d{1,2}) \* \* \* \*$/u],
  ['workflow.every-day', /^(?<minute>\d{1,2}) (?<hour>\d{1,2}) \* \* \*$/u],
  ['workflow.every-week', /^(?<minute>\d{1,2}) (?<hour>\d{1,2}) \* \* (?<weekday>[0-7])$/u],
  ['workflow.every-month', /^(?<minute>\d{1,2}) (?<hour>\d{1,2}) (?<day>\d{1,2}) \* \*$/u],
] as const;

/** When a schedule comes, as people say it; the usual forms of five parts, and the cron expression itself for every other. */
export function cronInWords(cron: string, locale: Locale): string {
  const plain = cron.trim().replaceAll(/\s+/gu, ' ');
  for (const [code, form] of forms) {
    const parts = form.exec(plain)?.groups;
    if (parts === undefined) continue;
    const { minute = '', hour = '', weekday = '', day = '' } = parts;
    const at = `${hour.padStart(2, '0')}:${minute.padStart(2, '0')}`;
    return messageIn(code, { minute: minute.padStart(2, '0'), at, day, weekday: weekdays[locale][Number(weekday) % 7] ?? '' }, locale);
  }
  return messageIn('workflow.on-schedule', { cron }, locale);
}

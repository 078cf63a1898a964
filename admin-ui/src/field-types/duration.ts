import type { Locale } from '../i18n/use-text.js';

const unitNames = { en: { hour: 'h', minute: 'min', second: 's' }, vi: { hour: 'h', minute: 'phút', second: 'giây' } } as const;

/** Whole seconds as `1 h 30`, `45 min` or `1 h 05 min 20 s`. */
export function formatDuration(seconds: number, locale: Locale): string {
  const units = unitNames[locale];
  const left = Math.abs(seconds);
  const [hours, minutes, rest] = [Math.floor(left / 3600), Math.floor((left % 3600) / 60), left % 60];
  const sign = seconds < 0 ? '−' : '';
  if (hours > 0 && rest === 0) return `${sign}${hours} ${units.hour}${minutes === 0 ? '' : ` ${String(minutes).padStart(2, '0')}`}`;
  const parts = [
    hours > 0 ? `${hours} ${units.hour}` : '',
    hours > 0 || minutes > 0 ? `${hours > 0 ? String(minutes).padStart(2, '0') : minutes} ${units.minute}` : '',
    rest > 0 || (hours === 0 && minutes === 0) ? `${rest} ${units.second}` : '',
  ];
  return sign + parts.filter((part) => part !== '').join(' ');
}

const clock = /^(\d{1,6}):([0-5]?\d)(?::([0-5]?\d))?$/u;
const words =
  /^(?:(\d{1,6})\s*(?:h|hours?|hrs?|g|giờ|tiếng)\s*)?(?:(\d{1,8})\s*(?:m|min|mins|minutes?|p|ph|phút)?\s*)?(?:(\d{1,9})\s*(?:s|secs?|seconds?|giây)\s*)?$/iu;
const seconds = /^(\d{1,9})\s*(?:s|secs?|seconds?|giây)$/iu;

/** What a person typed as whole seconds; a number alone means minutes. Null when it is no length of time. */
export function parseDuration(typed: string): number | null {
  const text = typed.trim().replace('−', '-');
  const isNegative = text.startsWith('-');
  const bare = isNegative ? text.slice(1).trim() : text;
  const alone = seconds.exec(bare);
  const parts = alone === null ? (clock.exec(bare) ?? words.exec(bare)) : ['', '0', '0', alone[1]];
  if (bare === '' || parts === null) return null;
  const sum = Number(parts[1] ?? 0) * 3600 + Number(parts[2] ?? 0) * 60 + Number(parts[3] ?? 0);
  return isNegative && sum !== 0 ? -sum : sum;
}

import type { MetaField } from '../../../schemas/generated/types.js';
import type { Locale } from '../i18n/use-text.js';

interface Marks {
  readonly group: string;
  readonly point: string;
}

const languageOf = { en: 'en-GB', vi: 'vi-VN' } as const;

/** An exact decimal, given as text, with the marks of the language. No digit is lost: the text is never made a float. `currency` tells how many places its amounts have. */
export function formatNumber(text: string, field: Pick<MetaField, 'type' | 'scale'>, locale: Locale, currency = ''): string {
  const [whole = '0', fraction = ''] = text.replace('-', '').split('.');
  const digits = whole.replace(/^0+(?=\d)/u, '').replaceAll(/\B(?=(\d{3})+$)/gu, marksOf(locale).group);
  const kept = keptFraction(fraction, field, placesOf(currency));
  return `${text.startsWith('-') ? '−' : ''}${digits}${kept === '' ? '' : marksOf(locale).point + kept}`;
}

/** An amount that is formatted already, with the sign of its currency where the language puts it: vi 1.234 ₫, en ₫1,234. What is no code of ISO 4217 follows the number. */
export function withCurrency(amount: string, currency: string, locale: Locale): string {
  if (!isCode(currency)) return currency === '' ? amount : `${amount} ${currency}`;
  const parts = partsOf(currency, locale);
  const space = parts.find(({ type }) => type === 'literal')?.value ?? '';
  const sign = currencySign(currency, locale);
  if (parts.at(-1)?.type === 'currency') return `${amount}${space}${sign}`;
  return amount.startsWith('−') ? `−${sign}${space}${amount.slice(1)}` : `${sign}${space}${amount}`;
}

/** The sign of a currency, for instance ₫ or US$; the code itself where it has none. */
export function currencySign(currency: string, locale: Locale): string {
  if (!isCode(currency)) return currency;
  return partsOf(currency, locale).find(({ type }) => type === 'currency')?.value ?? currency;
}

function partsOf(currency: string, locale: Locale): readonly Intl.NumberFormatPart[] {
  return new Intl.NumberFormat(languageOf[locale], { style: 'currency', currency, maximumFractionDigits: 0 }).formatToParts(1);
}

function isCode(currency: string): boolean {
  return /^[A-Z]{3}$/u.test(currency);
}

/** Amounts keep the places of their currency, everything else only what is not zero. */
function keptFraction(fraction: string, { type }: Pick<MetaField, 'type'>, places: number): string {
  const significant = fraction.replace(/0+$/u, '');
  return type === 'money' && fraction.length >= places ? significant.padEnd(places, '0') : significant;
}

/** Places after the point that a currency counts with, by ISO 4217; two where it is not known. */
export function placesOf(currency: string): number {
  if (!isCode(currency)) return 2;
  return new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
}

/** Marks of the language: vi 1.234,5; en 1,234.5. */
export function marksOf(locale: Locale): Marks {
  return locale === 'vi' ? { group: '.', point: ',' } : { group: ',', point: '.' };
}

/** What a person typed as a plain decimal, in the language's marks or, where these make no number, in the other's; null when it is no number. */
export function parseNumber(typed: string, locale: Locale): string | null {
  const text = typed.replaceAll(/\s/gu, '').replace('−', '-');
  const own = marksOf(locale);
  return readNumber(text, own) ?? readNumber(text, { group: own.point, point: own.group });
}

/** Grouping counts only where each group has three digits and the first does not begin with zero: `1.234` may be a thousand, `0.125` and `12.5` are not. */
function readNumber(text: string, { group, point }: Marks): string | null {
  const grouped = new RegExp(`^-?[1-9]\\d{0,2}([${group}]\\d{3})+([${point}]\\d*)?$`, 'u');
  const plain = new RegExp(`^-?\\d*([${point}]\\d*)?$`, 'u');
  if (!/\d/u.test(text) || !(grouped.test(text) || plain.test(text))) return null;
  return text
    .replaceAll(group, '')
    .replace(point, '.')
    .replace(/^(-?)\./u, '$10.')
    .replace(/\.$/u, '');
}

/** A day, dd/MM/yyyy. */
export function formatDate(text: string, locale: Locale): string {
  const date = new Date(`${text}T00:00:00Z`);
  return Number.isNaN(date.getTime())
    ? text
    : new Intl.DateTimeFormat(languageOf[locale], { day: '2-digit', month: '2-digit', year: 'numeric', timeZone: 'UTC' }).format(date);
}

/** A moment in the zone of this device. */
export function formatInstant(text: string, locale: Locale): string {
  const date = new Date(text);
  if (Number.isNaN(date.getTime())) return text;
  const day = new Intl.DateTimeFormat(languageOf[locale], { day: '2-digit', month: '2-digit', year: 'numeric' }).format(date);
  return `${day} ${new Intl.DateTimeFormat(languageOf[locale], { hour: '2-digit', minute: '2-digit', hour12: false }).format(date)}`;
}

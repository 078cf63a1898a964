import type { Text } from '../../schemas/generated/types.js';

/** Languages that screens, labels and errors come in. */
export const locales = ['en', 'vi'] as const;
export type Locale = (typeof locales)[number];

export function isLocale(value: unknown): value is Locale {
  return locales.some((locale) => locale === value);
}

/** The text in the wanted language, in English where that is missing. */
export function textIn(text: Text, locale: Locale): string {
  return typeof text === 'string' ? text : (text[locale] ?? text.en);
}

import type { I18nProvider } from 'react-admin';
import { frameworkMessages } from './framework-messages.js';
import type { Locale } from './use-text.js';

/** Translates for react-admin; what is not a key of its own is text already. */
export function createI18nProvider(locale: Locale): I18nProvider {
  return {
    translate: (key, options) => frameworkMessages[locale][key] ?? fallbackOf(options) ?? key,
    changeLocale: () => Promise.resolve(),
    getLocale: () => locale,
  };
}

function fallbackOf(options: unknown): string | null {
  if (typeof options !== 'object' || options === null || !('_' in options)) return null;
  return typeof options._ === 'string' ? options._ : null;
}

import { createContext, useCallback, useContext } from 'react';
import { messages, type TextKey } from './messages.js';

/** A language of the screens. */
export type Locale = keyof typeof messages;

/** Language of everything below. */
export const LocaleContext = createContext<Locale>('vi');

/** Says a sentence in the user's language, with `{names}` filled in. */
export type Say = (key: TextKey, params?: Readonly<Record<string, string | number>>) => string;

/** The sentences in the user's language. */
export function useText(): Say {
  const locale = useContext(LocaleContext);
  return useCallback((key, params = {}) => sentence(locale, key, params), [locale]);
}

/** A sentence in one language. */
export function sentence(locale: Locale, key: TextKey, params: Readonly<Record<string, string | number>> = {}): string {
  return messages[locale][key].replaceAll(/\{(\w+)\}/gu, (_, name: string) => String(params[name] ?? ''));
}

/** Language chosen on this device, or else that of the browser. */
export function storedLocale(): Locale {
  const stored = localStorage.getItem('trellis.locale') ?? navigator.language.slice(0, 2);
  return stored === 'en' ? 'en' : 'vi';
}

/** Orders in which the parts of a name are said, by language. */
export const nameOrders = { vi: ['family', 'middle', 'given'], en: ['given', 'middle', 'family'] } as const;

/** A person as they are called in a language; null without any part. */
export function callName(part: (name: string) => unknown, locale: keyof typeof nameOrders): string | null {
  const parts = nameOrders[locale].map(part).filter((text) => typeof text === 'string' && text !== '');
  return parts.length === 0 ? null : parts.join(' ');
}

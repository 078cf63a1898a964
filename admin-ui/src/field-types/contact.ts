import { membersOf } from '../api/request.js';

/** Types of ways to reach somebody. */
export const contactTypes = ['work', 'home', 'mobile', 'other'] as const;

/** One way to reach somebody. */
export interface Contact {
  readonly type: (typeof contactTypes)[number];
  readonly value: string;
}

/** What a value of such a field holds. */
export function contactsIn(value: unknown): readonly Contact[] {
  return Array.isArray(value)
    ? value.map(membersOf).map((one) => ({ type: contactTypes.find((type) => type === one.get('type')) ?? 'other', value: String(one.get('value') ?? '') }))
    : [];
}

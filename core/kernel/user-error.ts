import { messageIn, type MessageCode, type MessageParams } from './messages/message.js';
import type { Locale } from './locale.js';

/** One thing wrong with what was sent: where (JSON pointer into the body, or a parameter's name), and what. */
export interface Violation {
  readonly pointer: string;
  readonly code: MessageCode;
  readonly params?: MessageParams;
}

export type UserErrorStatus = 400 | 401 | 403 | 404 | 409 | 412 | 413 | 415 | 422 | 429;

/** What the caller can mend: becomes an RFC 9457 problem in the caller's language. Anything else that is thrown is our bug (500). */
export class UserError extends Error {
  constructor(
    readonly status: UserErrorStatus,
    readonly code: MessageCode,
    readonly params: MessageParams = {},
    readonly violations: readonly Violation[] = [],
    /** Further members of the problem document, for instance the current record of a stale save. */
    readonly extra: Readonly<Record<string, unknown>> = {},
  ) {
    super(`${code}: ${messageIn(code, params, 'en')}`);
    this.name = 'UserError';
  }

  detail(locale: Locale): string {
    return messageIn(this.code, this.params, locale);
  }
}

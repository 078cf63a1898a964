/** One e-mail in plain text. */
export interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  /** The same at every attempt, so that mail programs show it once. */
  readonly messageId: string;
}

/** Hands a mail to the server; throws what can be tried again. */
export type SendMail = (mail: Mail) => Promise<void>;

import { createTransport } from 'nodemailer';
import { UserError } from '../kernel/user-error.js';

/** Hands mails to the server of SMTP_URL; without one every mail is refused with the remedy. */
export function mailSender(
  smtpUrl: string | undefined,
): (mail: { readonly to: string; readonly subject: string; readonly text: string; readonly messageId: string }) => Promise<void> {
  if (smtpUrl === undefined) return () => Promise.reject(new UserError(422, 'notify.no-mail-server'));
  const { username, hostname } = new URL(smtpUrl);
  const name = decodeURIComponent(username);
  const from = name.includes('@') ? name : `trellis@${hostname}`;
  const transport = createTransport({ url: smtpUrl, connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 20_000 }, { from });
  return async (mail) => {
    // As an address and not as text, which could name several.
    await transport
      .sendMail({ to: { name: '', address: mail.to }, subject: mail.subject, text: mail.text, messageId: mail.messageId })
      .catch((error: unknown) => {
        throw isRefused(error) ? new UserError(422, 'notify.mail-refused', { message: error instanceof Error ? error.message.slice(0, 500) : '' }) : error;
      });
  };
}

/** Replies that begin with 5 say that trying again is of no use (RFC 5321, 4.2.1). */
function isRefused(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'responseCode' in error && typeof error.responseCode === 'number' && error.responseCode >= 500;
}

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
  const transport = createTransport(smtpUrl, { from });
  return async (mail) => {
    await transport.sendMail({ to: mail.to, subject: mail.subject, text: mail.text, messageId: mail.messageId });
  };
}

/** Zone that holds where no company says another. */
export const standardTimeZone = 'Asia/Ho_Chi_Minh';

/** Whether a text names a time zone, in the spelling of the IANA. */
export function isTimeZone(text: string): boolean {
  if (!/^[A-Za-z][A-Za-z0-9_+-]*(?:\/[A-Za-z0-9_+-]+)*$/u.test(text)) return false;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: text }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

import { contactsType } from './contacts.js';
import { emailType } from './email.js';

/** E-mail addresses, each with its type. */
export const emailsType = contactsType(emailType);

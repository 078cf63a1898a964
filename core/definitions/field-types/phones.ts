import { contactsType } from './contacts.js';
import { phoneType } from './phone.js';

/** Telephone numbers, each with its type. */
export const phonesType = contactsType(phoneType);

import type { Executor } from '../data/database.js';
import { messageIn } from '../kernel/messages/message.js';
import type { Mention } from '../records/mentions.js';
import { addNotice } from './notices.js';

/** Puts a mention into the bell of the user; it goes when the comment is taken back. */
export async function tellMentioned(tx: Executor, { user, locale, author, comment, text, entity, record, label }: Mention): Promise<void> {
  await addNotice(tx, { user, title: messageIn('notify.mentioned', { author, record: label }, locale), text, entity, record, comment });
}

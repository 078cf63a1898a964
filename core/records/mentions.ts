import type { Executor } from '../data/database.js';
import { recordId } from '../definitions/field-types/reference.js';
import type { Entity } from '../definitions/model.js';
import { loadUser } from '../identity/load-caller.js';
import type { Caller } from '../kernel/caller.js';
import type { Locale } from '../kernel/locale.js';
import { UserError } from '../kernel/user-error.js';
import { readRecord } from './get-record.js';
import type { Platform } from './platform.js';

/** A user whom a comment names and who may see the record that it is about. */
export interface Mention {
  readonly user: string;
  /** The user's own language, or else the author's. */
  readonly locale: Locale;
  readonly author: string;
  readonly comment: string;
  readonly text: string;
  readonly entity: string;
  readonly record: string;
  /** How the mentioned user sees the record called. */
  readonly label: string;
}

const most = 20;

/** Ids of the users whom a comment mentions; 422 for what is no list of users whom the caller may see. */
export async function readMentions(platform: Platform, caller: Caller, input: unknown): Promise<readonly string[]> {
  const given: unknown = typeof input === 'object' && input !== null && 'mentions' in input ? input.mentions : null;
  if (given === null || given === undefined) return [];
  if (!Array.isArray(given) || given.length > most) throw refused('/mentions');
  const users = platform.model.entities.get('core.user');
  const ids = new Set<string>();
  for (const [index, one] of given.entries()) {
    const id = recordId(one);
    if (id === null || users === undefined || (await readRecord(platform, platform.database, caller, users, id)) === null) throw refused(`/mentions/${index}`);
    ids.add(id);
  }
  return [...ids];
}

/** Those of the users who are active and see the record, each with how it is called for them. */
export async function mentionsOf(
  platform: Platform,
  tx: Executor,
  caller: Caller,
  entity: Entity,
  comment: Pick<Mention, 'comment' | 'text' | 'record'>,
  users: readonly string[],
): Promise<readonly Mention[]> {
  const mentions: Mention[] = [];
  for (const id of users) {
    const user = await loadUser(tx, id, platform.model);
    if (user === null) continue;
    const locale = user.locale ?? caller.locale;
    const json = await readRecord(platform, tx, { ...user, locale, requestId: caller.requestId }, entity, comment.record);
    if (json !== null) mentions.push({ ...comment, user: id, locale, author: caller.name, entity: entity.id, label: labelIn(json) });
  }
  return mentions;
}

function labelIn(json: string): string {
  const record: unknown = JSON.parse(json);
  return typeof record === 'object' && record !== null && '_label' in record && typeof record._label === 'string' ? record._label : '';
}

function refused(pointer: string): UserError {
  return new UserError(422, 'record.mentions', { most }, [{ pointer, code: 'record.mentions', params: { most } }]);
}

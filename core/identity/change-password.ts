import type { Database } from '../data/database.js';
import { sql, value } from '../data/sql.js';
import type { Caller } from '../kernel/caller.js';
import { isLocale, locales, type Locale } from '../kernel/locale.js';
import { UserError } from '../kernel/user-error.js';
import { setPassword } from './credentials.js';
import { demandGoodPassword, isPassword, randomPassword } from './password.js';
import { announceRightsChange } from './rights-announcement.js';

/** A user changes the own password, which takes the current one and ends all the user's sessions. */
export async function changeOwnPassword(database: Database, caller: Caller, current: unknown, next: unknown): Promise<void> {
  const hash = await database.text(sql`SELECT password_hash FROM trellis_credential WHERE user_id = ${value(caller.userId, 'uuid')}`);
  if (hash === null || typeof current !== 'string' || !(await isPassword(current.slice(0, 1000), hash))) {
    throw new UserError(422, 'identity.current-password-wrong', {}, [{ pointer: '/current', code: 'identity.current-password-wrong' }]);
  }
  const password = demandGoodPassword(next, '/password', [caller.name, caller.email]);
  if (password === current) throw new UserError(422, 'identity.password-unchanged', {}, [{ pointer: '/password', code: 'identity.password-unchanged' }]);
  await setPassword(database, caller.userId, password, false);
}

/** An administrator sets a user's password, a random one unless given; the user changes it at the next sign-in. */
export async function resetPassword(database: Database, userId: string, given: unknown): Promise<string> {
  const isId = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/iu.test(userId);
  const [user] = isId ? await database.rows(sql`SELECT name, email FROM core_user WHERE id = ${value(userId, 'uuid')}`) : [];
  if (user === undefined) throw new UserError(404, 'identity.unknown-user');
  if (typeof user['email'] !== 'string') throw new UserError(409, 'identity.no-email');
  const password = given === undefined ? randomPassword() : demandGoodPassword(given, '/password', [String(user['name']), user['email']]);
  await setPassword(database, userId, password, true);
  return password;
}

/** Keeps the language a user chose, for answers to programs and for the next sign-in. */
export async function changeOwnLocale(database: Database, userId: string, locale: unknown): Promise<Locale> {
  if (!isLocale(locale)) {
    const params = { found: String(locale), valid: [...locales] };
    throw new UserError(422, 'identity.unknown-locale', params, [{ pointer: '/locale', code: 'identity.unknown-locale', params }]);
  }
  await database.rows(sql`UPDATE core_user SET locale = ${value(locale, 'text')} WHERE id = ${value(userId, 'uuid')}`);
  await announceRightsChange(database);
  return locale;
}

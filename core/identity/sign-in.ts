import type { Database, Row } from '../data/database.js';
import { sql, value } from '../data/sql.js';
import { UserError } from '../kernel/user-error.js';
import { hashPassword, isPassword } from './password.js';
import { openSession } from './session.js';
import { clearFailures, demandPatience, noteFailure } from './sign-in-throttle.js';

/** Checks e-mail and password and opens a session. Wrong, unknown and inactive sound and take the same. */
export async function signIn(database: Database, email: unknown, password: unknown, address: string): Promise<string> {
  if (typeof email !== 'string' || typeof password !== 'string') throw new UserError(400, 'identity.sign-in-incomplete');
  const account = email.trim().toLowerCase().slice(0, 254);
  const keys = [`${account} ${address}`, `address ${address}`] as const;
  await demandPatience(database, keys);
  const [user] = await database.rows(sql`
    SELECT u.id::text AS id, c.password_hash AS hash FROM core_user u JOIN trellis_credential c ON c.user_id = u.id
    WHERE u.email = ${value(account, 'text')} AND u.is_active`);
  const isRight = await isPassword(password.slice(0, 1000), hashOf(user) ?? (await decoy()));
  if (user === undefined || !isRight) {
    await noteFailure(database, keys);
    throw new UserError(401, 'identity.sign-in-refused');
  }
  await clearFailures(database, keys[0]);
  return openSession(database, String(user['id']));
}

function hashOf(user: Row | undefined): string | undefined {
  const hash = user?.['hash'];
  return typeof hash === 'string' ? hash : undefined;
}

/** Hash that an unknown user's password is held against, so that the answer takes as long. */
const decoy = ((): (() => Promise<string>) => {
  let made: Promise<string> | null = null;
  return () => (made ??= hashPassword('nobody has this password'));
})();

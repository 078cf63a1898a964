import { sql, value } from '../data/sql.js';
import type { Executor } from '../data/database.js';
import { announceRightsChange } from './rights-announcement.js';
import { hashPassword } from './password.js';

/** Sets a user's password and ends all sessions of the user; with `mustChange` the next sign-in asks for another one. */
export async function setPassword(database: Executor, userId: string, password: string, mustChange: boolean): Promise<void> {
  const passwordHash = await hashPassword(password);
  await database.rows(sql`
    WITH ended AS (DELETE FROM trellis_session WHERE user_id = ${value(userId, 'uuid')})
    INSERT INTO trellis_credential (user_id, password_hash, must_change)
    VALUES (${value(userId, 'uuid')}, ${value(passwordHash, 'text')}, ${value(mustChange, 'boolean')})
    ON CONFLICT (user_id) DO UPDATE SET password_hash = excluded.password_hash, must_change = excluded.must_change, changed_at = now()`);
  await announceRightsChange(database);
}

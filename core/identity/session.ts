import type { Executor } from '../data/database.js';
import { sql, value } from '../data/sql.js';
import { announceRightsChange } from './rights-announcement.js';
import { newToken, tokenHash } from './token.js';

/** Hours after which a session ends whatever happens, and hours without a request after which it ends earlier. */
export const sessionHours = { absolute: 12, idle: 2 } as const;

/** Opens a session and gives its token, which is kept nowhere. */
export async function openSession(database: Executor, userId: string): Promise<string> {
  const token = newToken();
  await database.rows(sql`
    WITH stale AS (
      DELETE FROM trellis_session
      WHERE created_at < now() - make_interval(hours => ${value(sessionHours.absolute, 'integer')}) OR seen_at < now() - make_interval(hours => ${value(sessionHours.idle, 'integer')})
    )
    INSERT INTO trellis_session (token_hash, user_id) VALUES (${value(tokenHash(token), 'bytea')}, ${value(userId, 'uuid')})`);
  return token;
}

/** The user of a live session, or null. Notes that it was seen. */
export async function userOfSession(database: Executor, token: string): Promise<string | null> {
  return database.text(sql`
    UPDATE trellis_session SET seen_at = now()
    WHERE token_hash = ${value(tokenHash(token), 'bytea')}
      AND created_at >= now() - make_interval(hours => ${value(sessionHours.absolute, 'integer')})
      AND seen_at >= now() - make_interval(hours => ${value(sessionHours.idle, 'integer')})
    RETURNING user_id::text`);
}

/** Ends one session in all processes. */
export async function closeSession(database: Executor, token: string): Promise<void> {
  await database.rows(sql`DELETE FROM trellis_session WHERE token_hash = ${value(tokenHash(token), 'bytea')}`);
  await announceRightsChange(database);
}

import type { Executor } from '../data/database.js';
import { sql, value } from '../data/sql.js';
import { announceRightsChange } from './rights-announcement.js';
import { newToken, tokenHash } from './token.js';

/** Begins every key, so that scanners of leaked secrets know them. */
const keyPrefix = 'trellis_';

/** Makes the secret of a core.api-key record; the key itself is given once and kept nowhere. */
export async function makeKeySecret(database: Executor, apiKeyId: string): Promise<{ readonly key: string; readonly prefix: string }> {
  const key = `${keyPrefix}${newToken()}`;
  const prefix = key.slice(0, keyPrefix.length + 4);
  await database.rows(sql`
    WITH named AS (UPDATE core_api_key SET prefix = ${value(prefix, 'text')} WHERE id = ${value(apiKeyId, 'uuid')})
    INSERT INTO trellis_api_key_secret (api_key_id, token_hash) VALUES (${value(apiKeyId, 'uuid')}, ${value(tokenHash(key), 'bytea')})`);
  return { key, prefix };
}

/** Forgets the secret of a deleted key. */
export async function dropKeySecret(database: Executor, apiKeyId: string): Promise<void> {
  await database.rows(sql`DELETE FROM trellis_api_key_secret WHERE api_key_id = ${value(apiKeyId, 'uuid')}`);
  await announceRightsChange(database);
}

/** The user that a live key acts as, or null. */
export async function userOfKey(database: Executor, key: string): Promise<string | null> {
  if (!key.startsWith(keyPrefix)) return null;
  return database.text(sql`
    UPDATE core_api_key k SET last_used_at = now()
    FROM trellis_api_key_secret s
    WHERE s.token_hash = ${value(tokenHash(key), 'bytea')} AND s.api_key_id = k.id AND (k.expires_at IS NULL OR k.expires_at > now())
    RETURNING k.acts_as::text`);
}

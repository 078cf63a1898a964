import type { Executor, Row } from '../data/database.js';
import { sql, value } from '../data/sql.js';
import type { Caller } from '../kernel/caller.js';
import { isLocale, type Locale } from '../kernel/locale.js';

/** A user with what the rights rest on; language and request are the request's. */
export type KnownUser = Omit<Caller, 'locale' | 'requestId'> & { readonly locale: Locale | null; readonly mustChangePassword: boolean };

/** Role that everybody who signs in holds. */
const memberRole = 'core.member';

/** Reads an active user with roles and teams; null when there is none. */
export async function loadUser(database: Executor, userId: string): Promise<KnownUser | null> {
  const [row] = await database.rows(sql`
    SELECT u.id::text AS id, u.email AS email, u.name AS name, u.locale AS locale, u.is_administrator AS administrator, coalesce(c.must_change, false) AS must_change,
      ARRAY(SELECT coalesce(r.code, r.id::text) FROM core_user__roles ur JOIN core_role r ON r.id = ur.target_id WHERE ur.owner_id = u.id ORDER BY 1) AS roles,
      ARRAY(SELECT ut.target_id::text FROM core_user__teams ut WHERE ut.owner_id = u.id ORDER BY 1) AS teams
    FROM core_user u LEFT JOIN trellis_credential c ON c.user_id = u.id
    WHERE u.id = ${value(userId, 'uuid')} AND u.is_active`);
  return row === undefined ? null : knownUser(row);
}

function knownUser(row: Row): KnownUser {
  return {
    userId: String(row['id']),
    email: typeof row['email'] === 'string' ? row['email'] : null,
    name: String(row['name']),
    teamIds: texts(row['teams']),
    roleIds: [memberRole, ...texts(row['roles'])],
    isAdministrator: row['administrator'] === true,
    locale: isLocale(row['locale']) ? row['locale'] : null,
    mustChangePassword: row['must_change'] === true,
  };
}

function texts(list: unknown): readonly string[] {
  return Array.isArray(list) ? list.map(String) : [];
}

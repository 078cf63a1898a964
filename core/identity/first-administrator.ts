import type { Database, Executor } from '../data/database.js';
import { sql, value } from '../data/sql.js';
import { systemUserId } from '../kernel/caller.js';
import { newId } from '../kernel/ids.js';
import { setPassword } from './credentials.js';
import { randomPassword } from './password.js';

/** What the start tells about signing in. */
export type FirstAdministrator =
  | { readonly kind: 'exists' }
  | { readonly kind: 'made'; readonly email: string; /** Null when it was given by the environment. */ readonly password: string | null };

/** On the very first start makes the system user and an administrator, whose random password is told once and must be changed. */
export async function ensureFirstAdministrator(
  database: Database,
  given: { readonly email: string | undefined; readonly password: string | undefined },
): Promise<FirstAdministrator> {
  return database.transaction(async (tx) => {
    await tx.rows(sql`LOCK TABLE core_user IN SHARE ROW EXCLUSIVE MODE`);
    await insertUser(tx, { id: systemUserId, name: 'Trellis', email: null, isActive: false, isAdministrator: false });
    const people = await tx.text(sql`SELECT count(*)::text FROM core_user WHERE id <> ${value(systemUserId, 'uuid')}`);
    if (people !== '0') return { kind: 'exists' };
    const id = newId();
    const email = (given.email ?? 'admin@example.com').toLowerCase();
    const password = given.password ?? randomPassword();
    await insertUser(tx, { id, name: 'Administrator', email, isActive: true, isAdministrator: true });
    await setPassword(tx, id, password, given.password === undefined);
    return { kind: 'made', email, password: given.password === undefined ? password : null };
  });
}

interface NewUser {
  readonly id: string;
  readonly name: string;
  readonly email: string | null;
  readonly isActive: boolean;
  readonly isAdministrator: boolean;
}

async function insertUser(tx: Executor, user: NewUser): Promise<void> {
  await tx.rows(sql`
    INSERT INTO core_user (id, name, email, is_active, is_administrator, created_at, created_by, updated_at, updated_by, version)
    VALUES (${value(user.id, 'uuid')}, ${value(user.name, 'text')}, ${value(user.email, 'text')}, ${value(user.isActive, 'boolean')}, ${value(user.isAdministrator, 'boolean')},
      now(), ${value(systemUserId, 'uuid')}, now(), ${value(systemUserId, 'uuid')}, 1)
    ON CONFLICT (id) DO NOTHING`);
}

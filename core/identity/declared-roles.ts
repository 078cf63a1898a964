import type { Database } from '../data/database.js';
import { sql, value } from '../data/sql.js';
import type { Model } from '../definitions/model.js';
import { systemUserId } from '../kernel/caller.js';
import { newId } from '../kernel/ids.js';
import { textIn } from '../kernel/locale.js';

/** Gives every role that a plugin declares its core.role record, so that users can hold it. Records of plugins now absent stay. */
export async function syncDeclaredRoles(database: Database, model: Model): Promise<void> {
  const rows = [...model.roles.values()].map((role) => ({
    id: newId(),
    code: role.id,
    name: textIn(role.declaration.label, 'en'),
    description: role.declaration.description === undefined ? null : textIn(role.declaration.description, 'en'),
  }));
  await database.rows(sql`
    INSERT INTO core_role AS r (id, code, name, description, created_at, created_by, updated_at, updated_by, version)
    SELECT d.id, d.code, d.name, d.description, now(), ${value(systemUserId, 'uuid')}, now(), ${value(systemUserId, 'uuid')}, 1
    FROM jsonb_to_recordset(${value(JSON.stringify(rows), 'jsonb')}) AS d(id uuid, code text, name text, description text)
    ON CONFLICT (code) DO UPDATE SET name = excluded.name, description = excluded.description, updated_at = now(), version = r.version + 1
    WHERE (r.name, r.description) IS DISTINCT FROM (excluded.name, excluded.description)`);
}

import { identifier, sql, value } from '../data/sql.js';
import { recordId } from '../definitions/field-types/reference.js';
import { UserError } from '../kernel/user-error.js';
import type { Platform } from './platform.js';

/** A secret as it was written, for the server code of the plugin that declared the field and for nobody else; null where there is none. Throws 422 for another plugin's, or what is no secret. */
export async function readSecret({ model, database, vault }: Platform, plugin: string, entityId: string, id: string, name: string): Promise<string | null> {
  const entity = model.entities.get(entityId);
  const field = entity?.fields.get(name);
  if (entity === undefined || field === undefined || field.type !== 'secret' || field.plugin !== plugin)
    throw new UserError(422, 'record.no-such-secret', { plugin, found: `${entityId}.${name}`.slice(0, 120) });
  const sealed = await database.text(sql`SELECT ${identifier(field.column)} FROM ${identifier(entity.table)} WHERE id = ${value(recordId(id), 'uuid')}`);
  return sealed === null ? null : vault.open(sealed);
}

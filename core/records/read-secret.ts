import { identifier, sql, value } from '../data/sql.js';
import { recordId } from '../definitions/field-types/reference.js';
import type { Platform } from './platform.js';
import { secretField, type SecretPlace } from './secret-field.js';

/** A secret as it was written, for the server code of the plugin that declared the field and for nobody else; null where there is none. Throws 422 for another plugin's, or what is no secret. */
export async function readSecret({ model, database, vault }: Platform, place: SecretPlace): Promise<string | null> {
  const { entity, field } = secretField(model, place);
  const sealed = await database.text(sql`SELECT ${identifier(field.column)} FROM ${identifier(entity.table)} WHERE id = ${value(recordId(place.id), 'uuid')}`);
  return sealed === null ? null : vault.open(sealed);
}

import type { Caller } from '../kernel/caller.js';
import type { Platform } from './platform.js';
import { secretField, type SecretPlace } from './secret-field.js';
import { updateRecord } from './update-record.js';

/** Writes a secret for the server code of the plugin that declared the field and for nobody else, as a step of the plugin would. Throws 422 for another plugin's, and what a change throws. */
export async function keepSecret(platform: Platform, caller: Caller, place: SecretPlace, secret: string | null): Promise<void> {
  const { entity, field } = secretField(platform.model, place);
  await updateRecord(platform, caller, entity, place.id, { [field.name]: secret }, { mode: 'patch', byStep: 'other' });
}

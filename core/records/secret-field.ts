import type { Entity, Field, Model } from '../definitions/model.js';
import { UserError } from '../kernel/user-error.js';

/** A secret field of one record, as the server code of a plugin names it. */
export interface SecretPlace {
  readonly plugin: string;
  readonly entity: string;
  readonly id: string;
  readonly field: string;
}

/** The field, where the plugin declared it itself. Throws 422 for another plugin's, or what is no secret. */
export function secretField(model: Model, place: SecretPlace): { readonly entity: Entity; readonly field: Field } {
  const entity = model.entities.get(place.entity);
  const field = entity?.fields.get(place.field);
  if (entity === undefined || field === undefined || field.type !== 'secret' || field.plugin !== place.plugin)
    throw new UserError(422, 'record.no-such-secret', { plugin: place.plugin, found: `${place.entity}.${place.field}`.slice(0, 120) });
  return { entity, field };
}

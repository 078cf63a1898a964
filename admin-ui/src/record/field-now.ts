import type { MetaEntity, MetaField } from '../../../schemas/generated/types.js';
import type { Company } from './company-of.js';
import type { LiveValues } from './live-values.js';
import type { Values } from './use-draft.js';

/** A field as it is with these values; null while it is out of sight, and until it is known whether it is. */
export function fieldNow(live: LiveValues | null, entity: MetaEntity, field: MetaField, values: Values, company: Company): MetaField | null {
  if (field.requiredWhen === undefined && field.readOnlyWhen === undefined && field.visibleWhen === undefined) return field;
  if (live === null) return field.visibleWhen === undefined ? field : null;
  return live.now(entity, field, values, company);
}

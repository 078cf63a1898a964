import type { MetaEntity } from '../../../schemas/generated/types.js';
import { bulkFields } from './bulk-fields.js';

/** Whether there is anything to do with several rows at once. */
export function isSelectable(entity: MetaEntity): boolean {
  return entity.can.delete || entity.transitions.length > 0 || bulkFields(entity).length > 0;
}

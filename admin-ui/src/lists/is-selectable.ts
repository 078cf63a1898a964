import type { MetaEntity } from '../../../schemas/generated/types.js';

/** Whether there is anything to do with several rows at once. */
export function isSelectable({ can, transitions }: MetaEntity): boolean {
  return can.delete || transitions.length > 0;
}

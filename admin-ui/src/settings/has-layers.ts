import type { MetaEntity } from '../../../schemas/generated/types.js';

/** Whether settings are looked through: left empty, what the installation says or what is declared holds. */
export function hasLayers({ fields }: MetaEntity): boolean {
  return fields.some(({ inherits }) => inherits === true);
}

import type { MetaEntity } from '../../../schemas/generated/types.js';
import { pointerIn, type Pointer } from '../field-types/pointer.js';

/** Which record a row of a union is; null of other rows. */
export function recordOfRow({ query, fields }: MetaEntity, row: ReadonlyMap<string, unknown>): Pointer | null {
  const field = fields.find(({ name }) => name === query?.record);
  const value = field === undefined ? null : row.get(field.name);
  if (typeof value !== 'string') return null;
  return field?.target === undefined ? pointerIn(value) : { entity: field.target, id: value };
}

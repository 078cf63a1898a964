import type { MetaField } from '../../../schemas/generated/types.js';

/** The last amount among columns: what a document or a line comes to. */
export function lastMoney(columns: readonly MetaField[]): MetaField | undefined {
  return columns.findLast(({ type }) => type === 'money');
}

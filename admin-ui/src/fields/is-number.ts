import type { MetaField } from '../../../schemas/generated/types.js';

const numbers: readonly MetaField['type'][] = ['integer', 'decimal', 'money', 'percent', 'quantity', 'duration'];

/** Whether values stand at the right, digit under digit. */
export function isNumber(field: Pick<MetaField, 'type'>): boolean {
  return numbers.includes(field.type);
}

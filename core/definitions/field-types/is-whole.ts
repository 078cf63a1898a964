import type { Field } from '../model.js';
import { fieldType } from './registry.js';

/** Whether the values are whole numbers, which JSON carries as numbers. */
export function isWhole(field: Field): boolean {
  return fieldType(field.type).storage(field).kind === 'integer';
}

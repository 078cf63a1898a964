import type { Field } from '../model.js';
import { fieldType } from './registry.js';

/** Whether the values of a field are uploaded files. */
export function holdsFiles({ type }: Field): boolean {
  return fieldType(type).holdsFiles === true;
}

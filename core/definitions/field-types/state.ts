import { enumType } from './enum.js';
import type { FieldType } from './field-type.js';

/** Where the record is in its lifecycle; reached by transitions alone. */
export const stateType: FieldType = enumType;

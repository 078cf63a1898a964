import type { FieldType } from './field-type.js';
import { referenceType } from './reference.js';

/** The key of the record itself. */
export const idType: FieldType = { ...referenceType, isSortable: true };

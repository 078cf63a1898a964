import type { FieldType } from './field-type.js';
import { referenceType } from './reference.js';

/** An attached file, by the id of its upload. */
export const fileType: FieldType = { ...referenceType, operators: ['isNull'], holdsFiles: true };

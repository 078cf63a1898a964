import type { FieldType } from './field-type.js';
import { referenceType } from './reference.js';

/** A picture, by the id of the uploaded file. */
export const imageType: FieldType = { ...referenceType, operators: ['isNull'] };

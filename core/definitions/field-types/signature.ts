import { fileType } from './file.js';
import type { FieldType } from './field-type.js';

/** A drawn signature, by the id of the uploaded picture; once it is there it stays. */
export const signatureType: FieldType = { ...fileType, keepsFirst: true };

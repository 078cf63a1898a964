import type { FieldType } from './field-type.js';
import { fileType } from './file.js';

/** A picture, by the id of the uploaded file. */
export const imageType: FieldType = fileType;

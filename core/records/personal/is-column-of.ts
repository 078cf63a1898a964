import { columnName } from '../../definitions/link/column-name.js';
import type { Field } from '../../definitions/model.js';
import { namesOf } from './personal-parts.js';

/** Whether a column is, or was, that of a field: by any of its names, with any of its types. */
export function isColumnOf(field: Field, column: string): boolean {
  return namesOf(field).some((name) => column === columnName(name) || column.startsWith(`${columnName(name)}__`));
}

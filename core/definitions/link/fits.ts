import { fieldExpressionType } from '../expressions/entity-scope.js';
import { holdsFiles } from '../field-types/holds-files.js';
import { fieldType } from '../field-types/registry.js';
import type { Field } from '../model.js';

/** Whether a field takes the values of another. */
export function fits(source: Field, field: Field): boolean {
  if (source.type === 'lines' || source.type === 'many-to-many' || source.type === 'secret' || source.target !== field.target) return false;
  const isWhole = [source, field].some((one) => fieldType(one.type).storage(one).kind === 'json' || holdsFiles(one));
  // What has no column of its own cannot be copied.
  if ([source, field].some((one) => fieldType(one.type).storage(one).kind === 'none')) return false;
  // What is no HTML would be read as HTML, and the other way round.
  if ([source, field].some(({ type }) => type === 'rich-text')) return source.type === field.type;
  if (isWhole) return source.type === field.type && !holdsFiles(field);
  return fieldExpressionType(source).kind === fieldExpressionType(field).kind && (source.scale ?? 0) <= (field.scale ?? 0);
}

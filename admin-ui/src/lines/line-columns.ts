import type { MetaEntity, MetaField } from '../../../schemas/generated/types.js';
import { fieldOf } from '../meta/meta-context.js';

/** Fields of a line, as columns: those of its view, else all that are not the system's. */
export function lineColumns(line: MetaEntity): readonly MetaField[] {
  const hidden = new Set(['createdAt', 'createdBy', 'updatedAt', 'updatedBy']);
  const named = line.list.columns.flatMap((name) => fieldOf(line, name) ?? []);
  const all = line.sections.flatMap((section) => section.fields.flatMap((place) => fieldOf(line, place.field) ?? []));
  return (named.length > 1 ? named : all).filter((field) => !hidden.has(field.name) && field.type !== 'lines');
}

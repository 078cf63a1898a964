import type { MetaEntity } from '../../../schemas/generated/types.js';
import { fieldOf } from '../meta/meta-context.js';

/** What stands above a section: its label, or that of the lines which are all there is in it. */
export function sectionLabel(entity: MetaEntity, { label, fields }: MetaEntity['sections'][number]): string | null {
  const [first, ...more] = fields;
  const field = first === undefined ? null : fieldOf(entity, first.field);
  return label ?? (field?.type === 'lines' && more.length === 0 ? field.label : null);
}

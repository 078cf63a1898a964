import type { MetaEntity, MetaField } from '../../../schemas/generated/types.js';
import { fieldOf } from '../meta/meta-context.js';

/** Values that belong to one record alone, or are made anew for each. */
const ofOneRecord: ReadonlySet<MetaField['type']> = new Set(['lines', 'secret', 'sequence', 'image', 'file', 'files', 'signature'] as const);

/** Fields of the form that may be given the same value in several records: whatever may be written after a record is made. Where a condition holds one fast, its record says so. */
export function bulkFields(entity: MetaEntity): readonly MetaField[] {
  if (!entity.can.update || entity.kind === 'settings') return [];
  const names = new Set(entity.sections.flatMap((section) => section.fields.map(({ field }) => field)));
  return [...names].flatMap((name) => {
    const field = fieldOf(entity, name);
    if (field === null || !field.changeable || field.computed || field.partOf !== undefined || ofOneRecord.has(field.type)) return [];
    const { requiredWhen: _required, readOnlyWhen: _readOnly, visibleWhen: _visible, ...plain } = field;
    return [plain];
  });
}

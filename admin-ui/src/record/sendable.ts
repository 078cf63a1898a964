import type { MetaEntity, MetaField } from '../../../schemas/generated/types.js';
import { linesOf, type Draft, type Values } from './use-draft.js';

/** What is sent of a form: what may be written as the record is and is in sight, lines with their ids. Keys of the screens stay here. */
export function sendable(entity: MetaEntity, draft: Pick<Draft, 'values' | 'now' | 'entities'>, isNew: boolean): Values {
  const { values } = draft;
  const writable = entity.fields.filter((field) => !field.computed && isOpen(draft.now(entity, field, values), isNew));
  return Object.fromEntries(
    writable.flatMap(({ name, type, target }) => {
      const value = values[name];
      // Nothing was said of it, so a new record takes its default.
      if (value === undefined || (isNew && value === null)) return [];
      return [[name, type === 'lines' ? linesOf(value).map((one) => line(draft, draft.entities.get(target ?? ''), one)) : value]];
    }),
  );
}

function isOpen(field: MetaField | null, isNew: boolean): boolean {
  return field !== null && (isNew ? field.writable : field.changeable);
}

/** A line without what the screens added; the server passes over what it computes, but not over what a condition holds fast. */
function line({ now }: Pick<Draft, 'now'>, entity: MetaEntity | undefined, values: Values): Values {
  const isNew = typeof values['id'] !== 'string';
  const conditional = (entity?.fields ?? []).filter((field) => field.readOnlyWhen !== undefined || field.visibleWhen !== undefined);
  const closed = new Set(conditional.flatMap((field) => (entity === undefined || isOpen(now(entity, field, values), isNew) ? [] : [field.name])));
  return Object.fromEntries(Object.entries(values).filter(([name]) => !name.startsWith('_') && !closed.has(name)));
}

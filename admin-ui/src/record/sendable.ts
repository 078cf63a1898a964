import type { MetaEntity } from '../../../schemas/generated/types.js';
import { linesOf, type Values } from './use-draft.js';

/** What is sent of a form: what may be written, lines with their ids. Keys of the screens stay here. */
export function sendable(entity: MetaEntity, values: Values, isNew: boolean): Values {
  const writable = entity.fields.filter((field) => (isNew ? field.writable : field.changeable) && !field.computed);
  return Object.fromEntries(
    writable.flatMap(({ name, type }) => {
      const value = values[name];
      // Nothing was said of it, so a new record takes its default.
      if (value === undefined || (isNew && value === null)) return [];
      return [[name, type === 'lines' ? linesOf(value).map(line) : value]];
    }),
  );
}

/** A line without what the screens added; the server passes over what it computes. */
function line(values: Values): Values {
  return Object.fromEntries(Object.entries(values).filter(([name]) => !name.startsWith('_')));
}

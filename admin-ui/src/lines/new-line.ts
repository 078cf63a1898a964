import type { MetaEntity } from '../../../schemas/generated/types.js';
import type { Values } from '../record/use-draft.js';

const made = { lines: 0 };

/** A line with the constants that new ones start with. */
export function newLine(line: MetaEntity): Values {
  made.lines += 1;
  const constants = line.fields.flatMap((field) => (field.default === undefined || field.default === null ? [] : [[field.name, field.default] as const]));
  return { ...Object.fromEntries(constants), _key: `new-${made.lines}` };
}

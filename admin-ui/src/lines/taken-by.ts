import type { MetaField } from '../../../schemas/generated/types.js';
import type { Values } from '../record/use-draft.js';

/** What the other lines have of a field that no two lines share; null when they may. */
export function takenBy(lines: readonly Values[], field: MetaField, index: number | null): ReadonlySet<string> | null {
  if (field.distinct !== true) return null;
  return new Set(lines.flatMap((line, at) => (at === index || typeof line[field.name] !== 'string' ? [] : [String(line[field.name])])));
}

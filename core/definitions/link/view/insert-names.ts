import type { ExtraColumn } from '../../../../schemas/generated/types.js';
import { below, type Place, type Reporter } from '../../parse/reporter.js';
import type { Part } from '../entity-draft.js';

/** The field that is added. */
export function fieldOf(extra: ExtraColumn): string {
  return typeof extra === 'string' ? extra : extra.field;
}

/** The names with others beside those that they are anchored on, or at the end. */
export function insertNames(names: readonly string[], added: readonly Part<ExtraColumn>[], reporter: Reporter): readonly string[] {
  return added.reduce((list, { declaration, place }) => {
    const name = fieldOf(declaration);
    if (!list.includes(name)) return list.toSpliced(indexAt(list, declaration, place, reporter), 0, name);
    reporter.report('view.duplicate-place', place, { found: `"${name}" again`, expected: 'each field once', remedy: 'Delete one of the two.' });
    return list;
  }, names);
}

/** Where in the list what is anchored so belongs; an anchor that is not there is told. */
export function indexAt(
  keys: readonly string[],
  anchored: string | { readonly before?: string; readonly after?: string },
  place: Place,
  reporter: Reporter,
): number {
  if (typeof anchored === 'string') return keys.length;
  const { before, after } = anchored;
  const anchor = before ?? after;
  if (anchor === undefined) return keys.length;
  const index = keys.indexOf(anchor);
  if (index < 0) {
    reporter.unknownName('extension.unknown-anchor', below(place, before === undefined ? 'after' : 'before'), anchor, keys);
    return keys.length;
  }
  return before === undefined ? index + 1 : index;
}

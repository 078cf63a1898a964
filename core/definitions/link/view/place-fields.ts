import type { ExtraPlace, ExtraSection } from '../../../../schemas/generated/types.js';
import type { Entity, Field, Section } from '../../model.js';
import { below, type Place, type Reporter } from '../../parse/reporter.js';
import { indexAt } from './insert-names.js';

interface DraftSection {
  readonly declaration: ExtraSection;
  readonly place: Place;
}

interface Placing {
  readonly entity: Entity;
  readonly reporter: Reporter;
  readonly placed: Set<string>;
}

/** Puts fields into their sections, each once, new sections where they are anchored or at the end. */
export function placeFields(
  entity: Entity,
  drafts: readonly DraftSection[],
  reporter: Reporter,
): { readonly sections: readonly Section[]; readonly placed: ReadonlySet<string> } {
  const placing: Placing = { entity, reporter, placed: new Set() };
  const sections = drafts.reduce<readonly Section[]>((list, { declaration, place }) => {
    const known = list.findIndex((section) => section.key === declaration.key);
    const places = withFields(placing, list[known]?.places ?? [], declaration, place);
    if (known >= 0) return list.map((section, index) => (index === known ? { ...section, places } : section));
    const keys = list.map((section) => section.key);
    return list.toSpliced(indexAt(keys, declaration, place, reporter), 0, { key: declaration.key, label: declaration.label ?? null, places });
  }, []);
  return { sections, placed: placing.placed };
}

function withFields({ entity, reporter, placed }: Placing, places: Section['places'], { fields }: ExtraSection, place: Place): Section['places'] {
  return fields.reduce<Section['places']>((list, given, index) => {
    const name = typeof given === 'string' ? given : given.field;
    const at = below(place, 'fields', index);
    const field = entity.fields.get(name);
    const isAgain = placed.has(name);
    placed.add(name);
    if (field === undefined) reporter.unknownName('view.unknown-field', at, name, entity.fields.keys());
    else if (isAgain) reporter.report('view.duplicate-place', at, { found: `"${name}" again`, expected: 'each field once', remedy: 'Delete one of the two.' });
    if (field === undefined || isAgain) return list;
    const keys = list.map((one) => one.field);
    return list.toSpliced(indexAt(keys, given, at, reporter), 0, { field: name, width: widthOf(given, field) });
  }, places);
}

function widthOf(given: ExtraPlace, field: Field): number {
  return typeof given === 'string' ? standardWidth(field) : (given.width ?? standardWidth(field));
}

/** Columns of the grid that a field takes when nothing is said. */
export function standardWidth(field: Field): number {
  return ['lines', 'long-text', 'many-to-many', 'address', 'emails', 'phones', 'person-name', 'json', 'rich-text', 'markdown', 'files'].includes(field.type)
    ? 12
    : 6;
}

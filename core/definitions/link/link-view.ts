import type { PlaceDeclaration, SectionDeclaration, ViewDeclaration } from '../../../schemas/generated/types.js';
import { fieldType } from '../field-types/registry.js';
import type { Entity, Field, Section, View } from '../model.js';
import type { Declared } from '../parse/parsed-plugin.js';
import { below, type Place, type Reporter } from '../parse/reporter.js';
import type { EntityDraft } from './entity-draft.js';

/** Layout of the screens: as the view says, extensions added, the rest made from the fields. */
export function linkView(draft: EntityDraft, entity: Entity, view: Declared<ViewDeclaration> | undefined, reporter: Reporter): View {
  const columns = columnsOf(draft, entity, view, reporter);
  const filters = view?.declaration.list?.filters;
  if (view !== undefined) filters?.forEach((name, index) => demandColumn(entity, name, 'filter', below(view.place, 'list', 'filters', index), reporter));
  return {
    columns,
    filters:
      filters ??
      [...entity.fields.values()]
        .filter((field) => !field.isSystem || field.type === 'state')
        .filter((field) => ['enum', 'state', 'boolean', 'reference'].includes(field.type))
        .map((field) => field.name)
        .slice(0, 6),
    sort: sortOf(entity, view, reporter),
    sections: sectionsOf(draft, entity, view, reporter),
  };
}

type Use = 'column' | 'filter' | 'order';

function demandColumn(entity: Entity, name: string, use: Use, place: Place, reporter: Reporter): void {
  const field = entity.fields.get(name);
  if (field === undefined) return reporter.unknownName('view.unknown-field', place, name, entity.fields.keys());
  const type = fieldType(field.type);
  const fits = use === 'column' ? field.type !== 'lines' : use === 'filter' ? type.operators.length > 0 : type.isSortable;
  if (!fits)
    reporter.report('view.wrong-column', place, { found: `a ${field.type} field`, expected: `a field that can be a ${use}`, remedy: 'Name another field.' });
}

function columnsOf(draft: EntityDraft, entity: Entity, view: Declared<ViewDeclaration> | undefined, reporter: Reporter): readonly string[] {
  const given = view?.declaration.list?.columns;
  if (view !== undefined) given?.forEach((name, index) => demandColumn(entity, name, 'column', below(view.place, 'list', 'columns', index), reporter));
  draft.columns.forEach((name) => demandColumn(entity, name, 'column', draft.fields.get(name)?.place ?? draft.place, reporter));
  return [...(given ?? standardColumns(entity)), ...draft.columns];
}

function standardColumns(entity: Entity): readonly string[] {
  const fields = [...entity.fields.values()].filter((field) => !field.isSystem || field.type === 'state');
  const titled = fields.filter((field) => entity.title.reads.some(([name]) => name === field.name));
  const others = fields.filter((field) => !titled.includes(field));
  // Lines are written in their table, so nothing of them may be missing there; they stand in the order of their plugin, as what is chosen first fills in the rest.
  if (entity.kind === 'line') return fields.map((field) => field.name);
  // An entry is known by its day and its document.
  if (entity.kind === 'ledger') return [...entryFields, ...fields.map((field) => field.name)].slice(0, 9);
  const plain = others.filter((field) => !['lines', 'long-text', 'address', 'image', 'many-to-many'].includes(field.type));
  return [...titled, ...plain].map((field) => field.name).slice(0, 7);
}

const entryFields: readonly string[] = ['postingDate', 'sourceLabel'];

function sortOf(entity: Entity, view: Declared<ViewDeclaration> | undefined, reporter: Reporter): View['sort'] {
  const [name, direction] = view?.declaration.list?.sort ?? [];
  if (view === undefined || name === undefined) return [entity.fields.has('createdAt') ? 'createdAt' : 'id', 'DESC'];
  const place = below(view.place, 'list', 'sort');
  demandColumn(entity, name, 'order', below(place, 0), reporter);
  if (direction !== 'ASC' && direction !== 'DESC')
    reporter.report('view.wrong-column', below(place, 1), { expected: 'ASC or DESC', remedy: 'Write one of the two.' });
  return [name, direction === 'DESC' ? 'DESC' : 'ASC'];
}

interface DraftSection {
  readonly declaration: SectionDeclaration;
  readonly place: Place;
}

function sectionsOf(draft: EntityDraft, entity: Entity, view: Declared<ViewDeclaration> | undefined, reporter: Reporter): readonly Section[] {
  const own =
    view === undefined
      ? []
      : (view.declaration.sections ?? []).map((declaration, index): DraftSection => ({ declaration, place: below(view.place, 'sections', index) }));
  const sections = new Map<string, { label: Section['label']; places: Section['places'][number][] }>();
  const placed = new Set<string>();
  for (const { declaration, place } of [...own, ...draft.sections]) {
    const section = sections.get(declaration.key) ?? { label: declaration.label ?? null, places: [] };
    sections.set(declaration.key, section);
    declaration.fields.forEach((given, index) => {
      const name = typeof given === 'string' ? given : given.field;
      const at = below(place, 'fields', index);
      const field = entity.fields.get(name);
      if (field === undefined) reporter.unknownName('view.unknown-field', at, name, entity.fields.keys());
      else if (placed.has(name))
        reporter.report('view.duplicate-place', at, { found: `"${name}" again`, expected: 'each field once', remedy: 'Delete one of the two.' });
      else section.places.push({ field: name, width: widthOf(given, field) });
      placed.add(name);
    });
  }
  const isShown = (field: Field): boolean => !field.isSystem || (entity.kind === 'ledger' && entryFields.includes(field.name));
  const rest = [...entity.fields.values()].filter((field) => isShown(field) && !placed.has(field.name));
  const restSection: Section[] =
    rest.length === 0
      ? []
      : [
          {
            key: 'other',
            label: sections.size === 0 ? null : { en: 'More', vi: 'Thông tin khác' },
            places: rest.map((field) => ({ field: field.name, width: standardWidth(field) })),
          },
        ];
  return [...[...sections].map(([key, section]) => ({ key, ...section })), ...restSection];
}

function widthOf(given: PlaceDeclaration, field: Field): number {
  return typeof given === 'string' ? standardWidth(field) : (given.width ?? standardWidth(field));
}

function standardWidth(field: Field): number {
  return ['lines', 'long-text', 'many-to-many', 'address'].includes(field.type) ? 12 : 6;
}

import { fieldType } from '../field-types/registry.js';
import type { Entity, Field, Section, View } from '../model.js';
import { below, type Place, type Reporter } from '../parse/reporter.js';
import type { EntityDraft, Part } from './entity-draft.js';
import { fieldOf, insertNames } from './view/insert-names.js';
import { placeFields, standardWidth } from './view/place-fields.js';
import { lastOf, type Given, type ViewLayers } from './view/view-layers.js';
import { workspaceId } from './workspace-id.js';

/** Layout of the screens: as the view says, extensions added, the rest made from the fields; what the workspace's view says is taken instead of both. */
export function linkView(draft: EntityDraft, entity: Entity, layers: ViewLayers, reporter: Reporter): View {
  return {
    columns: columnsOf(draft, entity, layers, reporter),
    filters: filtersOf(draft, entity, layers, reporter),
    sort: sortOf(entity, layers, reporter),
    sections: sectionsOf(draft, entity, layers, reporter),
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

function columnsOf(draft: EntityDraft, entity: Entity, layers: ViewLayers, reporter: Reporter): readonly string[] {
  const given = lastOf(layers, ({ list }) => list?.columns, 'list', 'columns');
  given?.value.forEach((name, index) => demandColumn(entity, name, 'column', below(given.place, index), reporter));
  const added = after(given, draft.columns);
  for (const { declaration, place } of added) demandColumn(entity, fieldOf(declaration), 'column', place, reporter);
  return insertNames(given?.value ?? standardColumns(entity, new Set(added.map(({ declaration }) => fieldOf(declaration)))), added, reporter);
}

function filtersOf(draft: EntityDraft, entity: Entity, layers: ViewLayers, reporter: Reporter): readonly string[] {
  const given = lastOf(layers, ({ list }) => list?.filters, 'list', 'filters');
  given?.value.forEach((name, index) => demandColumn(entity, name, 'filter', below(given.place, index), reporter));
  const added = after(given, draft.filters);
  for (const { declaration, place } of added) demandColumn(entity, fieldOf(declaration), 'filter', place, reporter);
  const names = new Set(added.map(({ declaration }) => fieldOf(declaration)));
  const standard = [...entity.fields.values()]
    .filter((field) => !field.isSystem || field.type === 'state')
    .filter((field) => ['enum', 'multi-enum', 'state', 'boolean', 'reference'].includes(field.type) && field.partOf === undefined && !names.has(field.name))
    .map((field) => field.name)
    .slice(0, 6);
  return insertNames(given?.value ?? standard, added, reporter);
}

/** What extensions add; beside a view of the workspace only what the workspace itself adds. */
function after<Declaration>(given: Given<unknown> | null, parts: readonly Part<Declaration>[]): readonly Part<Declaration>[] {
  return given?.plugin === workspaceId ? parts.filter((part) => part.plugin === workspaceId) : parts;
}

function standardColumns(entity: Entity, added: ReadonlySet<string>): readonly string[] {
  const fields = [...entity.fields.values()].filter((field) => (!field.isSystem || field.type === 'state') && !added.has(field.name));
  const titled = fields.filter((field) => entity.title.reads.some(([name]) => name === field.name));
  const others = fields.filter((field) => !titled.includes(field));
  // Lines are written in their table, so nothing of them may be missing there; they stand in the order of their plugin, as what is chosen first fills in the rest.
  if (entity.kind === 'line') return fields.filter(({ partOf }) => partOf === undefined).map((field) => field.name);
  // An entry is known by its day and its document.
  if (entity.kind === 'ledger') return [...entryFields, ...fields.map((field) => field.name)].slice(0, 9);
  const plain = others.filter(
    (field) =>
      field.partOf === undefined &&
      !['lines', 'long-text', 'address', 'image', 'many-to-many', 'json', 'geo-point', 'rich-text', 'markdown', 'files', 'signature'].includes(field.type),
  );
  return [...titled, ...plain].map((field) => field.name).slice(0, 7);
}

const entryFields: readonly string[] = ['postingDate', 'sourceLabel'];

function sortOf(entity: Entity, layers: ViewLayers, reporter: Reporter): View['sort'] {
  const given = lastOf(layers, ({ list }) => list?.sort, 'list', 'sort');
  const [name, direction] = given?.value ?? [];
  if (given === null || name === undefined) return [entity.fields.has('createdAt') ? 'createdAt' : 'id', 'DESC'];
  demandColumn(entity, name, 'order', below(given.place, 0), reporter);
  if (direction !== 'ASC' && direction !== 'DESC')
    reporter.report('view.wrong-column', below(given.place, 1), { expected: 'ASC or DESC', remedy: 'Write one of the two.' });
  return [name, direction === 'DESC' ? 'DESC' : 'ASC'];
}

function sectionsOf(draft: EntityDraft, entity: Entity, layers: ViewLayers, reporter: Reporter): readonly Section[] {
  const given = lastOf(layers, ({ sections }) => sections, 'sections');
  const own = given?.value.map((declaration, index) => ({ declaration, place: below(given.place, index) })) ?? [];
  const { sections, placed } = placeFields(entity, [...own, ...after(given, draft.sections)], reporter);
  const isShown = (field: Field): boolean => !field.isSystem || (entity.kind === 'ledger' && entryFields.includes(field.name));
  const rest = [...entity.fields.values()].filter((field) => isShown(field) && !placed.has(field.name));
  const restSection: Section[] =
    rest.length === 0
      ? []
      : [
          {
            key: 'other',
            label: sections.length === 0 ? null : { en: 'More', vi: 'Thông tin khác' },
            places: rest.map((field) => ({ field: field.name, width: standardWidth(field) })),
          },
        ];
  return [...sections, ...restSection];
}

import type { AnyReferenceField, FieldDeclaration, ReferenceField } from '../../../schemas/generated/types.js';
import { asList } from '../former-names.js';
import { textIn } from '../../kernel/locale.js';
import type { Member } from '../model.js';
import { below, type Reporter } from '../parse/reporter.js';
import type { EntityDraft, Part } from './entity-draft.js';

type Drafts = ReadonlyMap<string, EntityDraft>;

/** Puts beside each reference to any of several entities a plain one for each: everything that holds of references holds of them. */
export function addMembers(drafts: Drafts, reporter: Reporter): void {
  for (const draft of drafts.values()) {
    const declared = [...draft.fields];
    if (!declared.some(([, { declaration }]) => declaration.type === 'any-reference')) continue;
    const names = new Set(declared.map(([name]) => name));
    draft.fields.clear();
    for (const [name, part] of declared) {
      draft.fields.set(name, part);
      for (const [member, made] of membersBeside(name, part, drafts, { names, reporter, added: draft.members })) draft.fields.set(member, made);
    }
  }
}

interface Beside {
  readonly names: ReadonlySet<string>;
  readonly reporter: Reporter;
  readonly added: EntityDraft['members'];
}

function membersBeside(
  name: string,
  { declaration, place, plugin }: Part<FieldDeclaration>,
  drafts: Drafts,
  { names, reporter, added }: Beside,
): readonly (readonly [name: string, part: Part<FieldDeclaration>])[] {
  if (declaration.type !== 'any-reference') return [];
  return anyMembers(name, declaration, drafts).map((member, index) => {
    const origin = added.get(`${name} ${member.entity}`) ?? { plugin, place: below(place, 'entities', index) };
    if (names.has(member.field))
      reporter.report('field.duplicate-column', origin.place, {
        found: `the field ${member.field}, which stands for ${member.entity} here`,
        expected: 'names that nothing has',
        remedy: `Rename ${name}, or the field ${member.field}.`,
      });
    return [member.field, { declaration: memberOf(name, declaration, member, drafts), ...origin, partOf: name }];
  });
}

/** The references that a field consists of, called after the entities; after their plugins too where one that is named before is called the same, so that what is added changes no name. */
export function anyMembers(name: string, { entities }: AnyReferenceField, drafts: Drafts): readonly Member[] {
  return entities.map((entity, index) => {
    const [plugin = ''] = entity.split('.');
    const isFirst = entities.findIndex((other) => nameOf(other) === nameOf(entity)) === index;
    const formerly = asList(drafts.get(entity)?.declaration.formerly?.name);
    return { field: memberName(name, entity, isFirst), entity, formerIds: formerly.map((former) => `${plugin}.${former}`) };
  });
}

function memberName(name: string, entity: string, isFirst: boolean): string {
  const [plugin = ''] = entity.split('.');
  return `${name}${isFirst ? '' : capital(plugin)}${capital(nameOf(entity))}`;
}

function nameOf(entity: string): string {
  return entity.split('.')[1] ?? '';
}

/** `sales-order` gives `SalesOrder`. */
function capital(kebab: string): string {
  return kebab
    .split('-')
    .map((word) => `${word.charAt(0).toUpperCase()}${word.slice(1)}`)
    .join('');
}

function memberOf(name: string, declaration: AnyReferenceField, member: Member, drafts: Drafts): ReferenceField {
  const target = drafts.get(member.entity)?.declaration.label ?? member.entity;
  const label = (locale: 'en' | 'vi'): string => `${textIn(declaration.label, locale)}: ${textIn(target, locale).toLowerCase()}`;
  const isFirst = member.field === memberName(name, member.entity, true);
  const former = [name, ...asList(declaration.formerly)].flatMap((field) =>
    [member.entity, ...member.formerIds].map((entity) => memberName(field, entity, isFirst)),
  );
  const formerly = [...new Set(former)].filter((one) => one !== member.field);
  return {
    type: 'reference',
    label: { en: label('en'), vi: label('vi') },
    entity: member.entity,
    onDelete: declaration.onDelete ?? 'restrict',
    readOnly: true,
    visible: false,
    ...(declaration.dataClass === undefined ? {} : { dataClass: declaration.dataClass }),
    ...(formerly.length === 0 ? {} : { formerly }),
  };
}

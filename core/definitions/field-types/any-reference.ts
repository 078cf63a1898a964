import type { Field, Member } from '../model.js';
import { accepted, described, refused, type FieldType } from './field-type.js';
import { recordId } from './reference.js';

/** A record of one of several entities, as `crm.lead/ID`. It is kept as one reference for each entity, of which at most one has a value. */
export const anyReferenceType: FieldType = {
  storage: () => ({ kind: 'none' }),
  operators: ['eq', 'neq', 'isNull'],
  isSortable: false,
  isSearchable: false,
  accept: (json, field) => {
    if (json === '') return accepted(null);
    const pointed = pointedAt(field, json);
    if (pointed === null) return refused('field.any-reference', { found: described(json), valid: membersOf(field).map(({ entity }) => `${entity}/…`) });
    return accepted(`${pointed.member.entity}/${pointed.id}`);
  },
  schema: (field) => ({
    type: 'string',
    pattern: `^(?:${membersOf(field)
      .map(({ entity }) => entity.replace('.', '\\.'))
      .join('|')})/[0-9a-f-]{36}$`,
    description: 'Entity and id of the record, for instance crm.lead/0190….',
  }),
};

/** Which record a value names, and the reference that stands for its entity; null for what is none. Names that entities had before are taken too. */
export function pointedAt(field: Field, value: unknown): { readonly member: Member; readonly id: string } | null {
  if (typeof value !== 'string' || value.length > 200) return null;
  const cut = value.lastIndexOf('/');
  const [entity, id] = [value.slice(0, cut).trim(), recordId(value.slice(cut + 1))];
  const member = membersOf(field).find((one) => one.entity === entity || one.formerIds.includes(entity));
  return cut < 1 || id === null || member === undefined ? null : { member, id };
}

/** The references that a field consists of; none for fields of other types. */
export function membersOf({ members = [] }: Field): readonly Member[] {
  return members;
}

import type { Entity, Field } from '../model.js';
import { callName } from './call-name.js';
import type { ExpressionType, RecordType } from './types.js';

/** An entity as expressions see it. References are resolved when they are followed, so that cycles do no harm; made once for each lookup. */
export function entityRecordType(entity: Entity, entityById: (id: string) => Entity | undefined): RecordType {
  const known = knownTypes.get(entityById) ?? new Map<Entity, RecordType>();
  knownTypes.set(entityById, known);
  const type = known.get(entity) ?? newRecordType(entity, entityById);
  known.set(entity, type);
  return type;
}

const knownTypes = new WeakMap<(id: string) => Entity | undefined, Map<Entity, RecordType>>();

/** The type of a field's value; `target` gives the record type of an entity that it points to, without which a reference is text. */
export function fieldExpressionType(
  field: Pick<Field, 'type' | 'target'>,
  target: (entityId: string) => RecordType | undefined = () => undefined,
): ExpressionType {
  const pointed = field.target === null ? undefined : target(field.target);
  if (field.type === 'reference') return pointed === undefined ? text : { kind: 'record', record: pointed };
  if (field.type === 'lines') return { kind: 'list', of: pointed === undefined ? { kind: 'any' } : { kind: 'record', record: pointed } };
  return plainTypes[field.type] ?? text;
}

/** A record type with members that are known beforehand. */
export function fixedRecordType(name: string, members: Readonly<Record<string, ExpressionType>>): RecordType {
  const types = new Map(Object.entries(members));
  return { name, member: (member) => types.get(member), names: () => [...types.keys()] };
}

const text = { kind: 'text' } as const;
const texts = { kind: 'list', of: text } as const;

/** The variable `user`: who asks. */
export const userRecordType: RecordType = fixedRecordType('user', { id: text, email: text, name: text, teams: texts, roles: texts, companies: texts });

const addressRecordType: RecordType = fixedRecordType('address', { street: text, city: text, region: text, postalCode: text, country: text });

const number = { kind: 'number' } as const;
const geoPointType: RecordType = fixedRecordType('geo-point', { latitude: number, longitude: number });
const personNameType: RecordType = {
  ...fixedRecordType('person-name', { given: text, middle: text, family: text }),
  called: (part) => callName(part, 'vi'),
};
const contactType: RecordType = {
  ...fixedRecordType('contact', { type: text, value: text }),
  called: (part) => textOrNull(part('value')),
};
const contacts: ExpressionType = { kind: 'list', of: { kind: 'record', record: contactType } };
/** Not read by expressions, as nothing is known of it. */
const opaque: ExpressionType = { kind: 'record', record: fixedRecordType('json', {}) };

/** What values of a field are that points to no record; text where nothing is said. A new type is a line here. */
const plainTypes: Readonly<Partial<Record<Field['type'], ExpressionType>>> = {
  integer: number,
  decimal: number,
  money: number,
  percent: number,
  quantity: number,
  rating: number,
  duration: number,
  boolean: { kind: 'boolean' },
  date: { kind: 'date' },
  datetime: { kind: 'instant' },
  'many-to-many': texts,
  'multi-enum': texts,
  tags: texts,
  files: texts,
  emails: contacts,
  phones: contacts,
  'geo-point': { kind: 'record', record: geoPointType },
  'person-name': { kind: 'record', record: personNameType },
  json: opaque,
  address: { kind: 'record', record: addressRecordType },
};

function textOrNull(json: unknown): string | null {
  return typeof json === 'string' ? json : null;
}

function newRecordType(entity: Entity, entityById: (id: string) => Entity | undefined): RecordType {
  const target = (id: string) => {
    const other = entityById(id);
    return other && entityRecordType(other, entityById);
  };
  return {
    name: entity.id,
    member: (name) => {
      const field = entity.fields.get(name);
      return field === undefined || field.type === 'secret' || field.type === 'any-reference' ? undefined : fieldExpressionType(field, target);
    },
    names: () => [...entity.fields.values()].filter(({ type }) => type !== 'secret' && type !== 'any-reference').map(({ name }) => name),
  };
}

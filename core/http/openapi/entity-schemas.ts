import type { EntityPolicy, Policy } from '../../access/policy.js';
import { fieldType } from '../../definitions/field-types/registry.js';
import type { Entity, Field, Model } from '../../definitions/model.js';
import { isUndoable } from '../../records/undo/undo-sql.js';
import { id, instant, list, object, orNull, ref, text, type Json } from './json.js';

/** Name of an entity's schema in the document: `crm.lead`, and `crm.lead.input` for what is sent. */
export function schemaName(entity: Entity): string {
  return entity.id;
}

/** What also those are answered who make a record and may not see it. */
const answered = new Set(['id', 'version']);

/** Read and input schema of an entity, with the fields the caller may see and write. */
export function entitySchemas(entity: Entity, model: Model, policy: Policy): Readonly<Record<string, Json>> {
  const rights = policy.entity(entity.id);
  const seen = [...entity.fields.values()].filter((field) => answered.has(field.name) || rights.fieldRows(field.name).kind !== 'none');
  return {
    [schemaName(entity)]: readSchema(entity, seen, model, policy),
    [`${schemaName(entity)}.input`]: inputSchema(entity, rights, model),
  };
}

function readSchema(entity: Entity, seen: readonly Field[], model: Model, policy: Policy): Json {
  const rights = policy.entity(entity.id);
  // What is hidden in some rows is null there.
  const schemaOf = (field: Field): Json => (rights.isAlwaysSeen(field.name) ? valueSchema(field, model, '') : orNull(valueSchema(field, model, '')));
  const fields = Object.fromEntries(seen.map((field) => [field.name, schemaOf(field)]));
  const expanded = seen.filter((field) => field.type === 'reference' && policy.entity(field.target ?? '').rows('read').kind !== 'none');
  return {
    type: 'object',
    additionalProperties: false,
    required: ['id'],
    properties: {
      ...fields,
      ...Object.fromEntries(expanded.map((field) => [`_${field.name}`, orNull(ref(field.target ?? ''))])),
      ...Object.fromEntries(seen.flatMap((field) => (field.members === undefined ? [] : [[`_${field.name}`, anyOf(field, policy)]]))),
      _label: orNull(text),
      _labels: {
        type: 'object',
        description: 'How the references are called, by field; a list for many-to-many.',
        additionalProperties: { anyOf: [text, { type: 'null' }, list(orNull(text))] },
      },
      ...(seen.some(({ type }) => type === 'file' || type === 'files' || type === 'signature') ? { _files: describedFiles } : {}),
      _restricted: { ...listOf(text), description: 'Fields whose value or record the caller may not see in this row.' },
      ...(entity.tree === null ? {} : treeKeys),
      ...lifecycleKeys(entity),
      ...(entity.id === 'core.api-key' ? { _secret: { type: 'string', description: 'The key itself, in the answer to its creation alone.' } } : {}),
    },
  };
}

/** The record of a reference to any of several entities, of those that the caller may read. */
function anyOf({ members = [] }: Field, policy: Policy): Json {
  const readable = members.filter(({ entity }) => policy.entity(entity).rows('read').kind !== 'none');
  return { anyOf: [...readable.map(({ entity }) => ref(entity)), { type: 'null' }] };
}

const describedFiles: Json = {
  type: 'object',
  description: 'What is known of attached files, by field: lists in the order of the value.',
  additionalProperties: list(object({ id, name: text, mediaType: text, bytes: { type: 'integer' }, by: orNull(text), at: instant })),
};

const treeKeys: Readonly<Record<string, Json>> = {
  _path: { type: 'array', items: object({ id, _label: orNull(text) }), description: 'The records above it that the caller may see, the topmost first.' },
  _children: { type: 'integer', description: 'How many records that the caller may see lie directly within it.' },
};

/** What is told of the transitions of one record. */
function lifecycleKeys(entity: Entity): Readonly<Record<string, Json>> {
  if (entity.lifecycle === null) return {};
  const refused = { type: 'object', additionalProperties: text, description: 'Transitions that somebody else may run now, each with the reason why not you.' };
  return {
    _actions: { ...listOf(text), description: 'Transitions that are allowed now.' },
    ...(hasFourEyes(entity) ? { _refused: refused } : {}),
    ...(isUndoable(entity) ? { _undo: orNull(object({ action: text, until: orNull(text) })) } : {}),
    _created: { type: 'array', items: object({ entity: text, id }), description: 'Records that the transition made besides.' },
  };
}

function hasFourEyes({ lifecycle }: Entity): boolean {
  return [...(lifecycle?.transitions.values() ?? [])].some(({ declaration }) => declaration.fourEyes !== undefined);
}

function listOf(items: Json): { readonly [key: string]: Json } {
  return { type: 'array', items };
}

/** Null is possible everywhere but in keys and system stamps: also a required field may be empty in rows made before it was required. */
function valueSchema(field: Field, model: Model, suffix: '' | '.input'): Json {
  if (field.type === 'id') return field.name === 'id' ? id : orNull(id);
  if (field.type === 'lines') return list(ref(`${schemaName(target(field, model))}${suffix}`));
  if (field.type === 'many-to-many') return list(id);
  if (field.name === 'version' || field.name === 'position') return { type: 'integer' };
  if (field.isSystem && field.type === 'datetime') return instant;
  return orNull(fieldType(field.type).schema(field));
}

function target(field: Field, model: Model): Entity {
  const entity = model.entities.get(field.target ?? '');
  if (entity === undefined) throw new Error(`field ${field.name} points to an unknown entity`);
  return entity;
}

function inputSchema(entity: Entity, rights: EntityPolicy, model: Model): Json {
  const isOpen = (field: Field): boolean => !field.isSystem && !field.isComputed && !field.readOnly;
  const isWritable = (field: Field): boolean =>
    rights.writableRows(field.name, 'create').kind !== 'none' || rights.writableRows(field.name, 'update').kind !== 'none';
  const writable = [...entity.fields.values()].filter((field) => isOpen(field) && isWritable(field));
  const properties = Object.fromEntries(writable.map((field) => [field.name, valueSchema(field, model, '.input')]));
  const version: Json = { type: 'integer', description: 'As If-Match: refused with 412 when the record has changed since.' };
  return {
    type: 'object',
    properties: { ...properties, ...(entity.kind === 'line' ? { id } : { version }) },
  };
}

/** Fields without which a record cannot be made, because nothing else fills them. */
export function demandedFields(entity: Entity): readonly string[] {
  return [...entity.fields.values()].filter((field) => field.required && !field.isSystem && !field.isComputed && !isFilled(field)).map((field) => field.name);
}

function isFilled({ declaration, defaultExpression, defaultValue, fetch, readOnly }: Field): boolean {
  const isOnly = declaration?.type === 'reference' && declaration.defaultToOnly === true;
  return readOnly || isOnly || fetch !== null || defaultExpression !== null || (defaultValue ?? null) !== null;
}

import { fieldType } from '../definitions/field-types/registry.js';
import type { Entity, Field } from '../definitions/model.js';
import type { Column } from './column.js';
import { quoted, quotedText } from './quoted.js';
import { isList, searchedText } from './json-fields.js';
import { searchVectorText, type SearchPart } from './search-vector.js';

/** Name of the generated column of entities that have searchable fields. */
export const searchColumn = 'search_vector';

const known = new WeakMap<Entity, readonly Column[]>();

/** The columns of an entity's table, in order of the fields; lines and many-to-many have none. */
export function columnsOf(entity: Entity): readonly Column[] {
  const before = known.get(entity);
  if (before !== undefined) return before;
  const columns = [...[...entity.fields.values()].flatMap((field) => columnOf(entity, field)), ...searchColumnOf(entity)];
  known.set(entity, columns);
  return columns;
}

function columnOf(entity: Entity, field: Field): readonly Column[] {
  const sqlType = sqlTypeOf(field);
  if (sqlType === null) return [];
  // A setting that says neither yes nor no leaves it to others.
  const isNeverMissing = (sqlType === 'boolean' && !field.isComputed && entity.kind !== 'settings') || isList(field);
  const nullable = !(isNeverMissing || isAlwaysThere(field) || isRollup(field) || (field.required && !field.isComputed));
  const options = field.type === 'enum' || field.type === 'state' ? [...field.options.keys()] : null;
  const column = { name: field.column, field: field.name, plugin: field.plugin, sqlType, nullable, generated: null, options };
  const form = sqlType === 'text' || sqlType.startsWith('character') ? { isHtml: field.type === 'rich-text' } : {};
  return [{ ...column, ...form, isComputed: isOurs(field), default: nullable ? null : defaultOf(entity, field, sqlType) }];
}

/** A number that is drawn and a quantity that is converted stay as they are, and so does what people wrote before. */
function isOurs({ isComputed, isSystem, type, convertsQuantity }: Field): boolean {
  return isComputed && !isSystem && type !== 'sequence' && convertsQuantity === null;
}

const alwaysThere = new Set(['id', 'state', 'version', 'createdAt', 'updatedAt', 'parent', 'position', 'postingDate', 'posting']);

function isAlwaysThere(field: Field): boolean {
  return field.isSystem && alwaysThere.has(field.name);
}

/** Of nothing the sum is zero. */
function isRollup(field: Field): boolean {
  return field.declaration?.type === 'rollup' && field.defaultValue !== undefined;
}

/** Null for fields that have no column. */
function sqlTypeOf(field: Field): string | null {
  const storage = fieldType(field.type).storage(field);
  switch (storage.kind) {
    case 'none':
      return null;
    case 'text':
      return textOf(field);
    case 'sealed':
      return 'text';
    case 'integer':
      return field.isSystem ? 'integer' : 'bigint';
    case 'decimal':
      return `numeric(${storage.precision},${storage.scale})`;
    case 'instant':
      return 'timestamp(3) with time zone';
    case 'json':
      return 'jsonb';
    case 'boolean':
    case 'date':
    case 'uuid':
      return storage.kind;
  }
}

/** A length that is declared holds in the database too, so that shortening it is seen. */
function textOf({ declaration }: Field): string {
  const longest = declaration?.type === 'text' || declaration?.type === 'long-text' ? declaration.maxLength : undefined;
  return longest === undefined ? 'text' : `character varying(${longest})`;
}

/** Only columns that are never empty have one: rows that are there already need it when the column comes. */
function defaultOf(entity: Entity, field: Field, sqlType: string): string | null {
  if (field.isSystem) return systemDefault(entity, field.name);
  if (isList(field)) return `'[]'::jsonb`;
  const constant = field.defaultValue;
  if (constant === undefined || constant === null) return sqlType === 'boolean' ? 'false' : null;
  return typeof constant === 'boolean' ? String(constant) : `${quotedText(String(constant))}::${sqlType}`;
}

function systemDefault(entity: Entity, name: string): string | null {
  if (name === 'version') return '1';
  if (name === 'position') return '0';
  if (name === 'createdAt' || name === 'updatedAt') return 'now()';
  return name === 'state' && entity.lifecycle !== null ? `${quotedText(entity.lifecycle.initial)}::text` : null;
}

function searchColumnOf(entity: Entity): readonly Column[] {
  const parts = [...entity.fields.values()].flatMap((field): readonly SearchPart[] =>
    field.search === null || sqlTypeOf(field) === null
      ? []
      : [
          {
            text: sqlTypeOf(field) === 'text' && field.type !== 'rich-text' ? quoted(field.column) : searchedText(field).join(quoted(field.column)),
            weight: field.search,
          },
        ],
  );
  if (parts.length === 0) return [];
  const base = { name: searchColumn, field: null, plugin: entity.plugin, sqlType: 'tsvector', nullable: true, default: null, options: null };
  return [{ ...base, generated: searchVectorText(parts) }];
}

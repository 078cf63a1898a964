import type { Entity, Field } from '../definitions/model.js';
import { columnsOf, searchColumn } from './columns.js';
import { quoted } from './quoted.js';
import { shortHash, sqlName } from './sql-name.js';
import type { Index } from './table.js';
import { uniqueKeysOf, type UniqueKey } from './unique-keys.js';

/** Every index of an entity's table but the primary key's. The unique keys of lines are constraints, checked when the transaction ends. */
export function indexesOf(entity: Entity): readonly Index[] {
  const unique = entity.kind === 'line' ? [] : uniqueKeysOf(entity).map((key) => uniqueIndex(key));
  const led = new Set(unique.map((index) => index.columns[0]));
  const single = [...entity.fields.values()]
    .filter((field) => needsIndex(field) && !led.has(field.column))
    .map((field) => (field.type === 'reference' ? [field.column] : withTieBreak([field.column])));
  const declared = [...entity.indexes.values()].map((names) => withTieBreak(names.map((name) => entity.fields.get(name)?.column ?? name)));
  const wanted = [...single, ...declared, ...linesIndex(entity), ...entryIndexes(entity), ...datedIndex(entity), ...sortIndex(entity)];
  const plain = wanted.filter((columns) => !wanted.some((other) => isLedBy(other, columns))).map((columns) => plainIndex(entity.table, columns));
  return dedupe([...unique, ...plain, ...searchIndex(entity)]);
}

/** References, sequences and states have one without asking. */
function needsIndex(field: Field): boolean {
  if (field.isSystem) return field.name === 'state';
  return field.type === 'reference' || field.type === 'sequence' || field.declaration?.index === true;
}

/** An index that begins with the columns of a shorter one does its work too. */
function isLedBy(longer: readonly string[], columns: readonly string[]): boolean {
  return longer.length > columns.length && columns.every((column, place) => longer[place] === column);
}

/** Lists end their order with the id, in the same direction as the rest. */
function withTieBreak(columns: readonly string[]): readonly string[] {
  return columns.includes('id') ? columns : [...columns, 'id'];
}

/** The lines of a record, in their order. */
function linesIndex(entity: Entity): readonly (readonly string[])[] {
  const columns = ['parent', 'position'].flatMap((name) => entity.fields.get(name)?.column ?? []);
  return entity.kind === 'line' && columns.length === 2 ? [columns] : [];
}

/** What is valid on a day is looked up by its keys. */
function datedIndex(entity: Entity): readonly (readonly string[])[] {
  if (entity.dated === null) return [];
  return [[...entity.dated.by, entity.dated.from].flatMap((name) => entity.fields.get(name)?.column ?? [])];
}

/** What is asked of entries: those of a posting, of a document, of what they count for, of a time, and of a balance up to a day. */
function entryIndexes(entity: Entity): readonly (readonly string[])[] {
  if (entity.ledger === null) return [];
  const place = entity.ledger.dimensions.flatMap((name) => entity.fields.get(name)?.column ?? []);
  return [
    ['posting', 'id'],
    ['source', 'id'],
    ['counts_for', 'id'],
    ['posting_date', 'id'],
    [...place, 'posting_date', 'id'],
  ];
}

/** The order a list has unasked; PostgreSQL reads it forwards and backwards. */
function sortIndex(entity: Entity): readonly (readonly string[])[] {
  if (entity.kind === 'line' || entity.kind === 'settings') return [];
  const field = entity.fields.get(entity.view.sort[0]);
  if (field === undefined || field.name === 'id' || field.target !== null || !columnsOf(entity).some((column) => column.name === field.column)) return [];
  return [withTieBreak([field.column])];
}

function plainIndex(table: string, columns: readonly string[]): Index {
  const sql = `(${columns.map(quoted).join(', ')})`;
  return { name: sqlName('ix', table, '', columns.join('_'), shortHash(sql)), isUnique: false, columns, sql };
}

function uniqueIndex(key: UniqueKey): Index {
  const columns = key.fields.map((field) => field.column);
  const over = columns.length === 0 ? '((true))' : `(${columns.map(quoted).join(', ')})`;
  return { name: key.name, isUnique: true, columns, sql: key.nullsAreEqual ? `${over} NULLS NOT DISTINCT` : over };
}

function searchIndex(entity: Entity): readonly Index[] {
  if (!columnsOf(entity).some((column) => column.name === searchColumn)) return [];
  return [{ name: sqlName('ix', entity.table, '', 'search'), isUnique: false, columns: [searchColumn], sql: `USING gin (${quoted(searchColumn)})` }];
}

function dedupe(indexes: readonly Index[]): readonly Index[] {
  return [...new Map(indexes.map((index) => [index.name, index])).values()];
}

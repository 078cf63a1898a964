import type { Column } from '../../data/column.js';
import { columnsOf } from '../../data/columns.js';
import { identifier, join, literal, raw, sql, value, type Sql } from '../../data/sql.js';
import { uniqueKeysOf } from '../../data/unique-keys.js';
import type { Entity } from '../../definitions/model.js';
import type { Erasure } from './erasure.js';
import { isColumnOf } from './is-column-of.js';
import type { PersonalPart } from './personal-parts.js';
import { erased } from './personal-values.js';

const idLength = 36;

/** Empties the personal fields of a record, or of its lines: columns of today, those that are still kept for processes of the release before, and links. */
export async function eraseRows(erasure: Erasure, { entity, lines, fields }: PersonalPart): Promise<void> {
  const { tx, id } = erasure;
  const own = identifier(lines === null ? 'id' : 'parent_id');
  for (const field of fields.filter(({ type }) => type === 'many-to-many'))
    await tx.rows(
      sql`DELETE FROM ${identifier(field.column)} WHERE owner_id IN (SELECT id FROM ${identifier(entity.table)} WHERE ${own} = ${value(id, 'uuid')})`,
    );
  const columns = columnsOf(entity);
  const wanted = fields.flatMap((field) => columns.find((one) => one.field === field.name) ?? []);
  const unique = new Set(uniqueKeysOf(entity).flatMap((key) => key.fields.map(({ name }) => name)));
  const sets = [
    ...wanted.map((column) => sql`${identifier(column.name)} = ${emptyOf(column, unique.has(column.field ?? ''))}`),
    ...(await formerColumns(erasure, entity, fields)).map((name) => sql`${identifier(name)} = NULL`),
  ];
  if (sets.length === 0 && fields.length === 0) return;
  const stamp = lines === null ? [raw('version = version + 1'), raw('updated_at = now()')] : [];
  if (sets.length + stamp.length > 0)
    await tx.rows(sql`UPDATE ${identifier(entity.table)} SET ${join([...sets, ...stamp], ', ')} WHERE ${own} = ${value(id, 'uuid')}`);
}

/** Columns of the table that hold the fields under another name or type until `migrate --contract`. */
async function formerColumns({ tx }: Erasure, entity: Entity, fields: PersonalPart['fields']): Promise<readonly string[]> {
  const known = new Set(columnsOf(entity).map(({ name }) => name));
  const rows = await tx.rows(
    sql`SELECT attname::text AS name FROM pg_attribute WHERE attrelid = ${literal(entity.table)}::regclass AND attnum > 0 AND NOT attisdropped AND NOT attnotnull`,
  );
  return rows.map(({ name }) => String(name)).filter((name) => !known.has(name) && fields.some((field) => isColumnOf(field, name)));
}

function emptyOf({ nullable, sqlType }: Column, isUnique: boolean): Sql {
  if (nullable) return raw('NULL');
  if (sqlType === 'boolean') return raw('false');
  if (sqlType === 'jsonb') return raw("'[]'::jsonb");
  return isUnique ? ownMark(sqlType) : literal(erased);
}

/** One that no other record has; of a short text the end of the id, which is told apart best. */
function ownMark(sqlType: string): Sql {
  const longest = Number(/\((\d+)\)/u.exec(sqlType)?.[1] ?? idLength + 2);
  return sql`${literal(`${erased} `)} || right(id::text, ${raw(String(Math.max(0, Math.min(idLength, longest - 2))))})`;
}

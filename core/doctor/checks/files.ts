import type { Executor } from '../../data/database.js';
import { identifier, join, sql, value, type Sql } from '../../data/sql.js';
import { holdsFiles } from '../../definitions/field-types/holds-files.js';
import type { Entity, Field, Model } from '../../definitions/model.js';
import { mostTold, type Check, type Finding } from '../finding.js';

/** Lists of files have no foreign keys, and records that are gone by hand leave theirs behind. */
export const filesCheck: Check = {
  name: 'files',
  holds: 'files belong to records, and records name files that are there',
  look: async ({ tx, model }) => {
    const fields = fieldsOf(model);
    const missing: Finding[] = [];
    for (const [entity, field] of fields) missing.push(...(await lost(tx, entity, field)));
    return [...missing, ...(await orphans(tx, fields))];
  },
};

type Place = readonly [entity: Entity, field: Field];

function fieldsOf(model: Model): readonly Place[] {
  return [...model.entities.values()]
    .filter(({ query, balanceOf }) => query === null && balanceOf === null)
    .flatMap((entity) => [...entity.fields.values()].filter(holdsFiles).map((field) => [entity, field] as const));
}

/** Ids of files that the rows of a field name, with the rows. */
function namedSql([entity, field]: Place): Sql {
  const column = sql`t.${identifier(field.column)}`;
  return field.type === 'files'
    ? sql`SELECT t.id, one.v::uuid AS file FROM ${identifier(entity.table)} t, jsonb_array_elements_text(${column}) AS one(v)`
    : sql`SELECT t.id, ${column} AS file FROM ${identifier(entity.table)} t WHERE ${column} IS NOT NULL`;
}

async function lost(tx: Executor, entity: Entity, field: Field): Promise<readonly Finding[]> {
  const rows = await tx.rows(sql`
    SELECT n.id::text AS id, n.file::text AS file FROM (${namedSql([entity, field])}) n
    WHERE NOT EXISTS (SELECT FROM trellis_file f WHERE f.id = n.file) ORDER BY n.id LIMIT ${value(mostTold, 'integer')}`);
  return rows.map((row) => ({
    code: 'doctor.file',
    kind: 'wrong',
    where: `${entity.id} ${String(row['id'])}, field ${field.name}`,
    found: `${String(row['file'])}, which is no file`,
    expected: 'a file that is there',
    remedy: 'Take it out of the record and attach it again, or bring it back from a backup.',
  }));
}

/** Taken once, named by no record now: one that was deleted by hand, or one of a plugin that is parked. */
async function orphans(tx: Executor, fields: readonly Place[]): Promise<readonly Finding[]> {
  const named = fields.length === 0 ? sql`SELECT NULL::uuid AS id, NULL::uuid AS file` : join(fields.map(namedSql), ' UNION ALL ');
  const [row] = await tx.rows(sql`
    SELECT count(*)::integer AS number, coalesce(sum(f.bytes), 0)::text AS bytes, min(f.id::text) AS first FROM trellis_file f
    WHERE f.record_id IS NOT NULL AND NOT EXISTS (SELECT FROM (${named}) n WHERE n.file = f.id)`);
  if (Number(row?.['number'] ?? 0) === 0) return [];
  return [
    {
      code: 'doctor.file-orphan',
      kind: 'warning',
      where: `trellis_file, for instance ${String(row?.['first'])}`,
      found: `${String(row?.['number'])} files of ${String(row?.['bytes'])} bytes that no record names`,
      expected: 'none, unless they belong to a plugin that was taken away',
      remedy: 'Bring the plugin back, or delete these rows of trellis_file: their content is swept away afterwards.',
    },
  ];
}

import { identifier, sql, value, type Sql } from '../../data/sql.js';
import type { Entity } from '../../definitions/model.js';
import { mostTold, type Check, type Finding, type Patient } from '../finding.js';

/** A trigger sees to it from when a tree is declared; what was written before, or while triggers were off, is found here. */
export const treesCheck: Check = {
  name: 'trees',
  holds: 'no record of a tree lies within itself or too deep',
  look: async (patient) => {
    const findings: Finding[] = [];
    for (const entity of patient.model.entities.values()) if (entity.tree !== null) findings.push(...(await wrongIn(patient, entity, entity.tree)));
    return findings;
  },
};

/** What cannot be reached from the top lies in a circle, or within a record that does. */
async function wrongIn({ tx }: Patient, entity: Entity, { parent, maxDepth }: NonNullable<Entity['tree']>): Promise<readonly Finding[]> {
  const table = identifier(entity.table);
  const above = identifier(entity.fields.get(parent)?.column ?? parent);
  const down: Sql = sql`
    WITH RECURSIVE down AS (
      SELECT t.id, 1 AS level FROM ${table} t WHERE t.${above} IS NULL OR NOT EXISTS (SELECT FROM ${table} p WHERE p.id = t.${above})
      UNION ALL SELECT t.id, down.level + 1 FROM ${table} t JOIN down ON t.${above} = down.id)`;
  const most = value(mostTold, 'integer');
  const circled = await tx.rows(sql`
    ${down} SELECT t.id::text AS id, count(*) OVER ()::integer AS count FROM ${table} t WHERE NOT EXISTS (SELECT FROM down WHERE down.id = t.id) ORDER BY t.id LIMIT ${most}`);
  const deep = await tx.rows(
    sql`${down} SELECT id::text AS id, level, count(*) OVER ()::integer AS count FROM down WHERE level > ${value(maxDepth, 'integer')} ORDER BY id LIMIT ${most}`,
  );
  return [
    ...circled.map(({ id, count }): Finding => ({
      code: 'doctor.tree-circle',
      kind: 'wrong',
      where: `${entity.id} ${String(id)}, field ${parent}`,
      found: `a circle, in which or within which ${String(count)} records lie`,
      expected: 'a way up to a record that lies within none',
      remedy: `Empty ${parent} of one record of the circle, or choose another.`,
    })),
    ...deep.map(({ id, level, count }): Finding => ({
      code: 'doctor.tree-depth',
      kind: 'warning',
      where: `${entity.id} ${String(id)}, field ${parent}`,
      found: `level ${String(level)}; ${String(count)} records lie too deep`,
      expected: `at most ${maxDepth} levels`,
      remedy: 'Move it up, or let maxDepth of the tree be greater.',
    })),
  ];
}

import { identifier, raw, sql, value } from '../../data/sql.js';
import type { Entity, Field, Model } from '../../definitions/model.js';
import { mostTold, type Check, type Finding, type Patient } from '../finding.js';

/** Foreign keys see to it; what was written while they were off, by a restore for instance, is found here. */
export const referencesCheck: Check = {
  name: 'references',
  holds: 'references lead to records that are there',
  look: async (patient) => {
    const findings: Finding[] = [];
    for (const entity of patient.model.entities.values()) {
      if (entity.query !== null) continue;
      for (const field of entity.fields.values()) {
        const target = targetOf(patient.model, field);
        if (target !== null) findings.push(...(await lost(patient, entity, field, target)));
      }
    }
    return findings;
  },
};

/** Who made or changed a record stands also when the user is gone. */
function targetOf(model: Model, field: Field): Entity | null {
  if (field.type !== 'reference' || (field.isSystem && field.name !== 'parent')) return null;
  return model.entities.get(field.target ?? '') ?? null;
}

async function lost({ tx }: Patient, entity: Entity, field: Field, target: Entity): Promise<readonly Finding[]> {
  const column = identifier(field.column);
  const rows = await tx.rows(sql`
    SELECT t.id::text AS id, t.${column}::text AS target FROM ${identifier(entity.table)} t
    WHERE t.${column} IS NOT NULL AND NOT EXISTS (SELECT FROM ${identifier(target.table)} o WHERE o.${raw('id')} = t.${column}) ORDER BY t.id LIMIT ${value(mostTold, 'integer')}`);
  return rows.map((row) => ({
    code: 'doctor.reference',
    kind: 'wrong',
    where: `${entity.id} ${String(row['id'])}, field ${field.name}`,
    found: `${String(row['target'])}, which is no ${target.id}`,
    expected: `a ${target.id} that is there`,
    remedy: 'Choose another one in the record, or bring the missing one back from a backup.',
  }));
}

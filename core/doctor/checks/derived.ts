import { wrongDerived } from '../../data/derived/wrong-derived.js';
import { sql, value } from '../../data/sql.js';
import { mostTold, type Check, type Finding } from '../finding.js';

/** What follows from other records is what it ought to be, or about to be. */
export const derivedCheck: Check = {
  name: 'derived',
  holds: 'formulas and rollups over other records are what these say',
  look: async ({ model, tx }) => {
    const wrong = (await wrongDerived(tx, model, mostTold)).map(({ entity, field, id, found, expected }): Finding => ({
      code: 'doctor.derived',
      kind: 'wrong',
      where: `${entity.id} ${id}, field ${field.name}`,
      found,
      expected: `${expected}, as computed anew`,
      remedy: 'Run "npx trellis doctor --repair-balances", which computes it anew.',
    }));
    const rows = await tx.rows(
      sql`SELECT stage, record_id::text AS id, error FROM trellis_stale WHERE error IS NOT NULL ORDER BY id LIMIT ${value(mostTold, 'integer')}`,
    );
    const stuck = rows.map((row): Finding => ({
      code: 'doctor.underivable',
      kind: 'wrong',
      where: `${String(row['stage']).replace(/!?#.*/u, '')} ${String(row['id'])}`,
      found: String(row['error']),
      expected: 'values that can be computed',
      remedy: 'Correct the record or those that it reads; it is tried again every ten minutes.',
    }));
    return [...wrong, ...stuck];
  },
};

import { allLedgers } from '../../data/ledgers/ledger-tables.js';
import { wrongRollups } from '../../records/ledgers/wrong-rollups.js';
import { mostTold, type Check } from '../finding.js';

/** What records keep of a ledger is what its entries say. */
export const rollupsCheck: Check = {
  name: 'rollups',
  holds: 'rollups are what the entries of their ledgers say',
  look: async ({ model, tx }) => {
    const found = [];
    for (const tables of allLedgers(model)) found.push(...(await wrongRollups(tx, model, tables, mostTold)));
    return found.map(({ entity, field, id, found: there, expected }) => ({
      code: 'doctor.rollup',
      kind: 'wrong',
      where: `${entity.id} ${id}, field ${field.name}`,
      found: there,
      expected: `${expected}, the sum of the entries`,
      remedy: 'Run "npx trellis doctor --repair-balances", which makes balances and rollups anew from the entries.',
    }));
  },
};

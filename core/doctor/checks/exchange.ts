import { wrongInOwnCurrency } from '../../data/exchange/own-currency.js';
import { wrongSums } from '../../data/exchange/wrong-sums.js';
import { mostTold, type Check, type Finding } from '../finding.js';

const remedy = 'Run "npx trellis doctor --repair-balances", which converts it anew.';

/** A process of the release before goes on writing documents after their converted amounts have come, and does not know of these. */
export const exchangeCheck: Check = {
  name: 'exchange',
  holds: 'amounts of documents in the currency of their company are converted to themselves, and parts in any other currency add up to their totals',
  look: async ({ model, tx }) => {
    const wrong = [...(await wrongInOwnCurrency(tx, model, mostTold)), ...(await wrongSums(tx, model, mostTold))];
    return wrong.map(({ entity, field, id, found, expected }): Finding => ({
      code: 'doctor.exchange',
      kind: 'wrong',
      where: `${entity.id} ${id}, field ${field.name}`,
      found,
      expected,
      remedy,
    }));
  },
};

import { expect, test } from '@jest/globals';
import { faultCarriers } from './carriers.js';
import { scenarios } from './scenarios.js';

// Started by scripts/faults.mjs, which says what in the environment.
const { FAULTS_SCENARIO: name = '', FAULTS_SEED: seed = '1', FAULTS_SCALE: scale = '1', FAULTS_CARRIER: only = '' } = process.env;
const carriers = faultCarriers.filter((carrier) => carrier.isHere && (only === '' || carrier.name === only));

test.each(carriers)(
  `${name} on $name`,
  async (carrier) => {
    const scenario = scenarios[name];
    if (scenario === undefined) throw new Error(`there is no scenario ${name}; there are ${Object.keys(scenarios).join(', ')}`);
    const { figures, complaints } = await scenario({ make: carrier.make, seed: Number(seed), scale: Number(scale) });
    process.stdout.write(`${name} on ${carrier.name}, seed ${seed}: ${JSON.stringify({ ...figures, complaints }, null, 2)}\n`);
    expect(complaints).toEqual([]);
  },
  4 * 3_600_000,
);

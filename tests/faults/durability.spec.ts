import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { beforeAll, describe, expect } from '@jest/globals';
import { projectRoot } from '../../core/kernel/project-root.js';
import { testIf } from '../support/test-if.js';
import { faultCarriers } from './carriers.js';
import { openFaultBench, type FaultBench } from './fault-bench.js';
import { killStorm } from './kill-storm.js';
import { queueWipes } from './queue-wipes.js';
import { flawless, sweep } from './sweep.js';

const seed = Number(process.env['FAULTS_SEED'] ?? 1);
/** What may take five seconds on a machine of its own may take twice as long as the start of a process on one that is busy. */
const longest = (bench: FaultBench): number => Math.max(5000, 2 * bench.workers.slowestStart);

const middle = (times: readonly number[]): number => times.toSorted((one, other) => one - other)[Math.floor(times.length / 2)] ?? 0;

beforeAll(() => {
  execFileSync(process.execPath, [join(projectRoot, 'scripts', 'prepare.mjs')], { stdio: 'ignore' });
}, 300_000);

describe.each(faultCarriers)('background workflows, carried by $name', ({ isHere, make }) => {
  const check = testIf(isHere, 'needs redis-server on the PATH');

  check(
    `500 events, 50 workers and the API killed, the queue lost 5 times: nothing is lost, nothing done twice (seed ${String(seed)})`,
    async () => {
      const bench = await openFaultBench(make, 3);
      try {
        await killStorm(bench, { events: 500, workerKills: 50, apiKills: 4, seed });
        const stormy = await sweep(bench);

        expect(stormy).toMatchObject(flawless(500));
        expect(stormy.longestTransactionMilliseconds).toBeLessThan(longest(bench));

        await bench.workers.allReady();
        const { repairMilliseconds } = await queueWipes(bench, { first: 500, events: 250, wipes: 5, seed });
        const emptied = await sweep(bench);

        expect(emptied).toMatchObject(flawless(750));
        expect(emptied.repeatedCalls).toBe(stormy.repeatedCalls);
        // One that falls upon a wake-up that was lost waits for the carrier to look by itself; most do not.
        expect(middle(repairMilliseconds)).toBeLessThan(longest(bench));
      } finally {
        await bench.stop();
      }
    },
    900_000,
  );
});

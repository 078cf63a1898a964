import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { projectRoot } from '../../core/kernel/project-root.js';
import { faultPoints } from '../../core/workflows/engine/fault-point.js';
import { faultCarriers } from './carriers.js';
import { BoundaryBench } from './kill-at-boundaries.js';

const [carrier] = faultCarriers;
let bench: BoundaryBench;

beforeAll(async () => {
  execFileSync(process.execPath, [join(projectRoot, 'scripts', 'prepare.mjs')], { stdio: 'ignore' });
  if (carrier === undefined) throw new Error('no carrier');
  bench = await BoundaryBench.open(carrier.make);
}, 300_000);
afterAll(() => bench.close());

// In its full form by `npm run faults -- D2`: each twenty times.
test.each(faultPoints)('a worker that is killed at "%s" leaves nothing undone and nothing done twice', async (point) => {
  expect(await bench.killAt(point, 1)).toEqual([]);
});

import { setTimeout as pause } from 'node:timers/promises';
import type { FaultBench } from './fault-bench.js';
import { seededRandom } from '../../core/workflows/transport/seeded-random.js';
import { untilSettled } from './sweep.js';

/** How often the queue is lost. */
export interface Wipes {
  /** Number of the first cause. */
  readonly first: number;
  readonly events: number;
  readonly wipes: number;
  readonly seed: number;
}

/** What was seen of it. */
export interface WipesSeen {
  /** From each loss until every step that was with the carrier, and not begun, was done with. */
  readonly repairMilliseconds: readonly number[];
  /** How many those were. */
  readonly inFlight: readonly number[];
  readonly mostWaiting: number;
}

/** Empties the carrier in the middle of the work, again and again; returns when all runs are over. */
export async function queueWipes(bench: FaultBench, { first, events, wipes, seed }: Wipes): Promise<WipesSeen> {
  const random = seededRandom(seed);
  const seen = { repairMilliseconds: Array.of<number>(), inFlight: Array.of<number>(), mostWaiting: 0 };
  const portion = Math.floor(events / wipes);
  for (let wipe = 0; wipe < wipes; wipe++) {
    const from = first + wipe * portion;
    const to = wipe === wipes - 1 ? first + events : from + portion;
    const made = bench.makeCauses(from, to - from);
    const steps = await untilInFlight(bench, random);
    seen.mostWaiting = Math.max(seen.mostWaiting, await bench.carrier.waiting());
    const begun = performance.now();
    await bench.carrier.wipe();
    await untilTaken(bench, steps);
    seen.repairMilliseconds.push(Math.round(performance.now() - begun));
    seen.inFlight.push(steps.length);
    await made;
    await untilSettled(bench);
  }
  return seen;
}

/** Ids of steps with the carrier, some after a while. */
async function untilInFlight(bench: FaultBench, random: () => number): Promise<readonly string[]> {
  await pause(300 + random() * 700);
  for (;;) {
    const rows = await bench.rows(`SELECT id::text AS id FROM trellis_step WHERE status = 'ready' AND dispatched_at IS NOT NULL`);
    if (rows.length > 0) return rows.map((row) => String(row['id']));
    await pause(5);
  }
}

async function untilTaken(bench: FaultBench, steps: readonly string[]): Promise<void> {
  const list = steps.map((step) => `'${step}'`).join(', ');
  const deadline = performance.now() + 180_000;
  while ((await bench.number(`SELECT count(*) FROM trellis_step WHERE status = 'ready' AND id IN (${list})`)) > 0) {
    if (performance.now() > deadline) throw new Error('three minutes after the loss of the queue steps still wait');
    await pause(20);
  }
}

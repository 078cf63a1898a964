import type { FaultCarrier } from './carriers.js';
import { openFaultBench, type FaultBench } from './fault-bench.js';
import { killAtBoundaries } from './kill-at-boundaries.js';
import { killMigrator } from './kill-migrator.js';
import { killStorm } from './kill-storm.js';
import { complaintsOf, openLiveBench, uncomputedOnceGivenUp, underLoad } from './migrate-under-load.js';
import { modelSwap } from './model-swap.js';
import { queueWipes } from './queue-wipes.js';
import { flawless, sweep } from './sweep.js';

/** How a scenario is asked for. */
export interface ScenarioOptions {
  readonly make: (databaseUrl: string) => Promise<FaultCarrier>;
  readonly seed: number;
  /** 1 is the full form. */
  readonly scale: number;
}

/** A scenario's figures beside what they must be; a figure may be a bound. */
export interface Outcome {
  readonly figures: Readonly<Record<string, unknown>>;
  /** What is not as it must be, in words; none when all is well. */
  readonly complaints: readonly string[];
}

/** A way to make things go wrong at length; the full forms of what the tests do in small. */
export type Scenario = (options: ScenarioOptions) => Promise<Outcome>;

/** By the name under which `npm run faults` starts them. */
export const scenarios: Readonly<Record<string, Scenario>> = {
  /** 10,000 events, 200 workers killed. */
  D1: async ({ make, seed, scale }) => {
    const events = Math.ceil(10_000 * scale);
    return onBench(make, events, async (bench) => {
      await killStorm(bench, { events, workerKills: Math.ceil(200 * scale), apiKills: Math.ceil(20 * scale), seed });
      return { figures: {}, complaints: [] };
    });
  },
  /** Each boundary between two things that cannot happen at once, 20 times. */
  D2: async ({ make, scale }) => {
    const { kills, complaints } = await killAtBoundaries(make, Math.ceil(20 * scale));
    return { figures: { kills }, complaints };
  },
  /** 5,000 events, the queue lost 20 times. */
  D4: async ({ make, seed, scale }) => {
    const events = Math.ceil(5000 * scale);
    return onBench(make, events, async (bench) => {
      const seen = await queueWipes(bench, { first: 0, events, wipes: Math.ceil(20 * scale), seed });
      const late = seen.repairMilliseconds.filter((milliseconds) => milliseconds > 5000);
      return { figures: { ...seen }, complaints: late.length === 0 ? [] : [`repaired late: ${late.join(', ')} ms`] };
    });
  },
  /** A model that changes under 20 writes and reads a second, on 1,000,000 rows. */
  D20: async ({ scale }) => {
    const rows = Math.ceil(1_000_000 * scale);
    const bench = await openLiveBench(rows);
    try {
      const began = performance.now();
      const { made, errors, ...seen } = await underLoad(bench, 20, async () => {
        await bench.migrate();
        await bench.settled();
      });
      const seconds = Math.round((performance.now() - began) / 1000);
      const complaints = [...errors, ...(await complaintsOf(bench, rows + made))];
      const uncomputed = await uncomputedOnceGivenUp(bench);
      return {
        figures: { rows, seconds, made, ...seen },
        complaints: uncomputed === 0 ? complaints : [...complaints, `${String(uncomputed)} rows are not computed`],
      };
    } finally {
      await bench.close();
    }
  },
  /** Ten revisions of the workspace come while 200 requests a second go on. */
  D20S: async ({ scale }) => {
    const { errors, ...figures } = await modelSwap(Math.ceil(200 * scale), 10);
    const late = figures.takeOverMilliseconds.filter((milliseconds) => milliseconds > 2000);
    return { figures, complaints: [...errors, ...(late.length === 0 ? [] : [`taken over late: ${late.join(', ')} ms`])] };
  },
  /** The process that migrates ends at each of its statements. */
  D20K: async ({ seed }) => {
    const { kills, complaints } = await killMigrator(1, seed);
    return { figures: { kills }, complaints };
  },
};

/** Runs it with three workers and counts afterwards. */
async function onBench(make: ScenarioOptions['make'], events: number, work: (bench: FaultBench) => Promise<Outcome>): Promise<Outcome> {
  const bench = await openFaultBench(make, 3);
  try {
    const began = performance.now();
    const { figures, complaints } = await work(bench);
    const seconds = Math.round((performance.now() - began) / 1000);
    const found = await sweep(bench);
    const repeats = found.repeatedCalls / events;
    return {
      figures: { seconds, ...figures, ...found },
      complaints: [
        ...complaints,
        ...differences(found, flawless(events)),
        ...(repeats > 0.1 ? [`${String(found.repeatedCalls)} calls were repeats, more than a tenth`] : []),
        ...(found.longestTransactionMilliseconds > 5000 ? [`a transaction was open for ${String(found.longestTransactionMilliseconds)} ms`] : []),
      ],
    };
  } finally {
    await bench.stop();
  }
}

function differences(found: object, expected: object): readonly string[] {
  const there = new Map<string, unknown>(Object.entries(found));
  return Object.entries(expected).flatMap(([name, value]) => {
    const [is, shouldBe] = [JSON.stringify(there.get(name)), JSON.stringify(value)];
    return is === shouldBe ? [] : [`${name} is ${is}, expected ${shouldBe}`];
  });
}

import { setTimeout as pause } from 'node:timers/promises';
import type { FaultBench } from './fault-bench.js';
import { seededRandom } from '../../core/workflows/transport/seeded-random.js';
import { untilSettled } from './sweep.js';

/** How hard it storms. */
export interface Storm {
  readonly events: number;
  readonly workerKills: number;
  /** Each in the middle of requests, so that some were committed and not answered. */
  readonly apiKills: number;
  readonly seed: number;
}

/** Makes events while workers and the process that takes requests are killed, spread over the whole run as its progress goes; returns when all runs are over. */
export async function killStorm(bench: FaultBench, { events, workerKills, apiKills, seed }: Storm): Promise<void> {
  const random = seededRandom(seed);
  const progress = { made: 0, kills: 0 };
  const done = (): Promise<number> => bench.number(`SELECT count(*) FROM trellis_run WHERE status = 'done'`);

  const killWorkers = async (): Promise<void> => {
    for (; progress.kills < workerKills; progress.kills++) {
      while ((await done()) < (events * progress.kills) / workerKills) await pause(20);
      await pause(random() * 200);
      await bench.workers.kill(random);
    }
  };
  const makeEvents = async (): Promise<void> => {
    const portions = apiKills + 1;
    for (let portion = 0; portion < portions; portion++) {
      while (progress.kills < (workerKills * portion) / portions) await pause(20);
      const [first, next] = [portion, portion + 1].map((place) => Math.floor((events * place) / portions));
      const [from, to] = [first ?? 0, next ?? 0];
      const killAt = from + Math.ceil((to - from) * random());
      const dies = portion < apiKills ? untilMade(progress, killAt).then(() => bench.api.kill()) : Promise.resolve();
      await Promise.all([bench.makeCauses(from, to - from, { onMade: () => progress.made++ }), dies]);
    }
  };
  await Promise.all([killWorkers(), makeEvents()]);
  await untilSettled(bench);
}

async function untilMade(progress: { readonly made: number }, count: number): Promise<void> {
  while (progress.made < count) await pause(2);
}

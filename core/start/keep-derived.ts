import { settleLater } from '../data/derived/settle-later.js';
import { staleChannel } from '../data/derived/settle-routine.js';
import { listen } from '../data/listen.js';
import type { Logger } from '../kernel/logger.js';
import type { Platform } from '../records/platform.js';
import { computeMarked } from '../records/write/compute-marked.js';
import { Loop } from '../workflows/engine/loop.js';

/** What transactions left behind is brought up to date in this process too. */
export interface DerivedKeeper {
  close(): Promise<void>;
}

const idleMilliseconds = 1000;

/** Looks, with the model of the moment, as soon as something is left behind, by whichever process, and now and then without being told. */
export async function keepDerived(url: string, platform: () => Pick<Platform, 'model' | 'database'>, log: Logger): Promise<DerivedKeeper> {
  const work = async (): Promise<number> => (await settleLater(platform().database)) + (await computeMarked(platform()));
  const loop = new Loop([{ name: 'derived values', work }], idleMilliseconds, log);
  const listener = await listen(url, staleChannel, () => loop.poke());
  loop.start();
  return {
    close: async () => {
      await listener.close();
      await loop.stop();
    },
  };
}

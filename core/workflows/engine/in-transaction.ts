import type { Executor } from '../../data/database.js';
import type { EngineContext } from './engine-context.js';

/** What the engine does in transactions of its own, as fault points call it. */
export type Boundary = 'route' | 'schedule' | 'timer' | 'epoch' | 'step' | 'call end' | 'failure';

/** One transaction of the engine; how long it may take is a setting of its connections. */
export async function inTransaction<Result>(engine: EngineContext, boundary: Boundary, work: (tx: Executor) => Promise<Result>): Promise<Result> {
  const done = await engine.database.transaction(async (tx) => {
    const result = await work(tx);
    await engine.faultPoint(`${boundary}: before commit`);
    return result;
  });
  await engine.faultPoint(`${boundary}: after commit`);
  return done;
}

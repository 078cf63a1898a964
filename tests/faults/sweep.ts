import { setTimeout as pause } from 'node:timers/promises';
import type { FaultBench } from './fault-bench.js';

/** What is left when all is over. */
export interface Sweep {
  readonly causes: number;
  readonly runsDone: number;
  readonly runsOtherwise: number;
  readonly lostEffects: number;
  readonly doubledEffects: number;
  readonly effects: number;
  /** Causes of which nobody outside was told. */
  readonly untold: number;
  /** Causes that were told under more than one key. */
  readonly toldUnderOtherKeys: number;
  /** Calls beyond the first of each cause. */
  readonly repeatedCalls: number;
  readonly eventsNotFollowed: number;
  readonly stepsNotOver: number;
  readonly incidents: number;
  /** Processes that ended without being killed. */
  readonly fallen: readonly string[];
  readonly longestTransactionMilliseconds: number;
}

const stuckMilliseconds = 60_000;

/** Waits until every event is followed and every run is over; fails when nothing has gone on for a minute. */
export async function untilSettled(bench: FaultBench): Promise<void> {
  const last = { state: '', at: performance.now() };
  for (;;) {
    const [row] = await bench.rows(`
      SELECT (SELECT count(*) FROM trellis_event WHERE routed_at IS NULL) AS events, (SELECT count(*) FROM trellis_run WHERE status = 'running') AS runs,
        (SELECT count(*) FROM trellis_step WHERE status = 'done') AS steps`);
    if (Number(row?.['events']) === 0 && Number(row?.['runs']) === 0) return;
    const state = JSON.stringify(row);
    if (state !== last.state) Object.assign(last, { state, at: performance.now() });
    if (performance.now() - last.at > stuckMilliseconds)
      throw new Error(`nothing has gone on for a minute: ${state}, ${JSON.stringify(await openSteps(bench))}`);
    await pause(50);
  }
}

function openSteps(bench: FaultBench): Promise<unknown> {
  return bench.rows(
    `SELECT id, key, status, attempt, dispatches, dispatched_at, lease_until, worker, clock_timestamp() AS now FROM trellis_step WHERE status IN ('ready', 'running', 'waiting') ORDER BY id LIMIT 5`,
  );
}

/** Counts. */
export async function sweep(bench: FaultBench): Promise<Sweep> {
  const { number, receiver } = bench;
  const told = [...receiver.told.values()];
  return {
    causes: await number('SELECT count(*) FROM effects_cause'),
    runsDone: await number(`SELECT count(*) FROM trellis_run WHERE status = 'done'`),
    runsOtherwise: await number(`SELECT count(*) FROM trellis_run WHERE status <> 'done'`),
    lostEffects: await number(`SELECT count(*) FROM effects_cause c CROSS JOIN (VALUES ('first'), ('last')) p (place)
      WHERE NOT EXISTS (SELECT FROM effects_effect e WHERE e.cause = c.id AND e.place = p.place)`),
    doubledEffects: await number('SELECT count(*) FROM (SELECT FROM effects_effect GROUP BY cause, place HAVING count(*) > 1) d'),
    effects: await number('SELECT count(*) FROM effects_effect'),
    untold: (await number('SELECT count(*) FROM effects_cause')) - told.length,
    toldUnderOtherKeys: told.filter((keys) => new Set(keys).size > 1).length,
    repeatedCalls: told.flat().length - told.length,
    eventsNotFollowed: await number('SELECT count(*) FROM trellis_event WHERE routed_at IS NULL'),
    stepsNotOver: await number(`SELECT count(*) FROM trellis_step WHERE status NOT IN ('done', 'skipped')`),
    incidents: await number('SELECT count(*) FROM trellis_incident'),
    fallen: bench.workers.fallen,
    longestTransactionMilliseconds: Math.round(bench.longestTransaction()),
  };
}

/** The sweep of a bench on which so many events were made and nothing went wrong. */
export function flawless(events: number): Omit<Sweep, 'repeatedCalls' | 'longestTransactionMilliseconds'> {
  return {
    causes: events,
    runsDone: events,
    runsOtherwise: 0,
    lostEffects: 0,
    doubledEffects: 0,
    effects: 2 * events,
    untold: 0,
    toldUnderOtherKeys: 0,
    eventsNotFollowed: 0,
    stepsNotOver: 0,
    incidents: 0,
    fallen: [],
  };
}

import { setTimeout as pause } from 'node:timers/promises';
import { runSteps } from './run-step.js';
import { checkEpoch, dispatch, sweepLeases } from './dispatch.js';
import { fireTimers } from './delay.js';
import type { EngineContext } from './engine-context.js';
import { forgetEvents, routeEvents } from './route-events.js';
import { fireSchedules, keepSchedules } from './schedules.js';

type Part = readonly [name: string, work: () => Promise<number>];

const timersAtOnce = 200;
const forgetEveryMilliseconds = 3_600_000;
const lookEveryMilliseconds = 500;
const breathMilliseconds = 10;

/**
 * Follows events, wakes timers, starts schedules and runs steps, in any number of processes beside each other. It holds nothing that is not in the database,
 * so any of them may end at any moment.
 */
export class WorkflowEngine {
  private isStopped = false;
  private isBusy = false;
  private wake: (() => void) | null = null;
  private running: Promise<void> = Promise.resolve();
  private forgotAt = Date.now();
  private lookedAt = -Infinity;
  private readonly timely: readonly Part[] = [
    ['schedules', () => fireSchedules(this.context)],
    ['timers', () => fireTimers(this.context, timersAtOnce)],
    ['leases', () => sweepLeases(this.context)],
    ['epoch', async () => ((await checkEpoch(this.context)) ? 1 : 0)],
    ['forget', () => this.forget()],
  ];
  private readonly steps = new Set<Promise<void>>();

  constructor(private readonly context: EngineContext) {}

  async start(): Promise<void> {
    const { book, database, transport, concurrency } = this.context;
    await book.keep(database);
    await keepSchedules(this.context);
    await transport.receive((job) => this.track(runSteps(this.context, job).then(() => this.poke())), concurrency);
    this.running = this.loop();
  }

  /** There may be something to do at once. */
  poke(): void {
    this.isBusy = true;
    this.wake?.();
  }

  /** Lets what runs come to its end. */
  async stop(): Promise<void> {
    this.isStopped = true;
    this.poke();
    await this.running;
    await this.context.transport.close();
    await Promise.allSettled(this.steps);
  }

  private track(work: Promise<void>): Promise<void> {
    this.steps.add(work);
    return work.finally(() => this.steps.delete(work));
  }

  private async loop(): Promise<void> {
    let quiet = 0;
    while (!this.isStopped) {
      this.isBusy = false;
      const done = await this.turn();
      quiet = done > 0 ? 0 : quiet + 1;
      // What comes within a breath is looked at together.
      if (this.isBusy || done > 0) await pause(breathMilliseconds);
      else await this.sleep(Math.min(this.context.patience.idleMilliseconds, 50 * 2 ** Math.min(quiet, 10)));
    }
  }

  /** One look at everything; what fails, for instance because the database is away, is looked at again with the next. */
  private async turn(): Promise<number> {
    const { log } = this.context;
    const parts: readonly Part[] = [
      ['route', () => routeEvents(this.context)],
      ...(this.isTime() ? this.timely : []),
      ['dispatch', () => dispatch(this.context)],
    ];
    let done = 0;
    for (const [part, work] of parts) {
      try {
        done += await work();
      } catch (error) {
        log.warn({ part, error: error instanceof Error ? error.message : String(error) }, 'workflows: a look failed and is repeated');
        await this.sleep(200);
      }
    }
    return done;
  }

  /** What comes with time need not be looked for after every step. */
  private isTime(): boolean {
    if (performance.now() - this.lookedAt < Math.min(lookEveryMilliseconds, this.context.patience.idleMilliseconds)) return false;
    this.lookedAt = performance.now();
    return true;
  }

  private async forget(): Promise<number> {
    if (Date.now() - this.forgotAt < forgetEveryMilliseconds) return 0;
    this.forgotAt = Date.now();
    await forgetEvents(this.context.database);
    return 0;
  }

  private sleep(milliseconds: number): Promise<void> {
    if (this.isStopped) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}

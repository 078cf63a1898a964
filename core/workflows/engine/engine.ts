import { within } from '../transport/within.js';
import { fireTimers } from './delay.js';
import { checkEpoch, dispatch, sweepLeases } from './dispatch.js';
import type { EngineContext } from './engine-context.js';
import { forget } from './forget.js';
import { Loop } from './loop.js';
import { routeEvents } from './route-events.js';
import { giveBack, runSteps } from './run-step.js';
import { fireSchedules, keepSchedules } from './schedules.js';

const timersAtOnce = 200;
const forgetEveryMilliseconds = 3_600_000;
const lookEveryMilliseconds = 500;
const finishMilliseconds = 5000;

/**
 * Follows events, wakes timers, starts schedules and runs steps, in any number of processes beside each other. It holds nothing that is not in the database,
 * so any of them may end at any moment. What needs the carrier has a loop of its own: while it is away everything else goes on.
 */
export class WorkflowEngine {
  private isStopped = false;
  private lookedAt = -Infinity;
  private readonly steps = new Set<Promise<void>>();
  private readonly finding: Loop;
  private readonly sending: Loop;

  constructor(private context: EngineContext) {
    const { patience, log } = context;
    const everyMilliseconds = Math.min(lookEveryMilliseconds, patience.idleMilliseconds);
    const sending = new Loop([{ name: 'dispatch', work: () => this.send(everyMilliseconds) }], patience.idleMilliseconds, log);
    const parts = [
      { name: 'route', work: () => routeEvents(this.context) },
      { name: 'schedules', work: () => fireSchedules(this.context), everyMilliseconds },
      { name: 'timers', work: () => fireTimers(this.context, timersAtOnce), everyMilliseconds },
      { name: 'leases', work: () => sweepLeases(this.context), everyMilliseconds },
      { name: 'forget', work: () => this.forget(), everyMilliseconds: forgetEveryMilliseconds },
    ];
    this.finding = new Loop(parts, patience.idleMilliseconds, log, () => sending.poke());
    this.sending = sending;
  }

  async start(): Promise<void> {
    const { book, database, transport, concurrency } = this.context;
    await book.keep(database);
    await keepSchedules(this.context);
    await transport.receive((job) => this.track(this.run(job)), concurrency);
    this.finding.start();
    this.sending.start();
  }

  /** Goes on with another model; what has begun ends with the one before. */
  async adopt(context: EngineContext): Promise<void> {
    await context.book.keep(context.database);
    await keepSchedules(context);
    this.context = context;
    this.poke();
  }

  /** There may be something to do at once. */
  poke(): void {
    this.finding.poke();
    this.sending.poke();
  }

  /** Lets what runs come to its end for some seconds; what does not is done again by another process when its time is over. */
  async stop(): Promise<void> {
    this.isStopped = true;
    await Promise.all([this.finding.stop(), this.sending.stop()]);
    await this.context.transport.close();
    const left = Promise.allSettled(this.steps);
    await within(finishMilliseconds, 'workflows, ending', left).catch((error: unknown) => this.context.log.warn({ err: error }, 'a step is left behind'));
  }

  private async run(job: Parameters<typeof runSteps>[1]): Promise<void> {
    await this.context.faultPoint('job: taken');
    const left = await runSteps(this.context, job, () => this.isStopped);
    if (left !== null) await giveBack(this.context, left);
    await this.context.faultPoint('job: before acknowledgement');
    this.poke();
  }

  private track(work: Promise<void>): Promise<void> {
    this.steps.add(work);
    return work.finally(() => this.steps.delete(work));
  }

  /** A carrier that cannot even tell its mark is sent nothing. */
  private async send(everyMilliseconds: number): Promise<number> {
    const now = performance.now();
    if (now - this.lookedAt >= everyMilliseconds) {
      await checkEpoch(this.context);
      this.lookedAt = now;
    }
    return dispatch(this.context);
  }

  private async forget(): Promise<number> {
    await forget(this.context.database);
    return 0;
  }
}

import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from '../../kernel/logger.js';

/** One thing that a loop looks at; gives how much it did. */
export interface Part {
  readonly name: string;
  /** What comes with time need not be looked for each time that something happens; unsaid: each time. */
  readonly everyMilliseconds?: number;
  readonly work: () => Promise<number>;
}

const shortestSleepMilliseconds = 50;
const breathMilliseconds = 10;
const pauseAfterFailureMilliseconds = 200;

/** Looks at its parts again and again, at once while there is something to do, else ever more slowly until somebody pokes it. */
export class Loop {
  private isStopped = false;
  private isPoked = false;
  private wake: (() => void) | null = null;
  private running: Promise<void> = Promise.resolve();
  private readonly lookedAt = new Map<string, number>();

  constructor(
    private readonly parts: readonly Part[],
    private readonly idleMilliseconds: number,
    private readonly log: Logger,
    private readonly onDone: () => void = () => undefined,
  ) {}

  start(): void {
    this.running = this.run();
  }

  /** There may be something to do at once. */
  poke(): void {
    this.isPoked = true;
    this.wake?.();
  }

  async stop(): Promise<void> {
    this.isStopped = true;
    this.poke();
    await this.running;
  }

  private async run(): Promise<void> {
    let quiet = 0;
    while (!this.isStopped) {
      this.isPoked = false;
      const done = await this.turn();
      quiet = done > 0 ? 0 : quiet + 1;
      if (done > 0) this.onDone();
      // What comes within a breath is looked at together.
      if (done > 0 || this.isPoked) await pause(breathMilliseconds);
      else await this.sleep(Math.min(this.idleMilliseconds, shortestSleepMilliseconds * 2 ** Math.min(quiet, 10)));
    }
  }

  /** What fails, for instance because the database is away, ends the turn and is looked at again with the next. */
  private async turn(): Promise<number> {
    let done = 0;
    for (const { name, work } of this.parts.filter((part) => this.isTime(part))) {
      try {
        done += await work();
      } catch (error) {
        this.log.warn({ part: name, error: error instanceof Error ? error.message : String(error) }, 'workflows: a look failed and is repeated');
        await this.sleep(pauseAfterFailureMilliseconds);
      }
    }
    return done;
  }

  private isTime({ name, everyMilliseconds = 0 }: Part): boolean {
    const now = performance.now();
    if (now - (this.lookedAt.get(name) ?? -Infinity) < everyMilliseconds) return false;
    this.lookedAt.set(name, now);
    return true;
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

import type { Executor } from '../data/database.js';

/** Answers of the database that expressions need, by key. One that is not there yet is asked for, and the expression is evaluated again once it has come. */
export class Shelf<Answer extends NonNullable<unknown>> {
  private readonly found = new Map<string, Answer>();
  private asked = new Map<string, (tx: Executor) => Promise<Answer>>();

  /** The answer; undefined while it is still to come. */
  take(key: string, ask: (tx: Executor) => Promise<Answer>): Answer | undefined {
    const answer = this.found.get(key);
    if (answer === undefined) this.asked.set(key, ask);
    return answer;
  }

  get isWaiting(): boolean {
    return this.asked.size > 0;
  }

  async fill(tx: Executor): Promise<void> {
    const asked = [...this.asked];
    this.asked = new Map();
    for (const [key, ask] of asked) this.found.set(key, await ask(tx));
  }
}

import { setTimeout as pause } from 'node:timers/promises';
import { TrellisProcess } from '../support/trellis-process.js';

/** Workers that are started anew whenever one has ended, as whoever watches over them would. */
export class Workers {
  /** Those that ended by themselves, with what they said. */
  readonly fallen: string[] = [];
  /** Milliseconds that the slowest start took: what this machine, as busy as it is now, needs for something everyday. */
  slowestStart = 0;
  private readonly ready = new Set<TrellisProcess>();
  private readonly posts: Promise<void>[] = [];
  private readonly killed = new WeakSet<TrellisProcess>();
  private readonly all = new Set<TrellisProcess>();
  private isStopped = false;

  constructor(
    private readonly env: Readonly<Record<string, string>>,
    count: number,
  ) {
    this.posts = Array.from({ length: count }, () => this.keep());
  }

  /** kill -9 of one that works; waits until there is one. */
  async kill(random: () => number): Promise<void> {
    while (this.ready.size === 0) await pause(10);
    const chosen = [...this.ready][Math.floor(random() * this.ready.size)];
    if (chosen === undefined) return;
    this.ready.delete(chosen);
    this.killed.add(chosen);
    await chosen.stop('SIGKILL');
  }

  async allReady(): Promise<void> {
    while (this.ready.size < this.posts.length) await pause(10);
  }

  async stop(): Promise<void> {
    this.isStopped = true;
    for (const worker of this.all) worker.child.kill('SIGTERM');
    await Promise.all(this.posts);
  }

  private async keep(): Promise<void> {
    while (!this.isStopped) {
      const begun = performance.now();
      const worker = await TrellisProcess.start({ ...this.env, TRELLIS_ROLE: 'worker' });
      this.all.add(worker);
      const isReady = await isUp(worker);
      if (isReady) this.slowestStart = Math.max(this.slowestStart, performance.now() - begun);
      if (isReady && !this.isStopped) this.ready.add(worker);
      const status = await worker.ended;
      this.ready.delete(worker);
      this.all.delete(worker);
      if (!this.isStopped && !this.killed.has(worker)) this.fallen.push(`${String(status)}: ${worker.output}`);
    }
  }
}

/** The process that takes requests; it may be killed and comes back at the same address. */
export class Api {
  private signedIn = '';
  private coming: Promise<void> = Promise.resolve();

  private constructor(
    private readonly env: Readonly<Record<string, string>>,
    private process: TrellisProcess,
  ) {}

  static async start(env: Readonly<Record<string, string>>): Promise<Api> {
    const own = { ...env, TRELLIS_ROLE: 'web' };
    const api = new Api(own, await TrellisProcess.start(own));
    await demandUp(api.process);
    const answer = await fetch(`${api.process.url}/api/auth/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email: env['TRELLIS_ADMIN_EMAIL'], password: env['TRELLIS_ADMIN_PASSWORD'] }),
    });
    api.signedIn = (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
    return api;
  }

  get url(): string {
    return this.process.url;
  }

  /** Makes a record, and asks again with the same key until it is said to be made: the same record, whatever was killed meanwhile. */
  async make(path: string, key: string, body: unknown): Promise<void> {
    for (;;) {
      const headers = { cookie: this.signedIn, 'content-type': 'application/json', 'idempotency-key': key };
      const answer = await fetch(`${this.process.url}${path}`, { method: 'POST', headers, body: JSON.stringify(body) }).catch(() => null);
      if (answer?.status === 201) return;
      if (answer !== null && answer.status < 500 && answer.status !== 409) throw new Error(`${path}: ${String(answer.status)} ${await answer.text()}`);
      await pause(50);
      await this.coming;
    }
  }

  /** kill -9, and up again. */
  async kill(): Promise<void> {
    const { port } = this.process;
    this.coming = (async () => {
      await this.process.stop('SIGKILL');
      this.process = await TrellisProcess.start({ ...this.env, PORT: String(port) });
      await demandUp(this.process);
    })();
    await this.coming;
  }

  async stop(): Promise<void> {
    await this.coming;
    await this.process.stop();
  }
}

/** Whether it came up before it ended; on a machine that is busy with much else it may take a while. */
async function isUp(trellis: TrellisProcess): Promise<boolean> {
  for (let patience = 0; patience < 4; patience++) {
    const state = await Promise.race([
      trellis.ready().then(
        () => 'up' as const,
        () => 'slow' as const,
      ),
      trellis.ended,
    ]);
    if (state !== 'slow') return state === 'up';
  }
  return false;
}

async function demandUp(trellis: TrellisProcess): Promise<void> {
  if (await isUp(trellis)) return;
  await trellis.stop('SIGKILL');
  throw new Error(`it did not come up: ${trellis.output}`);
}

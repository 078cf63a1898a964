import { spawn, type ChildProcess } from 'node:child_process';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { projectRoot } from '../../core/kernel/project-root.js';

/** A program of Trellis in a process of its own, as users start it. */
export class TrellisProcess {
  private constructor(
    readonly child: ChildProcess,
    readonly port: number,
    readonly ended: Promise<number | NodeJS.Signals>,
    private readonly said: string[],
  ) {}

  /** `node dist/main.js` on a free port; the environment holds nothing of ours but what is given. */
  static async start(env: Readonly<Record<string, string>>): Promise<TrellisProcess> {
    return TrellisProcess.run([process.execPath, '--enable-source-maps', join(projectRoot, 'dist', 'main.js')], env);
  }

  /** Any program, with PORT set to a free one. */
  static async run([program = '', ...parameters]: readonly string[], env: Readonly<Record<string, string>>): Promise<TrellisProcess> {
    const port = Number(env['PORT'] ?? (await freePort()));
    const child = spawn(program, parameters, {
      cwd: projectRoot,
      env: { ...plainEnvironment(), PORT: String(port), ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    // Nothing is left behind by a test that ends before it comes to stop it.
    const end = (): void => void child.kill('SIGKILL');
    process.once('exit', end);
    child.once('exit', () => process.off('exit', end));
    const said: string[] = [];
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => said.push(String(chunk)));
    const ended = new Promise<number | NodeJS.Signals>((resolve) => child.once('close', (code, signal) => resolve(code ?? signal ?? -1)));
    return new TrellisProcess(child, port, ended, said);
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** All that was printed so far. */
  get output(): string {
    return this.said.join('');
  }

  /** Milliseconds until it was ready; fails when it ends instead. */
  async ready(): Promise<number> {
    const began = performance.now();
    for (;;) {
      const answer = await fetch(`${this.url}/api/health/ready`).catch(() => null);
      if (answer?.status === 200) return performance.now() - began;
      const state = await Promise.race([this.ended, wait(25, 'running')]);
      if (state !== 'running') throw new Error(`ended with ${state} before it was ready: ${this.output}`);
      if (performance.now() - began > 110_000) throw new Error(`not ready after 110 s: ${this.output}`);
    }
  }

  /** Milliseconds from the signal to the end, and how it ended. */
  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<{ readonly milliseconds: number; readonly status: number | NodeJS.Signals }> {
    const began = performance.now();
    this.child.kill(signal);
    const status = await this.ended;
    return { milliseconds: performance.now() - began, status };
  }
}

/** A port that nobody listens on at the moment. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}

/** Without what the test run itself was given, and without npm's and Jest's own. */
function plainEnvironment(): NodeJS.ProcessEnv {
  const ours = /^(?:TRELLIS_|DATABASE_|npm_|JEST_|NODE_OPTIONS$|NODE_ENV$|PORT$|HOST$|LOG_LEVEL$|REDIS_URL$|SMTP_URL$|TEST_POSTGRES_URL$)/u;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !ours.test(name)));
}

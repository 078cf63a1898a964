import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { projectRoot } from '../../core/kernel/project-root.js';
import type { FaultPoint } from '../../core/workflows/engine/fault-point.js';
import { impatient, type TestEngine } from '../support/test-engine.js';

export interface EngineProcessOptions {
  /** Where it ends itself, and at which coming there; unsaid: nowhere. */
  readonly point?: FaultPoint;
  readonly occurrence?: number;
  readonly redisUrl?: string;
}

/** A worker of a test's engine in a process of its own. */
export class EngineProcess {
  private constructor(
    private readonly child: ReturnType<typeof spawn>,
    /** How it ended. */
    readonly ended: Promise<string>,
    private readonly said: string[],
  ) {}

  static start({ url, folder }: Pick<TestEngine, 'url' | 'folder'>, { point, occurrence = 1, redisUrl }: EngineProcessOptions = {}): EngineProcess {
    const plugins = join(folder, 'plugins');
    const settings = { url, plugins, dataDir: join(folder, 'data'), redisUrl, point, occurrence, patience: impatient };
    const { NODE_OPTIONS: _, ...env } = process.env;
    const child = spawn(process.execPath, [join(projectRoot, 'tests/faults/worker-that-dies.mjs')], {
      env: { ...env, ENGINE_PROCESS: JSON.stringify(settings) },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const said: string[] = [];
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => said.push(String(chunk)));
    return new EngineProcess(
      child,
      once(child, 'exit').then(([code, signal]) => String(signal ?? code)),
      said,
    );
  }

  get output(): string {
    return this.said.join('');
  }

  /** How it ended by itself, or null when it did not within that time. */
  endedWithin(milliseconds: number): Promise<string | null> {
    return Promise.race([this.ended, pause(milliseconds, null, { ref: false })]);
  }

  async stop(signal: NodeJS.Signals = 'SIGKILL'): Promise<string> {
    this.child.kill(signal);
    return this.ended;
  }
}

import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { syncDeclaredRoles } from '../../core/identity/declared-roles.js';
import type { Caller } from '../../core/kernel/caller.js';
import { readConfig } from '../../core/kernel/config.js';
import { createLogger } from '../../core/kernel/logger.js';
import { newId } from '../../core/kernel/ids.js';
import { projectRoot } from '../../core/kernel/project-root.js';
import { loadUser } from '../../core/identity/load-caller.js';
import { createRecord } from '../../core/records/create-record.js';
import { deleteRecord } from '../../core/records/delete-record.js';
import type { Platform } from '../../core/records/platform.js';
import { runAction } from '../../core/records/run-action.js';
import { updateRecord } from '../../core/records/update-record.js';
import { openWorkflows, type OpenWorkflows, type WorkflowOptions } from '../../core/start/open-workflows.js';
import type { Entity } from '../../core/definitions/model.js';
import { InProcessTransport } from '../../core/workflows/transport/in-process-transport.js';
import type { Transport } from '../../core/workflows/transport/transport.js';
import { rowsOf } from './rows-of.js';
import { createTestPlatform, type TestPlatform } from './test-platform.js';

// Tests reach into rows of every shape.
export type Loose = any; // eslint-disable-line @typescript-eslint/no-explicit-any

export interface TestEngineOptions {
  /** What `workflows/NAME.json` of the plugin say, without name, label and schema where they do not matter. */
  readonly workflows: Readonly<Record<string, Loose>>;
  /** The plugin, as a path under `tests/fixtures`; `with-workflows/flow` unless said. */
  readonly fixture?: string;
  readonly patience?: WorkflowOptions['patience'];
  readonly concurrency?: number;
  readonly smtpUrl?: string;
  readonly redisUrl?: string;
  /** In the process unless said. */
  readonly transport?: (url: string) => Promise<Transport | undefined>;
}

/** Quick to try again and to give up, so that tests need not wait. */
export const impatient = {
  retryMilliseconds: 5,
  mostAttempts: 4,
  staleMilliseconds: 2000,
  callMilliseconds: 1500,
  leaseMilliseconds: 900,
  idleMilliseconds: 100,
};

/** A plugin with some workflows, an engine at work on it, and no HTTP. */
export class TestEngine {
  private constructor(
    readonly test: TestPlatform,
    readonly platform: Platform,
    readonly folder: string,
    private readonly options: TestEngineOptions,
    private readonly state: { workflows: OpenWorkflows | null },
  ) {}

  static async start(options: TestEngineOptions): Promise<TestEngine> {
    const folder = await pluginWith(options.workflows, options.fixture);
    const test = await createTestPlatform({ plugins: [join(folder, 'plugins')] });
    await syncDeclaredRoles(test.platform.database, test.platform.model);
    const state: { workflows: OpenWorkflows | null } = { workflows: null };
    const engine = new TestEngine(test, { ...test.platform, onWritten: () => state.workflows?.poke() }, folder, options, state);
    await engine.resume();
    return engine;
  }

  /** A second engine on the same database, as another process would have it; not yet at work. */
  beside(): TestEngine {
    return new TestEngine(this.test, this.platform, this.folder, this.options, { workflows: null });
  }

  get url(): string {
    return this.test.url;
  }

  /** Starts what was paused. */
  async resume(over: Partial<Pick<Platform, 'model'>> = {}): Promise<void> {
    const { patience, concurrency, transport, smtpUrl, redisUrl } = this.options;
    const config = readConfig({
      TRELLIS_DATA_DIR: join(this.folder, 'data'),
      TRELLIS_PLUGINS: join(this.folder, 'plugins'),
      ...(smtpUrl === undefined ? {} : { SMTP_URL: smtpUrl }),
      ...(redisUrl === undefined ? {} : { REDIS_URL: redisUrl }),
    });
    const carrier = transport === undefined ? new InProcessTransport() : await transport(this.url);
    this.state.workflows = await openWorkflows(config, { platform: { ...this.platform, ...over } }, { url: this.url }, createLogger('silent'), {
      patience: { ...impatient, ...patience },
      ...(concurrency === undefined ? {} : { concurrency }),
      ...(carrier === undefined ? {} : { transport: carrier }),
    });
  }

  async pause(): Promise<void> {
    await this.state.workflows?.close();
    this.state.workflows = null;
  }

  async close(): Promise<void> {
    await this.pause();
    await this.test.close();
    await rm(this.folder, { recursive: true, force: true });
  }

  entity(id: string): Entity {
    const entity = this.platform.model.entities.get(id);
    if (entity === undefined) throw new Error(`no entity ${id}`);
    return entity;
  }

  async create(entity: string, input: Loose, caller = this.test.caller()): Promise<string> {
    return JSON.parse(await createRecord(this.platform, caller, this.entity(entity), input)).id;
  }

  update(entity: string, id: string, input: Loose, caller = this.test.caller()): Promise<string> {
    return updateRecord(this.platform, caller, this.entity(entity), id, input, { mode: 'patch' });
  }

  act(entity: string, id: string, action: string, input: Loose = {}, caller = this.test.caller()): Promise<string> {
    return runAction(this.platform, caller, this.entity(entity), id, action, { input });
  }

  async remove(entity: string, id: string, caller = this.test.caller()): Promise<void> {
    await deleteRecord(this.platform, caller, this.entity(entity), id);
  }

  async rows(text: string): Promise<Loose[]> {
    // Of several statements there are none.
    return Array.from((await rowsOf(this.url, text)) ?? []);
  }

  /** A user with these roles, as the platform would know them. */
  async user(name: string, roles: readonly string[] = []): Promise<Caller> {
    const ids = await this.rows(`SELECT id::text FROM core_role WHERE code = ANY('{${roles.join(',')}}')`);
    const id = await this.create('core.user', { name, email: `${name.toLowerCase()}@example.com`, roles: ids.map((row) => row.id) });
    const user = await loadUser(this.platform.database, id, this.platform.model);
    if (user === null) throw new Error(`no user ${name}`);
    return { ...user, locale: 'en', requestId: newId() };
  }

  /** Runs about a record, or of a workflow, with steps, attempts and incidents. */
  runs(of: string): Promise<Loose[]> {
    return this.rows(`
      SELECT r.id, r.workflow, r.status, r.outcome, r.depth, r.actor, r.definition,
        (SELECT json_agg(json_build_object('key', s.key, 'kind', s.kind, 'status', s.status, 'attempt', s.attempt, 'input', s.input, 'output', s.output, 'error', s.error,
          'attempts', (SELECT json_agg(json_build_object('outcome', a.outcome, 'attempt', a.attempt, 'error', a.error) ORDER BY a.id) FROM trellis_attempt a WHERE a.step = s.id)) ORDER BY s.made_at, s.id)
          FROM trellis_step s WHERE s.run = r.id) AS steps,
        (SELECT coalesce(json_agg(json_build_object('code', i.code, 'open', i.resolved_at IS NULL, 'resolution', i.resolution, 'detail', i.detail) ORDER BY i.opened_at), '[]') FROM trellis_incident i WHERE i.run = r.id) AS incidents
      FROM trellis_run r WHERE ${/^[0-9a-f-]{36}$/u.test(of) ? `r.record_id = '${of}'` : `r.workflow = '${of}'`} ORDER BY r.id`);
  }

  /** The only run about a record once it has one of these statuses. */
  async run(of: string, ...statuses: readonly string[]): Promise<Loose> {
    const [run] = await until(
      () => this.runs(of),
      (runs) => runs.length > 0 && runs.every(({ status }) => statuses.includes(status)),
    );
    return run;
  }

  /** Until no event waits, no step is ready or running, and no event can come any more. */
  async settled(seconds = 30): Promise<void> {
    await until(
      () =>
        this.rows(
          `SELECT (SELECT count(*)::int FROM trellis_event WHERE routed_at IS NULL) + (SELECT count(*)::int FROM trellis_step WHERE status IN ('ready', 'running')) AS n`,
        ),
      ([row]) => row.n === 0,
      seconds,
    );
  }
}

/** Asks until it holds; what it last was is in the error. */
export async function until<Result>(ask: () => Promise<Result>, holds: (result: Result) => boolean, seconds = 30): Promise<Result> {
  const end = performance.now() + seconds * 1000;
  for (;;) {
    const result = await ask();
    if (holds(result)) return result;
    if (performance.now() > end) throw new Error(`still ${JSON.stringify(result, null, 1).slice(0, 5000)}`);
    await pause(20);
  }
}

/** A copy of the fixture with the workflows, in a folder of its own. */
export async function pluginWith(workflows: Readonly<Record<string, Loose>>, fixture = 'with-workflows/flow'): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'trellis-flow-'));
  const plugin = join(folder, 'plugins', basename(fixture));
  await cp(join(projectRoot, 'tests/fixtures', fixture), plugin, { recursive: true });
  await mkdir(join(plugin, 'workflows'), { recursive: true });
  for (const [name, declared] of Object.entries(workflows)) await writeFile(join(plugin, 'workflows', `${name}.json`), JSON.stringify(whole(name, declared)));
  return folder;
}

function whole(name: string, declared: Loose): Loose {
  return { name, label: name, timing: 'background', ...declared };
}

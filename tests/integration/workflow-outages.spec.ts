import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeAll, expect, test } from '@jest/globals';
import pg from 'pg';
import { projectRoot } from '../../core/kernel/project-root.js';
import { openTransport } from '../../core/workflows/transport/open-transport.js';
import { prepareQueueSchema } from '../../core/workflows/transport/prepare-queue-schema.js';
import type { Transport } from '../../core/workflows/transport/transport.js';
import { EngineProcess } from '../faults/engine-process.js';
import { freePort, hasRedisServer, startRedis } from '../support/carrier-rigs.js';
import { clusterUrl } from '../support/test-database.js';
import { TestEngine, until, type Loose } from '../support/test-engine.js';
import { testIf } from '../support/test-if.js';

const note = (text: string): Loose => ({ step: 'create', entity: 'flow.note', fields: { text, about: 'id' } });
const created = (more: object = {}): Loose => ({ on: [{ event: 'created', entity: 'flow.task' }], ...more });
const open: { engine?: TestEngine } = {};

beforeAll(() => {
  execFileSync(process.execPath, [join(projectRoot, 'scripts', 'prepare.mjs')], { stdio: 'ignore' });
}, 300_000);
afterEach(() => open.engine?.close());

async function start(workflows: Readonly<Record<string, Loose>>, transport: (url: string) => Promise<Transport>): Promise<TestEngine> {
  open.engine = await TestEngine.start({ workflows, transport });
  return open.engine;
}

async function onPostgres(url: string): Promise<Transport> {
  await prepareQueueSchema(url, url);
  return openTransport({ redisUrl: undefined, databaseUrl: url, onError: () => undefined, isWorker: true });
}

const done = (engine: TestEngine, count: number): Promise<unknown> =>
  until(
    () => engine.rows(`SELECT status, count(*)::int AS n FROM trellis_run GROUP BY 1`),
    (rows) => rows.length === 1 && rows[0].status === 'done' && rows[0].n === count,
    60,
  );

test('a step that ends its process six times is not tried again by itself; its processes can go on with everything else', async () => {
  const engine = await start({ kills: created({ steps: [{ step: 'call', handler: 'kill', when: 'stage == "deadly"' }, note('"alive"')] }) }, onPostgres);
  await engine.pause();
  const deadly = await engine.create('flow.task', { name: 'deadly', stage: 'deadly' });
  let deaths = 0;
  for (;;) {
    const worker = EngineProcess.start(engine);
    const over = until(
      () => engine.runs(deadly),
      ([run]) => run?.status === 'failed',
    ).then(() => 'failed');
    const end = await Promise.race([worker.ended, over]);
    over.catch(() => undefined);
    if (end !== 'SIGKILL') {
      await worker.stop();
      break;
    }
    deaths += 1;
  }
  expect(deaths).toBe(6);
  const run = await engine.run(deadly, 'failed');
  expect(run).toMatchObject({ incidents: [{ code: 'workflow.poison', open: true }] });
  expect(run.steps[0].attempts.map(({ outcome }: Loose) => outcome)).toEqual([...Array.from({ length: 6 }, () => 'lost'), 'failed']);
  await engine.resume();
  const harmless = await engine.create('flow.task', { name: 'harmless' });
  await engine.run(harmless, 'done');
}, 180_000);

test('the database cuts all connections and lets nobody in, five times: writes that were answered are followed, once each', async () => {
  const engine = await start(
    { through: created({ steps: [note('"one"'), { step: 'call', name: 'came', handler: 'echo', input: { at: 'name' } }, note('came.at')] }) },
    onPostgres,
  );
  const name = new URL(engine.url).pathname.slice(1);
  const root = new pg.Client({ connectionString: clusterUrl() });
  await root.connect();
  const ids: string[] = [];
  const state = { isOver: false };
  const writing = (async () => {
    while (!state.isOver)
      await engine.create('flow.task', { name: `A ${ids.length}` }).then(
        (id) => ids.push(id),
        () => pause(50),
      );
  })();
  for (let outage = 0; outage < 5; outage += 1) {
    await pause(600);
    await root.query(`ALTER DATABASE ${name} CONNECTION LIMIT 0`);
    await root.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1`, [name]);
    await pause(400);
    await root.query(`ALTER DATABASE ${name} CONNECTION LIMIT -1`);
  }
  state.isOver = true;
  await writing;
  await root.end();
  // One whose answer was cut off may be there too.
  const [{ n }] = await engine.rows(`SELECT count(*)::int AS n FROM flow_task`);
  expect(n).toBeGreaterThanOrEqual(ids.length);
  expect(ids.length).toBeGreaterThan(5);
  await done(engine, n);
  expect(await engine.rows(`SELECT count(*)::int AS notes, count(DISTINCT (about, text))::int AS different FROM flow_note`)).toEqual([
    { notes: 2 * n, different: 2 * n },
  ]);
  expect(await engine.rows(`SELECT code FROM trellis_incident`)).toEqual([]);
}, 180_000);

testIf(hasRedisServer, 'needs redis-server on the PATH')(
  'Redis is away for some seconds under writes: no write fails, and what waited is done when it is back',
  async () => {
    const port = await freePort();
    const first = await startRedis(port);
    const engine = await start({ through: created({ steps: [note('"one"'), note('"two"')] }) }, (url) =>
      Promise.resolve(openTransport({ redisUrl: first.url, databaseUrl: url, onError: () => undefined, isWorker: true })),
    );
    await engine.create('flow.task', { name: 'before' });
    await done(engine, 1);
    await first.stop();
    for (let count = 0; count < 60; count += 1) {
      await engine.create('flow.task', { name: `A ${count}` });
      await pause(50);
    }
    // Nothing is carried, and yet every event has its run.
    await until(
      () => engine.rows(`SELECT count(*)::int AS n FROM trellis_run`),
      ([row]) => row.n === 61,
    );
    expect((await engine.rows(`SELECT count(*)::int AS n FROM trellis_run WHERE status = 'done'`))[0].n).toBeLessThan(61);
    const second = await startRedis(port);
    try {
      await done(engine, 61);
      expect(await engine.rows(`SELECT count(*)::int AS notes, count(DISTINCT (about, text))::int AS different FROM flow_note`)).toEqual([
        { notes: 122, different: 122 },
      ]);
      await engine.pause();
    } finally {
      await second.stop();
    }
  },
  120_000,
);

test('two engines that race for the same hundred times start each once', async () => {
  const engine = await start(
    {
      minutely: {
        on: [{ schedule: '* * * * *', timeZone: 'UTC', missed: 'all' }],
        steps: [{ step: 'create', entity: 'flow.note', fields: { text: '"a minute"' } }],
      },
    },
    onPostgres,
  );
  await engine.pause();
  await engine.rows(
    `DELETE FROM trellis_run; DELETE FROM flow_note; UPDATE trellis_schedule SET next_at = date_trunc('minute', now()) - interval '90 minutes'`,
  );
  const other = engine.beside();
  await Promise.all([engine.resume(), other.resume()]);
  await until(
    () => engine.rows(`SELECT count(*)::int AS n FROM trellis_run WHERE status = 'done'`),
    ([row]) => row.n >= 91,
    60,
  );
  await other.pause();
  await engine.settled();
  const [{ runs, keys }] = await engine.rows(`SELECT count(*)::int AS runs, count(DISTINCT trigger_key)::int AS keys FROM trellis_run`);
  expect(keys).toBe(runs);
  // The clock may have gone on by a minute or two.
  expect(runs).toBeLessThan(95);
  expect((await engine.rows(`SELECT count(*)::int AS n FROM flow_note`))[0].n).toBe(runs);
}, 120_000);

import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { projectRoot } from '../../core/kernel/project-root.js';
import { Api } from '../faults/processes.js';
import { startReceiver, type Receiver } from '../faults/receiver.js';
import { until } from '../support/carrier-rigs.js';
import { rowsOf } from '../support/rows-of.js';
import { administrator } from '../support/test-app.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';
import { TrellisProcess } from '../support/trellis-process.js';

let database: TestDatabase;
let folder: string;
let receiver: Receiver;
let api: Api;
let env: Readonly<Record<string, string>>;

beforeAll(async () => {
  execFileSync(process.execPath, [join(projectRoot, 'scripts', 'prepare.mjs')], { stdio: 'ignore' });
  [database, folder, receiver] = [await createTestDatabase(), await mkdtemp(join(tmpdir(), 'trellis-roles-')), await startReceiver(1)];
  env = {
    DATABASE_URL: database.url,
    TRELLIS_DATA_DIR: folder,
    TRELLIS_PLUGINS: join(projectRoot, 'tests/fixtures/with-effects'),
    TRELLIS_ADMIN_EMAIL: administrator.email,
    TRELLIS_ADMIN_PASSWORD: administrator.password,
    LOG_LEVEL: 'warn',
  };
  api = await Api.start(env);
}, 300_000);
afterAll(async () => {
  await api.stop();
  await receiver.stop();
  await database.drop();
  await rm(folder, { recursive: true, force: true });
});

const make = (count: number): Promise<unknown> =>
  Promise.all(
    Array.from({ length: count }, (_, index) => api.make('/api/effects/causes', randomUUID(), { name: `cause ${String(index)}`, receiver: receiver.url })),
  );
const counts = async (): Promise<unknown> =>
  (
    await rowsOf(
      database.url,
      `SELECT (SELECT count(*)::int FROM trellis_event WHERE routed_at IS NULL) AS waiting, (SELECT count(*)::int FROM trellis_run) AS runs,
        (SELECT count(*)::int FROM trellis_run WHERE status = 'done') AS done, (SELECT count(*)::int FROM effects_effect) AS effects`,
    )
  )[0];

test('a process that only serves is ready and takes events without following them; a worker beside it does all the work and serves nothing', async () => {
  await make(5);
  expect((await fetch(`${api.url}/api/health/ready`)).status).toBe(200);
  expect(await counts()).toEqual({ waiting: 5, runs: 0, done: 0, effects: 0 });

  const worker = await TrellisProcess.start({ ...env, TRELLIS_ROLE: 'worker' });
  try {
    await worker.ready();
    await make(5);
    await until(async () => JSON.stringify(await counts()) === JSON.stringify({ waiting: 0, runs: 10, done: 10, effects: 20 }));
    expect((await fetch(`${worker.url}/api/effects/causes`)).status).toBe(404);
    const workers = await rowsOf(database.url, 'SELECT DISTINCT split_part(worker, $$:$$, 2) AS process FROM trellis_attempt');
    expect(workers).toEqual([{ process: String(worker.child.pid) }]);
  } finally {
    await worker.stop();
  }

  await make(1);
  expect(await counts()).toEqual({ waiting: 1, runs: 10, done: 10, effects: 20 });
});

import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import pg from 'pg';
import { startApp } from '../../core/app.js';
import { connect } from '../../core/data/connect.js';
import { isSettled } from '../../core/data/derived/settle-later.js';
import { migrate, type MigrateOptions } from '../../core/data/migrate/migrate.js';
import type { Model } from '../../core/definitions/model.js';
import { readConfig, type Config } from '../../core/kernel/config.js';
import { compilePlugins } from '../../core/start/compile-plugins.js';
import { systemSteps } from '../../core/system-steps.js';
import { Client } from '../support/client.js';
import { administrator } from '../support/test-app.js';
import { createTestDatabase } from '../support/test-database.js';
import { plainClient, type Plain } from './plain-client.js';
import { writeStore } from './store-releases.js';

/** A release at work on a database of which another release changes the model. */
export interface LiveBench {
  readonly databaseUrl: string;
  /** Speaks to the release before; what it answers is not held against its document, which does not know the options of the release after. */
  before(method: string, path: string, body?: unknown): Promise<Plain>;
  readonly modelAfter: Model;
  query(sql: string): Promise<readonly Readonly<Record<string, unknown>>[]>;
  /** Migrates to the release after. */
  migrate(options?: Partial<MigrateOptions>): Promise<void>;
  /** Waits until the workers have filled in all that is computed. */
  settled(): Promise<void>;
  /** Starts the release after beside the one before. */
  startAfter(): Promise<{ readonly client: Client; readonly plain: LiveBench['before'] }>;
  close(): Promise<void>;
}

/** Starts the release before on a table of so many rows. */
export async function openLiveBench(rows: number): Promise<LiveBench> {
  const folder = await mkdtemp(join(tmpdir(), 'trellis-live-'));
  const database = await createTestDatabase();
  const configOf = async (release: 'before' | 'after'): Promise<Config> =>
    readConfig({
      PORT: '0',
      DATABASE_URL: database.url,
      TRELLIS_DATA_DIR: join(folder, 'data'),
      TRELLIS_PLUGINS: await writeStore(folder, release),
      TRELLIS_ADMIN_EMAIL: administrator.email,
      TRELLIS_ADMIN_PASSWORD: administrator.password,
      LOG_LEVEL: 'silent',
    });
  const started: { close(): Promise<void> }[] = [];
  const start = async (config: Config): Promise<string> => {
    const app = await startApp(config);
    started.push(app);
    return app.url;
  };
  const before = await plainClient(await start(await configOf('before')));
  const after = await configOf('after');
  const { model } = await compilePlugins(after);
  const owner = await connect(database.url, { poolSize: 2 });
  const query = async (sql: string): Promise<readonly Readonly<Record<string, unknown>>[]> => {
    const client = new pg.Client({ connectionString: database.url });
    await client.connect();
    return client
      .query<Record<string, unknown>>(sql)
      .then(({ rows: found }) => found)
      .finally(() => client.end());
  };
  await query(
    `INSERT INTO store_item (id, code, amount, grade) SELECT trellis_new_id(), 'c' || i, (i % 1000) || '.50', CASE i % 3 WHEN 0 THEN 'a' WHEN 1 THEN 'b' END FROM generate_series(1, ${rows}) i`,
  );
  await query('ANALYZE store_item');
  return {
    databaseUrl: database.url,
    before,
    modelAfter: model,
    query,
    migrate: async (options = {}) => void (await migrate(owner, model, { systemSteps, who: 'test', ...options })),
    settled: async () => {
      while (!(await isSettled(owner.database))) await sleep(200);
    },
    startAfter: async () => {
      const url = await start(after);
      return { client: await new Client(url).signIn(administrator.email, administrator.password), plain: await plainClient(url) };
    },
    close: async () => {
      for (const app of started) await app.close();
      await owner.close();
      await database.drop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** What those saw who worked meanwhile. */
export interface LoadReport {
  readonly requests: number;
  readonly made: number;
  /** Answers that were not as they must be. */
  readonly errors: readonly string[];
  readonly slowestMilliseconds: number;
  /** Of all requests, the time that 99 in a hundred took at most. */
  readonly p99Milliseconds: number;
}

const mostWaiting = 20;

/** Writes and reads so many times a second in the release before until the work is done. */
export async function underLoad(bench: LiveBench, perSecond: number, work: () => Promise<void>): Promise<LoadReport> {
  const ids = (await bench.query('SELECT id::text AS id FROM store_item ORDER BY random() LIMIT 500')).map(({ id }) => String(id));
  const [times, errors]: [number[], string[]] = [[], []];
  const open = new Set<Promise<void>>();
  let made = 0;
  const send = async (turn: number): Promise<void> => {
    const began = performance.now();
    const path = `/api/store/items/${ids[turn % ids.length] ?? ''}`;
    const isNew = turn % 4 === 1;
    const write = isNew
      ? bench.before('POST', '/api/store/items', { code: `new ${randomUUID()}`, amount: `${turn}`, grade: 'a' })
      : bench.before('PATCH', path, turn % 4 === 2 ? { amount: `${turn}.25` } : { note: `t${turn}`, grade: 'b' });
    const answers = await Promise.all([write, bench.before('GET', turn % 2 === 0 ? path : `/api/store/items?filter={"note":"t${turn - 4}"}&count=none`)]);
    times.push(performance.now() - began);
    if (isNew) made += 1;
    for (const { status, text } of answers) if (status >= 300) errors.push(`${status}: ${text.slice(0, 300)}`);
  };
  const stop = new AbortController();
  const load = (async () => {
    for (let turn = 0; !stop.signal.aborted; turn += 1) {
      const request = send(turn).catch((error: unknown) => void errors.push(String(error)));
      open.add(request);
      void request.finally(() => open.delete(request));
      await sleep(1000 / perSecond);
      // A machine that cannot keep up is not buried under what waits.
      while (open.size >= mostWaiting) await Promise.race(open);
    }
    await Promise.all(open);
  })();
  await work().finally(() => stop.abort());
  await load;
  const sorted = times.toSorted((one, other) => one - other);
  const at = (share: number): number => Math.round(sorted[Math.floor((sorted.length - 1) * share)] ?? 0);
  return { requests: 2 * times.length, made, errors, slowestMilliseconds: at(1), p99Milliseconds: at(0.99) };
}

/** Ends the release before, which knew nothing of what is computed now, and gives the number of rows in which that is not what it must be. */
export async function uncomputedOnceGivenUp(bench: LiveBench): Promise<unknown> {
  await bench.migrate({ isContraction: true });
  await bench.settled();
  const amount = bench.modelAfter.entities.get('store.article')?.fields.get('amount')?.column ?? '';
  const [found] = await bench.query(`SELECT count(*)::integer AS rows FROM store_article WHERE twice IS DISTINCT FROM "${amount}" * 2`);
  return found?.['rows'];
}

/** What is not as the change must leave it. */
export async function complaintsOf(bench: LiveBench, rows: number): Promise<readonly string[]> {
  const wrong = {
    'another sku than code': 'sku IS DISTINCT FROM code',
    'a tag that is not filled': `tag IS DISTINCT FROM '#' || sku`,
    'an option of before': `grade = 'a'`,
    'an amount that is not converted': 'amount__decimal IS DISTINCT FROM amount::numeric',
    'a note of another': `note LIKE 'none %' AND note <> 'none ' || code`,
    // What the release before makes when the rows were changed already has none.
    'no note': `note IS NULL AND code NOT LIKE 'new %'`,
  };
  const counts = Object.entries(wrong).map(([name, sql]) => `count(*) FILTER (WHERE ${sql})::integer AS "${name}"`);
  const [found] = await bench.query(`SELECT count(*)::integer AS rows, ${counts.join(', ')} FROM store_article`);
  const expected = { rows, ...Object.fromEntries(Object.keys(wrong).map((name) => [name, 0])) };
  const invalid = await bench.query(
    `SELECT conname AS name FROM pg_constraint WHERE NOT convalidated UNION ALL SELECT indexrelid::regclass::text FROM pg_index WHERE NOT indisvalid`,
  );
  const nullable = await bench.query(
    `SELECT attname AS name FROM pg_attribute WHERE attrelid = 'store_article'::regclass AND attname IN ('sku', 'tag') AND NOT attnotnull`,
  );
  return [
    ...(isDeepStrictEqual({ ...found }, expected) ? [] : [`rows: ${JSON.stringify(found)}, expected ${rows} and nothing wrong`]),
    ...[...invalid, ...nullable].map(({ name }) => `${String(name)} is not settled`),
  ];
}

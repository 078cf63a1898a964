import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { projectRoot } from '../../core/kernel/project-root.js';
import { createTestDatabase } from '../support/test-database.js';
import type { FaultCarrier, MakeFaultCarrier } from './carriers.js';
import { Api, Workers } from './processes.js';
import { startReceiver, type Receiver } from './receiver.js';

/** A whole installation in processes of its own: one that takes requests, workers, a carrier, and somebody outside who is told. */
export interface FaultBench {
  readonly api: Api;
  readonly workers: Workers;
  readonly carrier: FaultCarrier;
  readonly receiver: Receiver;
  /** Makes causes with numbers from `first` on, some at once; each is followed by a run of three steps. */
  makeCauses(first: number, count: number, options?: { readonly onMade?: () => void }): Promise<void>;
  number(statement: string): Promise<number>;
  rows(statement: string): Promise<readonly Readonly<Record<string, unknown>>[]>;
  /** The longest that a transaction was seen open. */
  longestTransaction(): number;
  stop(): Promise<void>;
}

const atOnce = 6;

/** Opens one. */
export async function openFaultBench(make: MakeFaultCarrier, workerCount: number): Promise<FaultBench> {
  const [database, folder, receiver] = [await createTestDatabase(), await mkdtemp(join(tmpdir(), 'trellis-faults-')), await startReceiver()];
  const carrier = await make(database.url);
  const env = {
    DATABASE_URL: database.url,
    TRELLIS_DATA_DIR: folder,
    TRELLIS_PLUGINS: join(projectRoot, 'tests/fixtures/with-effects'),
    TRELLIS_ADMIN_EMAIL: 'admin@example.com',
    TRELLIS_ADMIN_PASSWORD: 'correct horse battery',
    LOG_LEVEL: 'warn',
    ...carrier.env,
  };
  const api = await Api.start(env);
  const pool = new pg.Pool({ connectionString: database.url, max: 4 });
  pool.on('error', () => undefined);
  const workers = new Workers(env, workerCount);
  await workers.allReady();
  const watch = watchTransactions(pool);
  const rows = async (statement: string): Promise<readonly Readonly<Record<string, unknown>>[]> => (await pool.query<Record<string, unknown>>(statement)).rows;
  return {
    api,
    workers,
    carrier,
    receiver,
    makeCauses: (first, count, { onMade } = {}) => makeCauses(api, receiver.url, first, count, onMade),
    number: async (statement) => Number(Object.values((await rows(statement))[0] ?? {})[0]),
    rows,
    longestTransaction: () => watch.longest,
    stop: async () => {
      watch.stop();
      await Promise.all([workers.stop(), api.stop()]);
      await pool.end();
      await carrier.stop();
      await receiver.stop();
      await database.drop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function makeCauses(api: Api, receiver: string, first: number, count: number, onMade?: () => void): Promise<void> {
  const state = { next: first };
  const one = async (): Promise<void> => {
    while (state.next < first + count) {
      await api.make('/api/effects/causes', randomUUID(), { name: `cause ${String(state.next++)}`, receiver });
      onMade?.();
    }
  };
  await Promise.all(Array.from({ length: atOnce }, one));
}

/** Milliseconds that transactions of Trellis were seen open, looked at twice a second. */
function watchTransactions(pool: pg.Pool): { readonly longest: number; stop(): void } {
  const state = { longest: 0 };
  const look = async (): Promise<void> => {
    const { rows } = await pool.query<{ longest: string }>(
      `SELECT coalesce(max(extract(epoch FROM clock_timestamp() - xact_start)) * 1000, 0) AS longest FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()`,
    );
    state.longest = Math.max(state.longest, Number(rows[0]?.longest));
  };
  const timer = setInterval(() => void look().catch(() => undefined), 500);
  return {
    get longest() {
      return state.longest;
    },
    stop: () => clearInterval(timer),
  };
}

import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import type { Model } from '../../definitions/model.js';
import type { Connection } from '../connect.js';
import { makePlan, type ChangePlan, type PlanOptions } from './change-plan.js';
import { lockMigrations, unlockMigrations } from './lock.js';
import { MigrationRefused } from './migration-refused.js';
import { runLateSteps } from './run-late-steps.js';
import { RowsCame, runPlan } from './run-plan.js';

export interface MigrateOptions extends PlanOptions {
  /** Who is written down as having asked for it. */
  readonly who?: string;
  /** How long to wait for other processes and for locks. */
  readonly patienceMilliseconds?: number;
}

/** What was done; a plan that is refused throws MigrationRefused instead, with the database as it was. */
export interface MigrationOutcome {
  readonly kind: 'nothing-to-do' | 'migrated';
  readonly plan: ChangePlan;
}

/** Makes the database what the model declares, in one transaction; the indexes of big tables follow. Run twice it does nothing the second time. */
export async function migrate(connection: Connection, model: Model, options: MigrateOptions): Promise<MigrationOutcome> {
  const patience = options.patienceMilliseconds ?? 60_000;
  return withMigrator(connection, async (client) => {
    await lockMigrations(client, patience);
    try {
      const plan = await insist(patience, () => planAndRun(client, model, options));
      await runLateSteps(client, plan);
      return { kind: isNothing(plan) ? 'nothing-to-do' : 'migrated', plan };
    } finally {
      await unlockMigrations(client);
    }
  });
}

/** What `migrate` would do; the database stays as it is. */
export async function planMigration(connection: Connection, model: Model, options: PlanOptions): Promise<ChangePlan> {
  return withMigrator(connection, (client) =>
    insist(60_000, async () => {
      await client.query('BEGIN');
      try {
        return await makePlan(client, model, options);
      } finally {
        await client.query('ROLLBACK');
      }
    }),
  );
}

async function planAndRun(client: pg.PoolClient, model: Model, options: MigrateOptions): Promise<ChangePlan> {
  await client.query('BEGIN');
  try {
    const plan = await makePlan(client, model, options);
    if (plan.steps.some((step) => step.verdict === 'refused')) throw new MigrationRefused(plan);
    if (!isNothing(plan) || plan.isDeclaredNews) await runPlan(client, plan, options.who ?? 'start');
    await client.query('COMMIT');
    return plan;
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  }
}

function isNothing(plan: ChangePlan): boolean {
  return plan.systemSteps.length === 0 && plan.steps.every((step) => step.verdict === 'tolerated');
}

/** A connection of the pool without the limits of everyday statements; it is thrown away afterwards. */
async function withMigrator<Result>(connection: Connection, work: (client: pg.PoolClient) => Promise<Result>): Promise<Result> {
  const client = await connection.pool.connect();
  try {
    await client.query(`SET statement_timeout = 0; SET idle_in_transaction_session_timeout = 0; SET lock_timeout = '2s'`);
    return await work(client);
  } finally {
    client.release(true);
  }
}

/** A table that others hold is asked for again rather than waited for, because those who queue behind us would wait too. */
async function insist<Result>(patience: number, attempt: () => Promise<Result>): Promise<Result> {
  const deadline = Date.now() + patience;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (!isPassing(error) || Date.now() > deadline) throw error;
      await sleep(100 + Math.random() * 900);
    }
  }
}

/** Lock not available, deadlock, or rows that came in between. */
function isPassing(error: unknown): boolean {
  return error instanceof RowsCame || (error instanceof Error && 'code' in error && (error.code === '55P03' || error.code === '40P01'));
}

import type pg from 'pg';
import type { Model } from '../../definitions/model.js';
import { clientExecutor } from '../client-executor.js';
import type { Connection } from '../connect.js';
import { migrationName } from '../../definitions/data-migration.js';
import type { Executor } from '../database.js';
import { makePlan, type ChangePlan, type PlanOptions } from './change-plan.js';
import { saveModelHash } from './declared.js';
import { insisting } from './insist.js';
import { lockMigrations, unlockMigrations } from './lock.js';
import { MigrationRefused } from './migration-refused.js';
import { runRowMigrations, type PassedOver } from './rows/run-row-migrations.js';
import { saveVersions } from './rows/known-migrations.js';
import { runFills, type FillProgress } from './run-fills.js';
import { runLateSteps } from './run-late-steps.js';
import { runPlan } from './run-plan.js';

export interface MigrateOptions extends PlanOptions {
  /** Who is written down as having asked for it. */
  readonly who?: string;
  /** How long to wait for locks on tables. */
  readonly patienceMilliseconds?: number;
  /** Told after each batch of rows. */
  readonly onProgress?: (progress: FillProgress) => void;
  /** Done first in the transaction; what it throws takes everything back. */
  readonly within?: (tx: Executor) => Promise<void>;
  /** Told once the tables are changed and what was done first is kept; rows may still have to follow. */
  readonly onCommitted?: (plan: ChangePlan) => void;
}

/** What was done; a plan that is refused throws MigrationRefused instead, with the database as it was. */
export interface MigrationOutcome {
  readonly kind: 'nothing-to-do' | 'migrated';
  readonly plan: ChangePlan;
}

/** How long another process may take to change the database: it may have millions of rows to fill. */
const longestMigration = 60 * 60_000;

/**
 * Makes the database what the model declares: tables in one transaction, then rows in batches, then what big tables have to wait for; where rows are migrated, what narrows their tables comes last.
 * Ended at any moment, it goes on where it was when it is run again; run twice it does nothing the second time.
 */
export async function migrate(connection: Connection, model: Model, options: MigrateOptions): Promise<MigrationOutcome> {
  const patience = options.patienceMilliseconds ?? 60_000;
  const insist = insisting(patience);
  return withMigrator(connection, async (client) => {
    await lockMigrations(client, longestMigration);
    try {
      const onProgress = options.onProgress ?? (() => undefined);
      const plan = await insist(() => planAndRun(client, model, options));
      options.onCommitted?.(plan);
      await runFills(client, insist, onProgress);
      await runLateSteps(client, plan, insist, patience);
      const passedOver = await runRowMigrations({ client, model, insist, onProgress }, plan.migrations.due);
      if (plan.migrations.due.length > 0) {
        const { within: _, onCommitted: __, ...rest } = options;
        const narrowing = await insist(() => planAndRun(client, model, { ...rest, isAfterRows: true }));
        await runFills(client, insist, onProgress);
        await runLateSteps(client, narrowing, insist, patience);
      }
      return { kind: isNothing(plan) ? 'nothing-to-do' : 'migrated', plan: told(plan, passedOver) };
    } finally {
      // A connection that is lost has let go by itself; then what was said first is told.
      await unlockMigrations(client).catch(() => undefined);
    }
  });
}

/** What `migrate` would do; the database stays as it is. */
export async function planMigration(connection: Connection, model: Model, options: PlanOptions): Promise<ChangePlan> {
  return withMigrator(connection, (client) =>
    insisting(60_000)(async () => {
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
    await options.within?.(clientExecutor(client));
    await client.query('SAVEPOINT planned');
    const plan = await makePlan(client, model, options);
    if (plan.steps.some((step) => step.verdict === 'refused')) throw new MigrationRefused(plan);
    if (!isNothing(plan) || plan.isDeclaredNews) await runPlan(client, plan, options.who ?? 'start');
    else {
      await client.query('ROLLBACK TO SAVEPOINT planned');
      await saveModelHash(client, plan.modelHash);
    }
    await saveVersions(client, model, plan.migrations);
    await client.query('COMMIT');
    return plan;
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined);
    throw error;
  }
}

/** Whether the database is what the model declares. */
export function isNothing(plan: ChangePlan): boolean {
  return (
    plan.systemSteps.length === 0 &&
    plan.unfinished.length === 0 &&
    plan.migrations.due.length === 0 &&
    plan.steps.every((step) => step.verdict === 'tolerated')
  );
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

/** The plan as it was carried out: what found nothing to migrate was not run. */
function told(plan: ChangePlan, passedOver: readonly PassedOver[]): ChangePlan {
  const { due, ...migrations } = plan.migrations;
  const idle = new Set(passedOver.map(({ migration }) => migration));
  const sentences = passedOver.map(({ migration, why }) => `the migration ${migration.plugin} ${migrationName(migration)} found nothing to migrate: ${why}`);
  return { ...plan, migrations: { ...migrations, due: due.filter((one) => !idle.has(one)), told: [...migrations.told, ...sentences] } };
}

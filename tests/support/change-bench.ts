import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { connect, type Connection } from '../../core/data/connect.js';
import type { ChangePlan } from '../../core/data/migrate/change-plan.js';
import { migrate, planMigration } from '../../core/data/migrate/migrate.js';
import { MigrationRefused } from '../../core/data/migrate/migration-refused.js';
import { compileModel } from '../../core/definitions/compile-model.js';
import type { Model } from '../../core/definitions/model.js';
import type { PluginSource } from '../../core/definitions/source.js';
import { projectRoot } from '../../core/kernel/project-root.js';
import { readPlugins } from '../../core/plugin-host/read-plugins.js';
import { systemSteps } from '../../core/system-steps.js';
import { dumpDatabase, type Dump } from './dump-database.js';
import { cloneOfTemplate } from './template-database.js';
import { createTestDatabase, type TestDatabase } from './test-database.js';

/** A database that the plugins change step by step. */
export interface ChangeBench {
  readonly connection: Connection;
  readonly url: string;
  plan(sources: readonly PluginSource[], ...allow: readonly string[]): Promise<ChangePlan>;
  /** The plan that ran. */
  apply(sources: readonly PluginSource[], ...allow: readonly string[]): Promise<ChangePlan>;
  /** The plan that was refused; fails when it was not. */
  refused(sources: readonly PluginSource[], ...allow: readonly string[]): Promise<ChangePlan>;
  /** Ends what is kept for the release before. */
  contract(sources: readonly PluginSource[]): Promise<ChangePlan>;
  query(sql: string): Promise<readonly Readonly<Record<string, unknown>>[]>;
  dump(): Promise<Dump>;
  close(): Promise<void>;
}

/** A database to change: empty, or a copy of one that has the plugins' tables and the rows of the seed. */
export async function openChangeBench(start?: { readonly sources: readonly PluginSource[]; readonly seed?: readonly string[] }): Promise<ChangeBench> {
  const database = start === undefined ? await createTestDatabase() : await startedDatabase(start.sources, start.seed ?? []);
  const connection = await connect(database.url, { poolSize: 3 });
  const apply = async (sources: readonly PluginSource[], allow: readonly string[]): Promise<ChangePlan> =>
    (await migrate(connection, modelOf(sources), { systemSteps, allow, who: 'test' })).plan;
  return {
    connection,
    url: database.url,
    plan: (sources, ...allow) => planMigration(connection, modelOf(sources), { systemSteps, allow }),
    apply: (sources, ...allow) => apply(sources, allow),
    refused: async (sources, ...allow) => {
      const outcome: unknown = await apply(sources, allow).catch((error: unknown) => error);
      if (outcome instanceof MigrationRefused) return outcome.plan;
      throw outcome instanceof Error ? outcome : new Error('the change was not refused');
    },
    contract: async (sources) => (await migrate(connection, modelOf(sources), { systemSteps, isContraction: true, who: 'test' })).plan,
    query: async (sql) => (await connection.pool.query<Record<string, unknown>>(sql)).rows,
    dump: () => dumpDatabase(connection),
    close: async () => {
      await connection.close();
      await database.drop();
    },
  };
}

function startedDatabase(sources: readonly PluginSource[], seed: readonly string[]): Promise<TestDatabase> {
  const model = modelOf(sources);
  const version = createHash('sha256')
    .update(JSON.stringify([model.hash, seed, systemSteps]))
    .digest('hex')
    .slice(0, 24);
  return cloneOfTemplate(version, async (url) => {
    const connection = await connect(url, { poolSize: 2 });
    try {
      await migrate(connection, model, { systemSteps, who: 'test' });
      for (const statement of seed) await connection.pool.query(statement);
    } finally {
      await connection.close();
    }
  });
}

/** Core's own plugin and the fixtures of the given folders of tests/fixtures. */
export function fixtureSources(...folders: readonly string[]): Promise<readonly PluginSource[]> {
  return readPlugins([join(projectRoot, 'core/identity/plugin'), ...folders.map((folder) => join(projectRoot, 'tests/fixtures', folder))]);
}

/** The model of the sources; problems fail the test with their list. */
export function modelOf(sources: readonly PluginSource[]): Model {
  const result = compileModel(sources);
  if (result.kind === 'problems') throw new Error(JSON.stringify(result.problems, null, 2));
  return result.model;
}

import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Policies } from '../../core/access/policy-of.js';
import { connect, type Connection } from '../../core/data/connect.js';
import { migrate } from '../../core/data/migrate/migrate.js';
import { compileModel } from '../../core/definitions/compile-model.js';
import type { Model } from '../../core/definitions/model.js';
import { systemUserId, type Caller } from '../../core/kernel/caller.js';
import { projectRoot } from '../../core/kernel/project-root.js';
import { Vault } from '../../core/kernel/vault.js';
import { readPlugins } from '../../core/plugin-host/read-plugins.js';
import type { Platform } from '../../core/records/platform.js';
import { systemSteps } from '../../core/system-steps.js';
import { writeHooks } from '../../core/write-hooks.js';
import { cloneOfTemplate } from './template-database.js';

/** A migrated database of its own with the model over it; no HTTP. */
export interface TestPlatform {
  readonly platform: Platform;
  readonly connection: Connection;
  readonly url: string;
  /** An administrator, unless overridden. */
  caller(overrides?: Partial<Caller>): Caller;
  close(): Promise<void>;
}

/** Core's own plugin and those in the given folders (each holds plugin folders). The first of a model migrates, the others copy its database. */
export async function createTestPlatform(options: { readonly plugins?: readonly string[]; readonly poolSize?: number } = {}): Promise<TestPlatform> {
  const model = await modelOf(options.plugins ?? []);
  const version = createHash('sha256').update(model.hash).update(JSON.stringify(systemSteps)).digest('hex').slice(0, 24);
  const database = await cloneOfTemplate(version, async (url) => {
    const connection = await connect(url, { model, poolSize: 2 });
    await migrate(connection, model, { systemSteps, who: 'test' }).finally(() => connection.close());
  });
  const connection = await connect(database.url, { model, poolSize: options.poolSize ?? 5 });
  const policies = new Policies(model);
  return {
    platform: {
      model,
      database: connection.database,
      policyOf: (caller) => policies.policyOf(caller),
      hooks: writeHooks,
      vault: new Vault(tmpdir(), [testKey]),
    },
    connection,
    url: database.url,
    caller: (overrides = {}) => ({ ...administrator, ...overrides }),
    close: async () => {
      await connection.close();
      await database.drop();
    },
  };
}

/** The model of core's own plugin and the given folders; problems fail the test with their list. */
export async function modelOf(folders: readonly string[]): Promise<Model> {
  const result = compileModel(await readPlugins([join(projectRoot, 'core/identity/plugin'), ...folders]));
  if (result.kind === 'problems') throw new Error(JSON.stringify(result.problems, null, 2));
  return result.model;
}

const testKey = Buffer.alloc(32, 7).toString('base64');

const administrator: Caller = {
  userId: systemUserId,
  email: 'admin@example.com',
  name: 'Administrator',
  teamIds: [],
  roleIds: [],
  companies: { ids: [], isEvery: true },
  isAdministrator: true,
  locale: 'en',
  requestId: 'test',
};

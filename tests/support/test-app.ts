import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startApp, type RunningApp } from '../../core/app.js';
import { readConfig } from '../../core/kernel/config.js';
import type { WorkflowOptions } from '../../core/start/open-workflows.js';
import { Client } from './client.js';
import { cloneOfTemplate } from './template-database.js';

/** A whole Trellis on a database and a port of its own. */
export interface TestApp {
  readonly url: string;
  readonly databaseUrl: string;
  /** Not signed in. */
  readonly nobody: Client;
  readonly administrator: Client;
  close(): Promise<void>;
}

export const administrator = { email: 'admin@example.com', password: 'correct horse battery' } as const;

/** Starts Trellis with the shipped plugins and the given folders of further ones, on a copy of a database that has the shipped ones already. */
export async function startTestApp(
  options: { readonly plugins?: readonly string[]; readonly env?: Readonly<Record<string, string>>; readonly workflows?: WorkflowOptions } = {},
): Promise<TestApp> {
  const folder = await mkdtemp(join(tmpdir(), 'trellis-test-'));
  const database = await cloneOfTemplate('shipped', (url) => startOn(url, folder).then((first) => first.close()));
  const further = options.plugins === undefined ? {} : { TRELLIS_PLUGINS: options.plugins.join(':') };
  const app = await startOn(database.url, folder, { ...further, ...options.env }, options.workflows);
  const nobody = new Client(app.url);
  const signedIn = await nobody.signIn(administrator.email, administrator.password);
  // Its document serves those who may not have one of their own.
  await signedIn.get('/api/auth/me');
  return {
    url: app.url,
    databaseUrl: database.url,
    nobody,
    administrator: signedIn,
    close: async () => {
      await app.close();
      await database.drop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function startOn(url: string, folder: string, env: Readonly<Record<string, string>> = {}, workflows?: WorkflowOptions): Promise<RunningApp> {
  const own = { PORT: '0', DATABASE_URL: url, TRELLIS_DATA_DIR: folder, LOG_LEVEL: 'silent' };
  const first = { TRELLIS_ADMIN_EMAIL: administrator.email, TRELLIS_ADMIN_PASSWORD: administrator.password };
  return startApp(readConfig({ ...own, ...first, ...env }), undefined, workflows);
}

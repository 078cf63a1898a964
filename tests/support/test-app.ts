import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startApp } from '../../core/app.js';
import { readConfig } from '../../core/kernel/config.js';
import type { WorkflowOptions } from '../../core/start/open-workflows.js';
import { Client } from './client.js';
import { createTestDatabase } from './test-database.js';

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

/** Starts Trellis with the shipped plugins and the given folders of further ones. */
export async function startTestApp(
  options: { readonly plugins?: readonly string[]; readonly env?: Readonly<Record<string, string>>; readonly workflows?: WorkflowOptions } = {},
): Promise<TestApp> {
  const database = await createTestDatabase();
  const folder = await mkdtemp(join(tmpdir(), 'trellis-test-'));
  const app = await startApp(
    readConfig({
      PORT: '0',
      DATABASE_URL: database.url,
      TRELLIS_DATA_DIR: folder,
      TRELLIS_ADMIN_EMAIL: administrator.email,
      TRELLIS_ADMIN_PASSWORD: administrator.password,
      LOG_LEVEL: 'silent',
      ...(options.plugins === undefined ? {} : { TRELLIS_PLUGINS: options.plugins.join(':') }),
      ...options.env,
    }),
    undefined,
    options.workflows,
  );
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

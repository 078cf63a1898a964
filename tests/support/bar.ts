import { join } from 'node:path';
import { projectRoot } from '../../core/kernel/project-root.js';
import type { Client } from './client.js';
import { startTestApp, type TestApp } from './test-app.js';

/** A bar with two who work in it and two guests, of whom only some may see the second. */
export interface Bar {
  readonly app: TestApp;
  readonly ids: Readonly<Record<'waiter' | 'reader' | 'an' | 'spy', string>>;
  readonly clients: Readonly<Record<'waiter' | 'reader', Client>>;
}

/** The plugins that a bar is made of. */
export const barPlugins = [join(projectRoot, 'tests/fixtures/with-queries')];

/** Opens it, without bills. */
export async function openBar(): Promise<Bar> {
  const app = await startTestApp({ plugins: barPlugins, env: { TRELLIS_ROLE: 'web' } });
  const admin = app.administrator;
  const roles: readonly { readonly id: string; readonly code: string }[] = (await admin.get('/api/core/roles?range=[0,99]')).json;
  const hired = async (name: string): Promise<{ readonly id: string; readonly client: Client }> => {
    const id = await admin.make('core/users', { name, email: `${name}@example.com`, roles: [roles.find((one) => one.code === `bar.${name}`)?.id] });
    return { id, client: admin.withKey((await admin.post('/api/core/api-keys', { name, actsAs: id })).json._secret) };
  };
  const [waiter, reader] = [await hired('waiter'), await hired('reader')];
  const an = await admin.make('bar/guests', { name: 'An', town: 'Huế' });
  const spy = await admin.make('bar/guests', { name: 'Spy', town: 'Moscow', isHidden: true });
  return { app, ids: { waiter: waiter.id, reader: reader.id, an, spy }, clients: { waiter: waiter.client, reader: reader.client } };
}

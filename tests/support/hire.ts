import { administrator } from './test-app.js';
import type { Client } from './client.js';

/** Whom to make: a user with roles by code or id, and companies by id. */
interface Hired {
  readonly name: string;
  readonly email: string;
  readonly roles?: readonly string[];
  readonly companies?: readonly string[];
}

/** Makes a user who has changed the first password into the administrator's, as the administrator that is given; `nobody` is not signed in. */
export async function hire(
  { administrator: admin, nobody }: { readonly administrator: Client; readonly nobody: Client },
  { name, email, roles = [], companies = [] }: Hired,
): Promise<{ readonly id: string; readonly client: Client }> {
  const known: readonly { readonly id: string; readonly code: string | null }[] = (await admin.get('/api/core/roles?range=[0,199]')).json;
  const held = roles.map((role) => known.find(({ id, code }) => role === code || role === id)?.id ?? role);
  const id = await admin.make('core/users', { name, email, roles: held, companies });
  const { password } = (await admin.post(`/api/auth/users/${id}/password`)).json;
  const first = await nobody.signIn(email, password);
  await first.post('/api/auth/password', { current: password, password: administrator.password });
  return { id, client: await nobody.signIn(email, administrator.password) };
}

import type { Database } from '../data/database.js';
import { listen } from '../data/listen.js';
import type { Model } from '../definitions/model.js';
import { rightsChannel } from '../identity/rights-announcement.js';
import { UserBook } from '../identity/user-book.js';
import { loadCustomRoles } from './custom-roles.js';
import { Policies } from './policy-of.js';

/** Who is known and what they may do, kept fresh in this process by the announcements of all processes. */
export interface Rights {
  readonly users: UserBook;
  readonly policies: Policies;
  close(): Promise<void>;
}

/** Loads the roles and listens for changes from then on. `complain` is told of roles that could not be read anew; until they can, nobody is remembered. */
export async function keepRights(database: Database, url: string, model: Model, complain: (error: unknown) => void): Promise<Rights> {
  const policies = new Policies(model);
  const state = { loading: Promise.resolve(), isFresh: false, heard: 0 };
  const users = new UserBook(database, { settled: () => state.loading, isListening: () => state.isFresh && listener.isListening() });
  const reload = async (turn: number): Promise<void> => {
    const custom = await loadCustomRoles(database, model);
    if (turn !== state.heard) return;
    policies.replaceCustomRoles(custom);
    state.isFresh = true;
  };
  const heard = (): void => {
    state.isFresh = false;
    users.forget();
    state.heard += 1;
    state.loading = reload(state.heard).catch(complain);
  };
  const listener = await listen(url, rightsChannel, heard);
  await state.loading;
  return { users, policies, close: () => listener.close() };
}

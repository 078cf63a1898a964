import { loadCustomRoles } from '../access/custom-roles.js';
import { Policies } from '../access/policy-of.js';
import type { Database } from '../data/database.js';
import { listen } from '../data/listen.js';
import type { Model } from '../definitions/model.js';
import { rightsChannel } from '../identity/rights-announcement.js';
import { UserBook } from '../identity/user-book.js';

/** Users and rights as this process remembers them, kept true by the announcements of every process. */
export interface RightsWatch {
  /** Of the model that was adopted last. */
  policies(): Policies;
  /** Makes the policies of another model, and keeps those true from now on. */
  adopt(model: Model): Promise<void>;
  readonly users: UserBook;
  /** Takes over a change of this very process at once, before its announcement comes back. */
  takeOver(): void;
  close(): Promise<void>;
}

const againAfterMilliseconds = 1000;

/** Loads the roles made in the browser and from then on takes over every change. */
export async function watchRights(url: string, database: Database, model: Model): Promise<RightsWatch> {
  let current = { model, policies: new Policies(model, await loadCustomRoles(database, model)) };
  const state = { waiting: 0, done: Promise.resolve(), isClosed: false };
  const takeOver = async (): Promise<void> => {
    const { model: known, policies } = current;
    policies.replaceCustomRoles(await loadCustomRoles(database, known));
    users.forget();
    state.waiting -= 1;
  };
  const heard = (): void => {
    users.forget();
    // One more reading is enough for all that is heard before it begins.
    if (state.waiting > 1 || state.isClosed) return;
    state.waiting += 1;
    state.done = state.done.catch(() => undefined).then(takeOver);
    state.done.catch(() => {
      state.waiting -= 1;
      if (!state.isClosed) setTimeout(heard, againAfterMilliseconds).unref();
    });
  };
  const users = new UserBook(database, { isListening: () => state.waiting === 0 && listener.isListening(), settled: () => state.done }, () => current.model);
  const listener = await listen(url, rightsChannel, heard);
  const close = async (): Promise<void> => {
    state.isClosed = true;
    await listener.close();
    await state.done.catch(() => undefined);
  };
  const adopt = async (next: Model): Promise<void> => {
    current = { model: next, policies: new Policies(next, await loadCustomRoles(database, next)) };
    // What was announced while they were loaded went to those before.
    heard();
    await state.done.catch(() => undefined);
  };
  return { policies: () => current.policies, adopt, users, takeOver: heard, close };
}

import { dropKeySecret, makeKeySecret } from '../../identity/api-key.js';
import { announceRightsChange } from '../../identity/rights-announcement.js';
import { UserError } from '../../kernel/user-error.js';
import type { WriteHook } from '../hooks.js';

/** API keys: the key itself is made with the record, told once in `_secret`, and forgotten with it. */
export const apiKeyHook: WriteHook = {
  appliesTo: (entity) => entity.id === 'core.api-key',
  check({ caller, before, after }) {
    const owner = (after ?? before)?.values.get('actsAs');
    if (!caller.isAdministrator && owner !== caller.userId) throw new UserError(403, 'identity.administrators-only');
    return Promise.resolve([]);
  },
  async done({ tx, before, after }) {
    if (before === null && after !== null) return { _secret: (await makeKeySecret(tx, after.id)).key };
    if (before !== null && after === null) await dropKeySecret(tx, before.id);
    else await announceRightsChange(tx);
    return {};
  },
};

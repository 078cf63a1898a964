import { announceRightsChange } from '../../identity/rights-announcement.js';
import type { WriteHook } from '../hooks.js';

/** Which companies there are decides who sees what. */
export const companyHook: WriteHook = {
  appliesTo: (entity) => entity.plays === 'company',
  async done({ tx, before, after }) {
    if (before === null || after === null) await announceRightsChange(tx);
    return {};
  },
};

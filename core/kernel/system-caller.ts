import { systemUserId, type Caller } from './caller.js';
import { newId } from './ids.js';

/** The caller that the start and commands act as; its changes stand in the history under the system user's name. */
export function systemCaller(): Caller {
  return {
    userId: systemUserId,
    email: null,
    name: 'Trellis',
    teamIds: [],
    roleIds: [],
    companies: { ids: [], isEvery: true },
    isAdministrator: true,
    locale: 'en',
    requestId: newId(),
  };
}

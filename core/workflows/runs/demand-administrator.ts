import type { Caller } from '../../kernel/caller.js';
import { UserError } from '../../kernel/user-error.js';

/** Runs show what went through them, whoever may see it elsewhere, so they are for administrators. */
export function demandAdministrator(caller: Caller): void {
  if (!caller.isAdministrator) throw new UserError(403, 'workflow.forbidden');
}

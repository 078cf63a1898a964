import { textIn } from '../../kernel/locale.js';
import { UserError } from '../../kernel/user-error.js';
import type { RunStep } from './run-step.js';

/** Refuses the change that the steps belong to. */
export const runRefuse: RunStep<'refuse'> = (run, { message, field }) => {
  const params = { message: textIn(message, run.caller.locale) };
  if (field === null) throw new UserError(409, 'record.guard', params);
  throw new UserError(422, 'record.check', params, [{ pointer: `/${field}`, code: 'record.check', params }]);
};

import { UserError, type Violation } from '../../kernel/user-error.js';

/** What an expression says against the record while it is worked out, told where it stands. */
export function said(pointer: string, work: () => readonly Violation[]): readonly Violation[] {
  try {
    return work();
  } catch (error) {
    if (error instanceof UserError && error.status === 422) return [{ pointer, code: error.code, params: error.params }];
    throw error;
  }
}

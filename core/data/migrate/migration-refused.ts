import type { ChangePlan } from './change-plan.js';
import { describeRefusals } from './describe-plan.js';

/** The database stays as it was, because the change could lose data; the message says what stands against it and the ways out. */
export class MigrationRefused extends Error {
  override readonly name = 'MigrationRefused';

  constructor(readonly plan: ChangePlan) {
    super(describeRefusals(plan));
  }
}

import type { Boundary } from './in-transaction.js';

/** Every place at which a process may end between two things that cannot happen at once; tests end it there. */
export const faultPoints = [
  'route: before commit',
  'route: after commit',
  'schedule: before commit',
  'schedule: after commit',
  'timer: before commit',
  'timer: after commit',
  'leases: before sweep',
  'leases: after sweep',
  'epoch: before write',
  'epoch: before commit',
  'epoch: after commit',
  'dispatch: before commit',
  'dispatch: before send',
  'dispatch: after send',
  'job: taken',
  'step: claimed',
  'step: before commit',
  'step: after commit',
  'call: before',
  'call: after',
  'call end: before commit',
  'call end: after commit',
  'failure: before commit',
  'failure: after commit',
  'job: before acknowledgement',
] as const satisfies readonly (`${Boundary}: ${string}` | `${'leases' | 'dispatch' | 'job' | 'call'}: ${string}`)[];

export type FaultPoint = (typeof faultPoints)[number];

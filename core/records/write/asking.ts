import type { Executor } from '../../data/database.js';
import type { Caller } from '../../kernel/caller.js';
import type { Platform } from '../platform.js';

/** Who asks, and where, while a draft is settled. */
export interface Asking {
  readonly platform: Platform;
  readonly caller: Caller;
  readonly executor: Executor;
}
